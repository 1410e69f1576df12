// A project of its own for one story: written into the workspace, gone when the story is over.
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostFacts, RingFacts } from '../facts.ts';
import { writeMisspelt } from '../workspace.ts';

/** What a story says otherwise of a host; the ring's sshd where it says nothing. */
export type HostLines = {
  readonly port?: number;
  readonly identity?: string;
  readonly knownHosts?: string;
  readonly group?: string;
};

/** How a host of the ring is reached, below its name, a line each: they are read on pictures. */
export function hostLines(host: HostFacts, { port, identity, knownHosts, group }: HostLines = {}): string {
  return `
      address: 127.0.0.1
      port: ${port ?? host.port}
      user: ${host.user}
      identity: ${identity ?? host.identity}
      known_hosts: ${knownHosts ?? host.knownHosts}${group === undefined ? '' : `\n      groups: [${group}]`}`;
}

function textOf({ host, target }: RingFacts, name: string, other: HostLines): string {
  return `viki:
  hosts:
    web:${hostLines(host, other)}
  mods:
    mkdir:
      ${name}: { path: ${join(target, name)} }
`;
}

/** Plays with a project `NAME/NAME.vk.yaml` in the workspace. */
export async function withProject(
  facts: RingFacts,
  name: string,
  host: HostLines,
  play: () => Promise<void>,
): Promise<void> {
  const folder = join(facts.workspace, name);
  mkdirSync(folder);
  try {
    writeFileSync(join(folder, `${name}.vk.yaml`), textOf(facts, name, host));
    await play();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Plays with the project that has a misspelt key. */
export async function withMisspelt(facts: RingFacts, play: () => Promise<void>): Promise<void> {
  writeMisspelt(facts);
  try {
    await play();
  } finally {
    rmSync(join(facts.workspace, 'misspelt'), { recursive: true });
  }
}

/** Plays while the projects that all stories have are not in the workspace. */
export async function withProjectsAside({ workspace, target }: RingFacts, play: () => Promise<void>): Promise<void> {
  const aside = join(target, 'aside');
  const names = readdirSync(workspace);
  mkdirSync(aside);
  for (const name of names) renameSync(join(workspace, name), join(aside, name));
  try {
    await play();
  } finally {
    for (const name of names) renameSync(join(aside, name), join(workspace, name));
    rmdirSync(aside);
  }
}
