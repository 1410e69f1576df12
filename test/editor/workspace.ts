// Writes the folder that is opened in the editor: one project without a fault and one with a misspelt key. It starts nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';
import type { Sshd } from './sshd.ts';

function hosts(sshd: Sshd): string {
  return `  hosts:
    web:
      address: 127.0.0.1
      port: ${sshd.port}
      user: ${sshd.user}
      identity: ${sshd.keyFile}
      known_hosts: ${sshd.knownHostsFile}
`;
}

/** A project that declares a folder and a file in it, on the sshd of this ring. */
function shop(sshd: Sshd, target: string): string {
  return `# The shop's one server.
viki:
${hosts(sshd)}  mods:
    mkdir:
      app:
        path: ${join(target, 'app')}
        mode: "0750"
    file:
      motd:
        path: ${join(target, 'app', 'motd')}
        content: |
          Welcome to the shop.
`;
}

/** The same, with the key that the editor must underline and mend. */
function misspelt(sshd: Sshd, target: string): string {
  return shop(sshd, target).replace('mode:', 'mdoe:');
}

/** `shop/` and `misspelt/` are projects of their own: what is wrong in one is not wrong in the other. */
export function writeWorkspace(place: Place, sshd: Sshd): void {
  for (const [name, text] of Object.entries({ shop, misspelt })) {
    mkdirSync(join(place.workspace, name));
    writeFileSync(join(place.workspace, name, `${name}.vk.yaml`), text(sshd, place.target));
  }
}
