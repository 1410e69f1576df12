// Writes the folder that is opened in the editor: a project without a fault, and one with a misspelt key for those that look
// at it. It starts nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostFacts, RingFacts } from './facts.ts';

function hosts(host: HostFacts): string {
  return `  hosts:
    web:
      address: 127.0.0.1
      port: ${host.port}
      user: ${host.user}
      identity: ${host.identity}
      known_hosts: ${host.knownHosts}
`;
}

type Scenery = Pick<RingFacts, 'workspace' | 'host' | 'target'>;

/** A project that declares a folder and a file in it, on the sshd of this ring. */
function shop({ host, target }: Scenery): string {
  return `# The shop's one server.
viki:
${hosts(host)}  mods:
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
const misspelt = (scenery: Scenery): string => shop(scenery).replace('mode:', 'mdoe:');

function writeProject({ workspace }: Scenery, name: string, text: string): void {
  mkdirSync(join(workspace, name));
  writeFileSync(join(workspace, name, `${name}.vk.yaml`), text);
}

export const writeWorkspace = (scenery: Scenery): void => writeProject(scenery, 'shop', shop(scenery));

/** A project of its own: what is wrong in one is not wrong in the other. (On pictures it would stand beside what they show.) */
export const writeMisspelt = (scenery: Scenery): void => writeProject(scenery, 'misspelt', misspelt(scenery));
