// Codes of names that lead nowhere or to two places, and of expressions. Data only.
import { type CodeEntries, example, prose } from './entry.ts';

export const nameCodes = {
  expression: {
    severity: 'error',
    title: 'A mistake inside ${...}',
    explanation: prose(
      'Between `${` and `}` stand names and what leads on from them, texts and numbers, and `==`, `!=`, `in`, `and`, `or`, `not`',
      'and `default`. There is no arithmetic, no function and no `?:`, on purpose: a description of servers should say what is',
      'there, and a value that has to be computed is a variable with a value of its own.',
    ),
    wrong: example(`
      viki:
        vars: { tier: front }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, when: "\${tier = 'front'}" }
    `),
    right: example(`
      viki:
        vars: { tier: front }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, when: "\${tier == 'front'}" }
    `),
    more: 'A literal `${` is written `$${`.',
  },
  'unknown-variable': {
    severity: 'error',
    title: 'There is no variable of this name',
    explanation: prose(
      'A shell puts nothing in the place of a variable that is not set, and `rm -rf "$base/data"` becomes what nobody meant.',
      'Here every name in `${...}` must be declared under `vars`, of the project, of a group or of a host; the environment sets',
      'only variables that are declared.',
    ),
    wrong: example(`
      viki:
        vars: { base: /opt }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            data: { path: "\${base}/data" }
            logs: { path: "\${bsae}/logs" }
    `),
    right: example(`
      viki:
        vars: { base: /opt }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            data: { path: "\${base}/data" }
            logs: { path: "\${base}/logs" }
    `),
    more: 'A literal `${` is written `$${`. What is only known in a shell on the host (`$HOME`) needs no braces.',
  },
  'unknown-host': {
    severity: 'error',
    title: 'There is no host of this name',
    explanation: prose(
      'The name is neither a key of `hosts` nor, where a group may stand, the name of a group. It is an error and not an empty',
      'list of hosts, because with a misspelt name nothing would be done anywhere, and that would look like success.',
    ),
    wrong: example(`
      viki:
        hosts:
          web-1: { address: 203.0.113.10, groups: [web] }
        on: [wbe]
    `),
    right: example(`
      viki:
        hosts:
          web-1: { address: 203.0.113.10, groups: [web] }
        on: [web]
    `),
  },
  'unknown-group': {
    severity: 'error',
    title: 'There is no group of this name',
    explanation: prose(
      'A group exists when a host names it in its `groups`, or when it is declared under `groups`. No host is in this one.',
      'A host in a group that is called nearly like a declared one is a warning: it is not in the group that has the rules.',
    ),
    wrong: example(`
      viki:
        hosts:
          web-1: { address: 203.0.113.10, groups: [web] }
        mods:
          mkdir:
            app: { path: /opt/app, when: "\${host.name in group.wbe}" }
    `),
    right: example(`
      viki:
        hosts:
          web-1: { address: 203.0.113.10, groups: [web] }
        mods:
          mkdir:
            app: { path: /opt/app, when: "\${host.name in group.web}" }
    `),
  },
  'unknown-resource': {
    severity: 'error',
    title: 'There is no resource of this name',
    explanation: prose(
      'A resource is called `module.name`, such as `mkdir.app`: its module is part of its name, as there may be a `file.app` too.',
      'Its own fields, such as its `path`, are no names for it.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app }
          file:
            motd: { path: /etc/motd, content: "Welcome", after: app }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app }
          file:
            motd: { path: /etc/motd, content: "Welcome", after: mkdir.app }
    `),
  },
  'unknown-fact': {
    severity: 'error',
    title: 'There is no fact of this name',
    explanation: prose(
      'Facts are what a host tells of itself before anything else is asked. They are few, so that they cost one question:',
      'there are no hundreds of them as in Ansible.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, when: "\${fact.distribution == 'debian'}" }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app, when: "\${fact.os == 'debian'}" }
    `),
  },
  'unknown-field-reference': {
    severity: 'error',
    title: 'A reference to something that is not in there',
    explanation: prose(
      'The first part of the name exists, but it has nothing that is called like the part behind the dot. A field of another',
      'resource has a value where that resource gives it one, and nowhere else.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          file:
            motd: { path: /etc/motd, content: "This is \${host.adress}" }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          file:
            motd: { path: /etc/motd, content: "This is \${host.address}" }
    `),
    more: 'Where it may be missing, say what else: `${settings.port default 8080}`.',
  },
  'duplicate-name': {
    severity: 'error',
    title: 'A name is given twice in the project',
    explanation: prose(
      'All `*.vk.yaml` files of a folder are one project, and so are all documents of a file. Names of variables, hosts, groups and',
      'resources mean one thing in it. Nothing is overridden by file order, as that would depend on what a file is called.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
      ---
      viki:
        hosts: { web: { address: 203.0.113.20 } }
    `),
    right: example(`
      viki:
        hosts: { web-1: { address: 203.0.113.10 } }
      ---
      viki:
        hosts: { web-2: { address: 203.0.113.20 } }
    `),
    more: 'Values that differ from host to host stand in the `vars` of a host or group; those may have the name of a variable of the project.',
  },
  'unused-variable': {
    severity: 'hint',
    title: 'Nothing uses this variable',
    explanation:
      'No `${...}` and no template of the project names it. It is harmless, but whoever changes its value waits for an effect in vain.',
    wrong: example(`
      viki:
        vars: { base: /opt, port: 8080 }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: "\${base}/app" }
    `),
    right: example(`
      viki:
        vars: { base: /opt }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: "\${base}/app" }
    `),
  },
  'double-braces': {
    severity: 'warning',
    title: 'A variable in double braces, which are not filled in here',
    explanation: prose(
      '`{{ port }}` is for templates, and for other tools. In the text itself a variable is named as `${port}`; in double braces',
      'it stays as it stands, and the file on the host has the braces in it. If that is meant, silence it there.',
    ),
    wrong: example(`
      viki:
        vars: { port: 8080 }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          file:
            port: { path: /etc/app/port, content: "port {{ port }}" }
            motd: { path: /etc/motd, content: "Listens on \${port}" }
    `),
    right: example(`
      viki:
        vars: { port: 8080 }
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          file:
            port: { path: /etc/app/port, content: "port \${port}" }
            motd: { path: /etc/motd, content: "Listens on \${port}" }
    `),
    more: 'A file with many names in it is better a template: `file` with `template`.',
  },
  'unused-ignore': {
    severity: 'warning',
    title: 'A viki-ignore that silences nothing',
    explanation: prose(
      'The comment names a code that does not exist, or one that there is no problem of on its line.',
      'A comment that is left behind would silence the next problem of that code, which nobody has looked at.',
    ),
    wrong: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            # viki-ignore unused-varable
            app: { path: /opt/app }
    `),
    right: example(`
      viki:
        hosts: { web: { address: 203.0.113.10 } }
        mods:
          mkdir:
            app: { path: /opt/app }
    `),
  },
} satisfies CodeEntries;
