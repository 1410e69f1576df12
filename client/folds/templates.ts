// What "New Project" writes: for each template the files of a project, for hosts that were chosen. Pure: it may not import
// vscode, nor write anything.
import { say } from './spoken.ts';

/** A host as a person named it: an alias of their ssh configuration, `user@address:port`, or this machine. */
export type ChosenHost = { readonly name: string; readonly lines: readonly string[] };

export type Template = {
  readonly label: string;
  readonly detail: string;
  /** What the project is called unless somebody says otherwise. */
  readonly name: string;
  readonly files: (name: string, hosts: readonly ChosenHost[]) => { readonly [path: string]: string };
};

const nameOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'host';

export const THIS_MACHINE: ChosenHost = { name: 'here', lines: ['via: local', 'sudo: true'] };

/** `web-1`, `deploy@203.0.113.10:2222`: what is left out is as `ssh` has it. */
export function chosenHost(text: string): ChosenHost | undefined {
  const [, user, address, port] = /^(?:([^\s@:]+)@)?([\w.-]+)(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (address === undefined || Number(port ?? 1) > 65_535 || Number(port ?? 1) < 1) return undefined;
  const name = nameOf(address);
  const lines = [
    ...(name === address ? [] : [`address: ${address}`]),
    ...(port === undefined ? [] : [`port: ${port}`]),
    ...(user === undefined ? [] : [`user: ${user}`]),
    // (root needs no sudo)
    ...(user === 'root' ? [] : ['sudo: true']),
  ];
  return { name, lines: lines.length === 0 ? [`address: ${address}`] : lines };
}

function hostsText(hosts: readonly ChosenHost[]): string {
  const names = new Map<string, number>();
  return hosts
    .map(({ name, lines }) => {
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      // Two addresses may make one name.
      const address = lines.some((line) => /^(address|via):/.test(line)) ? [] : [`address: ${name}`];
      const own = count === 1 ? name : `${name}-${count}`;
      return `    ${own}: { ${[...(count === 1 ? [] : address), ...lines].join(', ')} }\n`;
    })
    .join('');
}

const heading = (what: string): string => `# ${what}
#
# Plan shows what would change, Apply changes it, Roll Back takes that back.
`;

const webServer = (name: string, hosts: readonly ChosenHost[]) => ({
  [`${name}.vk.yaml`]: `${heading('A web server: a page, and the site of nginx that shows it.')}viki:
  name: ${name}
  vars:
    domain: { default: example.com, description: the name that visitors type }
  hosts:
${hostsText(hosts)}  mods:
    mkdir:
      pages: { path: "/srv/www/\${domain}" }
      sites: { path: /etc/nginx/conf.d }
    file:
      page: { path: "/srv/www/\${domain}/index.html", source: index.html }
      site:
        path: "/etc/nginx/conf.d/\${domain}.conf"
        content: |
          server {
            listen 80;
            server_name \${domain};
            root /srv/www/\${domain};
          }
`,
  'index.html': `<!doctype html>\n<title>${name}</title>\n<h1>Hello from ${name}</h1>\n`,
});

const dockerHost = (name: string, hosts: readonly ChosenHost[]) => ({
  [`${name}.vk.yaml`]: `${heading('A docker host: how its daemon logs, and the stack that it runs.')}viki:
  name: ${name}
  vars:
    stack: { default: /opt/stacks/app, description: where the stack lies on the host }
  hosts:
${hostsText(hosts)}  mods:
    mkdir:
      stack: { path: "\${stack}" }
      settings: { path: /etc/docker }
    file:
      daemon:
        description: Logs that end before the disk does.
        path: /etc/docker/daemon.json
        content: |
          { "log-driver": "local", "log-opts": { "max-size": "10m", "max-file": "3" } }
      compose: { path: "\${stack}/compose.yaml", source: compose.yaml }
`,
  'compose.yaml': `services:
  web:
    image: nginx:stable
    ports: ["8080:80"]
    restart: unless-stopped
`,
});

const homeServer = (name: string, hosts: readonly ChosenHost[]) => ({
  [`${name}.vk.yaml`]: `${heading('A server at home: folders for what it keeps, a nightly copy, and a greeting.')}viki:
  name: ${name}
  vars:
    data: { default: /srv/data, description: where everything is kept }
  hosts:
${hostsText(hosts)}  mods:
    mkdir:
      photos: { path: "\${data}/photos" }
      music: { path: "\${data}/music" }
      backups:
        description: Only root may look into copies.
        path: /var/backups/data
        mode: "0700"
    file:
      greeting:
        path: /etc/motd
        content: |
          Photos and music are in \${data}; last night's copy is in /var/backups/data.
      nightly: { path: /etc/cron.daily/copy-data, source: copy-data.sh, mode: "0755" }
`,
  'copy-data.sh': `#!/bin/sh
# A copy of what this house would miss.
set -eu
tar -C /srv/data -czf /var/backups/data/data.tar.gz.new .
mv /var/backups/data/data.tar.gz.new /var/backups/data/data.tar.gz
`,
});

export const TEMPLATES: readonly Template[] = [
  { label: say`Web server`, detail: say`a page, and the site of nginx that shows it`, name: 'web', files: webServer },
  { label: say`Docker host`, detail: say`the settings of its daemon, and a stack`, name: 'docker', files: dockerHost },
  { label: say`Home server`, detail: say`folders, a nightly copy, a greeting`, name: 'home', files: homeServer },
];
