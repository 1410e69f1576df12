// A plan that is cancelled while its questions stand there: they go, and those that wait for their turn are not asked.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostFacts } from '../facts.ts';
import { hostLines } from './project.ts';
import type { Stage, Story } from './story.ts';

function encryptedKey({ facts }: Stage, host: HostFacts, name: string): string {
  const path = join(facts.target, name);
  copyFileSync(host.keyFile, path);
  chmodSync(path, 0o600);
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'four words nobody guesses', '-f', path]);
  return path;
}

const knownHosts = ({ facts }: Stage): string => join(facts.target, 'known_hosts');

/** Two hosts that both have a question, each its own. */
function write(stage: Stage, folder: string): void {
  const { host, other } = stage.facts;
  const lines = (of: HostFacts, name: string): string =>
    hostLines(of, { identity: encryptedKey(stage, of, name), knownHosts: knownHosts(stage) });
  const hosts = `    web-1:${lines(host, 'key-1')}\n    web-2:${lines(other, 'key-2')}\n`;
  writeFileSync(join(folder, 'asking.vk.yaml'), `viki:\n  hosts:\n${hosts}`);
}

async function isPutAway({ workbench }: Stage, question: string): Promise<void> {
  const { editor, quickInput, messages, page } = workbench;
  await editor.lens('Plan').click();
  await quickInput.asks(question);
  await messages.press('Planning asking', 'Cancel');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await editor.lens('Plan').waitFor();
  assert.equal(await quickInput.isOpen(), false);
}

export const story: Story = {
  title: 'the questions of a plan that is cancelled are put away, and no more are asked',
  async play(stage) {
    const folder = join(stage.facts.workspace, 'asking');
    mkdirSync(folder);
    try {
      write(stage, folder);
      await stage.workbench.quickInput.openFile('asking.vk.yaml');
      await isPutAway(stage, 'the keys of 2 new hosts');
      assert.equal(existsSync(knownHosts(stage)), false);
      writeFileSync(knownHosts(stage), `${stage.facts.host.hostKeyLine}\n${stage.facts.other.hostKeyLine}\n`);
      await isPutAway(stage, 'Passphrase for the key');
    } finally {
      rmSync(folder, { recursive: true });
      for (const name of ['key-1', 'key-2', 'known_hosts']) rmSync(join(stage.facts.target, name), { force: true });
    }
  },
};
