// From nothing to the first rollback, by the buttons of the walkthrough only: a playground host, a plan, an apply, and back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { withProjectsAside } from './project.ts';
import type { Stage, Story } from './story.ts';

/** Where the text says that the playground's file is. */
async function welcomeFile({ workbench }: Stage): Promise<string> {
  const line = await workbench.editor.line('etc/welcome');
  const [, path = ''] = /path: (\S+)/.exec(line) ?? [];
  assert.notEqual(path, '', line);
  return path;
}

async function fromNothing(stage: Stage): Promise<void> {
  const { workbench, screenshot } = stage;
  const { quickInput, messages, editor, walkthrough } = workbench;
  await workbench.openView('viki');
  await quickInput.run('viki: Open the Walkthrough');
  await walkthrough.shows('Open a host to play on');
  await screenshot('walkthrough');
  await walkthrough.press('Open the Playground');
  await editor.shows('playground:');
  const welcome = await welcomeFile(stage);
  const before = readFileSync(welcome);

  await walkthrough.open('See what would change');
  await walkthrough.press('Plan');
  await messages.says('shop: 3 to change on playground.');
  await walkthrough.open('Apply it');
  await walkthrough.press('Apply…');
  await messages.press('Apply 3 changes of shop to playground?', 'Apply');
  await messages.says('shop: playground: 3 changes made.');
  assert.equal(readFileSync(welcome, 'utf8'), 'Welcome to the shop.\n');

  await walkthrough.open('Take it back');
  await screenshot('walkthrough-rollback');
  await walkthrough.press('Roll Back…');
  await messages.press('Take back 3 changes of shop on playground?', 'Roll Back');
  await messages.says('shop: playground: 3 changes taken back.');
  assert.deepEqual(readFileSync(welcome), before);
  await stage.close();
}

/** (what is in the workspace already would be on the pictures of a first time) */
export const story: Story = {
  title: 'the walkthrough leads from nothing to the first rollback on a playground host',
  play: (stage) => withProjectsAside(stage.facts, () => fromNothing(stage)),
};
