// Two protected hosts, one of which fails: their group's name is typed, the failure leads to its line, and what was done on
// the other is taken back from the message. Then a run is cancelled, and its host is as before.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gateAt } from './gate.ts';
import { hostLines } from './project.ts';
import type { Stage, Story } from './story.ts';

/** Nothing can be made in /proc, not even by root: the plan can't know, the run does. */
const IMPOSSIBLE = '/proc/viki';

const textOf = ({ host, other, target }: Stage['facts']): string => `viki:
  name: pair
  hosts:
    web-1:${hostLines(host, { group: 'live' })}
    web-2:${hostLines(other, { group: 'live' })}
  groups:
    live: { protected: true }
  mods:
    mkdir:
      one: { path: ${join(target, 'one')}, on: web-1 }
      two: { path: ${join(target, 'two')}, on: web-2 }
      never: { path: ${IMPOSSIBLE}, on: web-2 }
`;

async function failOnOneHost({ workbench, facts, screenshot }: Stage): Promise<void> {
  const { quickInput, messages, editor } = workbench;
  const question = 'Apply 3 changes of pair to web-1 and web-2?';
  await quickInput.openFile('pair.vk.yaml');
  await workbench.openView('viki');
  await quickInput.run('viki: Apply');
  await messages.says('Protected: you will be asked to type live.');
  await messages.press(question, 'Apply…');
  await quickInput.refuses('This is protected', 'lvie', 'Type exactly: live');
  await quickInput.answer('live', 'live');
  await messages.says(/web-2: mkdir\.never .*failed/);
  await workbench.treeRow(/web-1.*1 change made/).waitFor();
  await workbench.treeRow(/web-2.*all is as before/).waitFor();
  await editor.lens(/^failed on web-2/).waitFor();
  await screenshot('failure');
  assert.deepEqual([existsSync(join(facts.target, 'one')), existsSync(join(facts.target, 'two'))], [true, false]);
  assert.match((await editor.underlined('error')).join(), /never/);
}

async function takeBackFromTheMessage({ workbench, facts }: Stage): Promise<void> {
  const { quickInput, messages } = workbench;
  await messages.press(/web-2: mkdir\.never/, 'Roll Back…');
  await messages.press('Take back 1 change of pair on web-1?', 'Roll Back…');
  await quickInput.answer('This is protected', 'live');
  await workbench.treeRow(/web-1.*1 change taken back/).waitFor();
  assert.equal(existsSync(join(facts.target, 'one')), false);
}

/** A retry plans anew, asks anew, and fails anew: this time its line is opened. */
async function failAgain({ workbench }: Stage): Promise<void> {
  const { quickInput, messages, editor } = workbench;
  await messages.clear();
  await quickInput.run('viki: Apply');
  await messages.press('Apply 3 changes of pair to web-1 and web-2?', 'Apply…');
  await quickInput.answer('This is protected', 'live');
  await messages.press(/web-2: mkdir\.never/, 'Retry…');
  await messages.press('Apply 2 changes of pair to web-2?', 'Apply…');
  await quickInput.answer('This is protected', 'live');
  await workbench.treeRow(/web-2.*all is as before/).waitFor();
  await quickInput.openFile('shop.vk.yaml');
  await messages.press(/web-2: mkdir\.never/, 'Open Line');
  await editor.shows('never:');
}

async function cancelARun({ workbench, facts }: Stage): Promise<void> {
  const { quickInput, messages } = workbench;
  const gate = gateAt(facts.host, '/app');
  try {
    await messages.clear();
    await quickInput.openFile('shop.vk.yaml');
    await quickInput.run('viki: Apply');
    await messages.press('Apply 2 changes of shop to web?', 'Apply');
    await gate.reached();
    await messages.press('Applying shop', 'Cancel');
    await messages.says('shop: web: cancelled; all is as before.');
    assert.equal(existsSync(join(facts.target, 'app')), false);
  } finally {
    gate.remove();
  }
}

export const story: Story = {
  title:
    'of two protected hosts one fails: the name is typed, the line opened, the other taken back; a run is cancelled',
  async play(stage) {
    const folder = join(stage.facts.workspace, 'pair');
    mkdirSync(folder);
    try {
      writeFileSync(join(folder, 'pair.vk.yaml'), textOf(stage.facts));
      await failOnOneHost(stage);
      await takeBackFromTheMessage(stage);
      await failAgain(stage);
      await cancelARun(stage);
    } finally {
      rmSync(join(stage.facts.target, 'one'), { recursive: true, force: true });
      rmSync(folder, { recursive: true });
    }
  },
};
