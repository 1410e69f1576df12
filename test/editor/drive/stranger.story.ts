// Two hosts that were never met, and a key with a passphrase: the fingerprints of both in one list, the passphrase remembered
// because it was asked for, and told to nobody else. Then one of them shows another key than the one it is known by.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostFacts } from '../facts.ts';
import type { Stage, Story } from './story.ts';

const PASSPHRASE = 'four words nobody guesses';

function encryptedKey({ facts }: Stage): string {
  const path = join(facts.target, 'encrypted_key');
  copyFileSync(facts.host.keyFile, path);
  chmodSync(path, 0o600);
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', PASSPHRASE, '-f', path]);
  return path;
}

function textOf({ facts }: Stage, identity: string, knownHosts: string): string {
  const line = ({ port, user }: HostFacts, key: string): string =>
    `{ address: 127.0.0.1, port: ${port}, user: ${user}, identity: ${key}, known_hosts: ${knownHosts} }`;
  return `viki:
  hosts:
    web-1: ${line(facts.host, identity)}
    web-2: ${line(facts.other, facts.other.keyFile)}
  mods:
    mkdir:
      stranger: { path: ${join(facts.target, 'stranger')} }
`;
}

function fingerprint(knownHostsFile: string): string {
  const line = execFileSync('ssh-keygen', ['-l', '-f', knownHostsFile], { encoding: 'utf8' });
  const [, found = ''] = /(SHA256:\S+)/.exec(line) ?? [];
  assert.notEqual(found, '');
  return found;
}

async function meet({ workbench, facts, screenshot }: Stage, knownHosts: string): Promise<void> {
  const { quickInput, editor } = workbench;
  await quickInput.openFile('stranger.vk.yaml');
  await editor.lens('Plan').click();
  await quickInput.asks('the keys of 2 new hosts');
  await quickInput.row(fingerprint(facts.host.knownHostsFile)).waitFor();
  await quickInput.row(fingerprint(facts.other.knownHostsFile)).waitFor();
  await screenshot('host-key');
  await quickInput.check(['web-1', 'web-2']);
  await quickInput.asks('Passphrase for the key');
  await quickInput.button('Remember it');
  await quickInput.asks('It will be remembered');
  await quickInput.answer('Passphrase for the key', PASSPHRASE);
  await editor.lens(/1 to change on web-1 and web-2/).waitFor();
  // (the names may be hashed, as ssh's configuration wants it)
  for (const { hostKeyLine } of [facts.host, facts.other]) {
    const [, ...key] = hostKeyLine.split(' ').slice(0, 3);
    assert.ok(readFileSync(knownHosts, 'utf8').includes(key.join(' ')), 'a key is not in known_hosts');
  }
}

/** Hosts that the text says something else about are reached anew, and nothing that was typed is used for them. */
async function rename({ workbench, facts }: Stage, from: string, to: string): Promise<void> {
  const path = join(facts.workspace, 'stranger', 'stranger.vk.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  await workbench.editor.shows(`${to}:`);
  await workbench.editor.lens(/before the last edit/).waitFor();
}

async function comeBack(stage: Stage): Promise<void> {
  const { quickInput, editor, messages } = stage.workbench;
  await rename(stage, 'web-2', 'web-3');
  await editor.lens('Plan').click();
  await editor.lens(/1 to change on web-1 and web-3/).waitFor();
  await quickInput.run('viki: Forget Remembered Passwords');
  await messages.says('1 password forgotten.');
}

/** Somebody is in between, or the host was made anew: nobody is asked, it is refused. */
async function anotherKey(stage: Stage, knownHosts: string): Promise<void> {
  const { workbench, facts } = stage;
  const [, ...otherKey] = facts.other.hostKeyLine.split(' ');
  writeFileSync(knownHosts, `[127.0.0.1]:${facts.host.port} ${otherKey.join(' ')}\n${facts.other.hostKeyLine}\n`);
  await rename(stage, 'web-3', 'web-2');
  await workbench.editor.lens('Plan').click();
  await workbench.messages.says(/shows another key than the one it is known by: .*Somebody may be in between/);
  await workbench.editor.lens(/web-1: host key changed/).waitFor();
}

function assertUntold({ facts }: Stage): void {
  for (const file of [join(facts.workspace, 'stranger', 'state.vk.json'), facts.host.logFile]) {
    assert.equal(readFileSync(file, 'utf8').includes(PASSPHRASE), false, `the passphrase is in ${file}`);
  }
}

export const story: Story = {
  title: 'unknown host keys are shown in one list, a passphrase is remembered when asked, a changed key is refused',
  async play(stage) {
    const knownHosts = join(stage.facts.target, 'known_hosts');
    assert.equal(existsSync(knownHosts), false);
    const folder = join(stage.facts.workspace, 'stranger');
    mkdirSync(folder);
    try {
      writeFileSync(join(folder, 'stranger.vk.yaml'), textOf(stage, encryptedKey(stage), knownHosts));
      await meet(stage, knownHosts);
      await comeBack(stage);
      assertUntold(stage);
      await anotherKey(stage, knownHosts);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
