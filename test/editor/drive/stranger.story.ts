// A host that was never met, and a key with a passphrase: both asked for in the editor, and the passphrase told to nobody else.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withProject } from './project.ts';
import type { Stage, Story } from './story.ts';

const PASSPHRASE = 'four words nobody guesses';

function encryptedKey({ facts }: Stage): string {
  const path = join(facts.target, 'encrypted_key');
  copyFileSync(facts.host.keyFile, path);
  chmodSync(path, 0o600);
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', PASSPHRASE, '-f', path]);
  return path;
}

async function meet({ workbench, facts, screenshot }: Stage, knownHosts: string): Promise<void> {
  const { quickInput, messages, editor } = workbench;
  await quickInput.openFile('stranger.vk.yaml');
  await editor.lens('Plan').click();
  await messages.says(/The key of web .* is not known yet/);
  await messages.says(fingerprint(facts.host.knownHostsFile));
  await screenshot('host-key');
  await messages.press(/The key of web/, 'Trust This Key');
  await quickInput.answer('Passphrase for the key', PASSPHRASE);
  await editor.lens(/^1 to change on web · just now$/).waitFor();
  // (the name may be hashed, as ssh's configuration wants it)
  const [, ...key] = facts.host.hostKeyLine.split(' ').slice(0, 3);
  assert.ok(readFileSync(knownHosts, 'utf8').trim().endsWith(key.join(' ')), 'the key is not in known_hosts');
  for (const file of [join(facts.workspace, 'stranger', 'state.vk.json'), facts.host.logFile]) {
    assert.equal(readFileSync(file, 'utf8').includes(PASSPHRASE), false, `the passphrase is in ${file}`);
  }
}

function fingerprint(knownHostsFile: string): string {
  const line = execFileSync('ssh-keygen', ['-l', '-f', knownHostsFile], { encoding: 'utf8' });
  const [, found = ''] = /(SHA256:\S+)/.exec(line) ?? [];
  assert.notEqual(found, '');
  return found;
}

export const story: Story = {
  title: 'an unknown host key is shown with its fingerprint, and a passphrase is asked for',
  async play(stage) {
    const knownHosts = join(stage.facts.target, 'known_hosts');
    assert.equal(existsSync(knownHosts), false);
    const identity = encryptedKey(stage);
    await withProject(stage.facts, 'stranger', { identity, knownHosts }, () => meet(stage, knownHosts));
  },
};
