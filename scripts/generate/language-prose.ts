// The sentences of docs/language.md that no form can say. Texts only; their examples are held to the language by a test.

const opening = `A *project* is all \`*.vk.yaml\` files of one folder (not of the folders in it). Each holds one or more YAML documents, and each
document has the one key \`viki\`. Names are unique over the project: one that is given twice is a problem, told at both
places. The order is by \`stage\`, then by file name, then from top to bottom.

\`\`\`yaml
viki:
  name: shop
  vars:
    port: 8080
    login: { secret: true, from: env }
    sites: { default: [north, south], description: one page each }
  hosts:
    web-1: { address: 203.0.113.10, user: deploy, sudo: { password: "\${login}" }, groups: [web] }
    web-2: { address: 203.0.113.11, groups: [web], vars: { port: 8081 } }
    here: { via: local }
  groups:
    web: { batch: 50%, max_failures: 1 }
  policy: { parallel: 10, on_failure: rollback, confirm: 60s }
  on: [web]
  mods:
    mkdir:
      app: { path: /opt/shop, mode: "0755" }
    file:
      port: { path: /opt/shop/port, content: "\${port}\\n", after: mkdir.app }
      page: { each: "\${sites}", path: "/opt/shop/\${each}.html", content: "<h1>\${each}</h1>\\n" }
  checks:
    http:
      home: { url: "http://\${host.address}:\${port}/", within: 30s }
\`\`\``;

const document = `A \`*.vk.yaml\` file holds one or more documents, and every part of it may be in any of them. \`name\` and \`policy\` are given
once per project; \`stage\` and \`on\` are about the document that they stand in.`;

const variables = `Each entry of \`vars\` is a variable: a plain value, a value with words about it, a secret, or nothing, where somebody else
says the value. What is said more exactly counts: the project, then a group, then a host, then \`VK_VAR_\` and the name in
the environment or in \`.env\`. A map is one of the forms below only when it has \`secret\`, or when it has no other keys than
theirs; any other map is a plain value.`;

const legacyHost = `A project may have one machine only, and say it in variables, as files of the first viki do.`;

const references = `\`\${...}\` stands for a value, in any text: \`\${port}\` is a variable, \`\${host.address}\` is about the host that the text is read
for, \`\${group.web}\` are the hosts of a group, \`\${env.HOME}\` is the environment, \`\${fact.os}\` is what the host tells of itself,
\`\${each}\` and \`\${each.key}\` are the instance, and \`\${mkdir.app.path}\` is a field of another resource, which then comes before.
\`$\${\` is a literal \`\${\`. Where the whole text is one reference, the value keeps its type;
within a longer text a list or map is written as JSON. To join a list, use a template: \`{{ sites | join: ", " }}\`. (Braces alone,
as in \`{{ port }}\`, mean something in templates only.)

Within it there are \`==\`, \`!=\`, \`in\`, \`and\`, \`or\`, \`not\` and \`default\`: \`\${port default 80}\`, \`\${host.name in group.web}\`.

Facts are \`os\`, \`version\`, \`arch\`, \`kernel\`, \`hostname\`, \`memory\` (bytes), \`cpus\`, \`addresses\`, \`init\` and \`package_manager\`; \`viki
data\` shows them. Resources, data and checks may depend on them, also in \`when\` and \`each\`; what says which hosts there are
and what they are for may not. A project that names a fact asks its hosts one question more, before the others.`;

const hosts = `Each entry of \`hosts\` is a machine. What is left out is as \`ssh\` has it, \`~/.ssh/config\` included.

A command in \`via\` gets \`sh\` and its arguments put behind it, as words of their own: \`[docker, exec, -i, box]\` runs
\`docker exec -i box sh …\`, so it names no shell itself.`;

const groups = `A group is made by the \`groups\` of its hosts or by its own \`hosts\`; an entry under \`groups\` says what holds for all of them.`;

const times = `A time is written as \`90s\`, \`5m\`, \`1h30m\` or \`2d\`, or as a whole number of seconds. It is at least a second and at most a week.`;

const modules = `\`mods\` says what should be there: module, then a name of your choice, then fields. The address of a resource is
\`module.name\`, such as \`file.site\`, and \`file.page["north"]\` for one instance of an \`each\`. Where a module has a main field,
the name serves for it when it is left out.`;

const data = `\`data\` says what is to be read, and changes nothing: kind, then a name of your choice, then fields. Any of them takes:`;

const checks = `\`checks\` says what must hold after an apply: kind, then a name of your choice, then fields. Any of them takes:`;

const silencing = `\`# viki-ignore CODE\` on a line, or in the comment above it, silences the problems of that code there; several codes are
separated by commas, and what follows them is a reason, for people.`;

export const prose = {
  opening,
  document,
  variables,
  legacyHost,
  references,
  hosts,
  groups,
  times,
  modules,
  data,
  checks,
  silencing,
};
