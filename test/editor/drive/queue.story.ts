// Two hosts that both want a passphrase: one question after the other, whichever host comes first.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostFacts } from '../facts.ts';
import type { Stage, Story } from './story.ts';

const PASSPHRASES = { first: 'one word after another', second: 'another word after one' } as const;
type Key = keyof typeof PASSPHRASES;

function encrypted({ facts }: Stage, host: HostFacts, name: Key): string {
  const path = join(facts.target, `${name}_key`);
  copyFileSync(host.keyFile, path);
  chmodSync(path, 0o600);
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', PASSPHRASES[name], '-f', path]);
  return path;
}

function textOf(stage: Stage): string {
  const line = (host: HostFacts, name: Key): string =>
    `{ address: 127.0.0.1, port: ${host.port}, user: ${host.user}, identity: ${encrypted(stage, host, name)}, known_hosts: ${host.knownHostsFile} }`;
  return `viki:
  hosts:
    web-1: ${line(stage.facts.host, 'first')}
    web-2: ${line(stage.facts.other, 'second')}
  mods:
    mkdir:
      queue: { path: ${join(stage.facts.target, 'queue')} }
`;
}

const question = (name: Key): string => `target/${name}_key`;

export const story: Story = {
  title: 'questions of two hosts are asked one after the other',
  async play(stage) {
    const { quickInput, editor } = stage.workbench;
    const folder = join(stage.facts.workspace, 'queue');
    mkdirSync(folder);
    try {
      writeFileSync(join(folder, 'queue.vk.yaml'), textOf(stage));
      await quickInput.openFile('queue.vk.yaml');
      await editor.lens('Plan').click();
      await quickInput.asks(/target\/(first|second)_key/);
      const asked: Key = (await quickInput.text()).includes(question('first')) ? 'first' : 'second';
      const other: Key = asked === 'first' ? 'second' : 'first';
      await quickInput.answer(question(asked), PASSPHRASES[asked]);
      await quickInput.answer(question(other), PASSPHRASES[other]);
      await editor.lens(/1 to change on web-1 and web-2/).waitFor();
    } finally {
      rmSync(folder, { recursive: true });
      for (const name of Object.keys(PASSPHRASES)) rmSync(join(stage.facts.target, `${name}_key`), { force: true });
    }
  },
};
