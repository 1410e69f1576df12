// What a project has made and is to stay leaves its text: the removal is refused with the reason, and done all the same for whoever
// insists, each time anew.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostLines } from './project.ts';
import type { Stage, Story } from './story.ts';

const REFUSED = /web: file\.kept: it left the text, and prevent_destroy says that it stays/;
const QUESTION = 'Apply 1 change of leaving to web?';

const keptFile = ({ facts }: Stage): string => join(facts.target, 'kept');
const textFile = ({ facts }: Stage): string => join(facts.workspace, 'leaving', 'leaving.vk.yaml');

function write(stage: Stage, file: string): void {
  const { host, target } = stage.facts;
  const folder = `    mkdir:\n      stays: { path: ${join(target, 'stays')} }\n`;
  writeFileSync(textFile(stage), `viki:\n  hosts:\n    web:${hostLines(host)}\n  mods:\n${folder}${file}`);
}

async function applyThenLeaveOut(stage: Stage): Promise<void> {
  const { quickInput, messages, editor } = stage.workbench;
  write(stage, `    file:\n      kept: { path: ${keptFile(stage)}, content: kept, prevent_destroy: true }\n`);
  await quickInput.openFile('leaving.vk.yaml');
  await quickInput.run('viki: Apply');
  await messages.press('Apply 2 changes of leaving to web?', 'Apply');
  await messages.says('leaving: web: 2 changes made.');
  await messages.clear();
  write(stage, '');
  await editor.noLongerShows('kept:');
}

/** Whoever insists and then says no has not insisted: the next apply is refused as the first one was. */
async function insistInVain(stage: Stage): Promise<void> {
  const { quickInput, messages } = stage.workbench;
  for (const _time of ['once', 'and once more']) {
    await quickInput.run('viki: Apply');
    await messages.press(REFUSED, 'Remove All the Same…');
    await messages.says('! file.kept: it left the text, and prevent_destroy says that it stays');
    await messages.press(QUESTION, 'Cancel');
    assert.equal(existsSync(keptFile(stage)), true);
    await messages.clear();
  }
}

async function insist(stage: Stage): Promise<void> {
  const { quickInput, messages } = stage.workbench;
  await quickInput.run('viki: Plan');
  await messages.press(REFUSED, 'Remove All the Same…');
  await messages.press(QUESTION, 'Apply');
  await messages.says('leaving: web: 1 change made.');
  assert.equal(existsSync(keptFile(stage)), false);
}

export const story: Story = {
  title: 'what is to stay is not removed when it leaves the text, but for whoever insists',
  async play(stage) {
    mkdirSync(join(textFile(stage), '..'));
    try {
      await applyThenLeaveOut(stage);
      await insistInVain(stage);
      await insist(stage);
    } finally {
      rmSync(join(textFile(stage), '..'), { recursive: true });
      for (const name of ['kept', 'stays']) rmSync(join(stage.facts.target, name), { recursive: true, force: true });
    }
  },
};
