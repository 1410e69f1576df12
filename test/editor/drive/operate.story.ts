// The whole way on a real host: plan from the lens, apply and roll back from the palette, and the diff in between.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage, Story } from './story.ts';

async function planFromTheLens({ workbench, execRequests, screenshot }: Stage): Promise<void> {
  const before = execRequests();
  await workbench.editor.lens('Plan').click();
  await workbench.editor.lens(/^2 to change on web · just now$/).waitFor();
  await workbench.editor.lens(/^to create on web · just now$/).waitFor();
  assert.equal(execRequests() - before, 1, 'a plan is one exec request');
  await workbench.openView('viki');
  await workbench.treeRow(/web.*2 to create/).waitFor();
  await workbench.treeRow(/file\.motd.*to create/).waitFor();
  await screenshot('plan');
}

async function applyFromThePalette({ workbench, facts, execRequests, screenshot }: Stage): Promise<void> {
  const before = execRequests();
  await workbench.quickInput.run('viki: Apply');
  await workbench.messages.says('Apply 2 changes of shop to web?');
  await screenshot('apply');
  await workbench.messages.press('Apply 2 changes of shop to web?', 'Apply');
  await workbench.treeRow(/web.*2 changes made/).waitFor();
  await workbench.treeRow(/file\.motd.*changed/).waitFor();
  assert.equal(execRequests() - before, 0, 'an apply uses the connection of the plan');
  assert.equal(readFileSync(join(facts.target, 'app', 'motd'), 'utf8'), 'Welcome to the shop.\n');
  assert.equal(statSync(join(facts.target, 'app')).mode & 0o7777, 0o750);
}

async function secondPlanIsEmpty({ workbench }: Stage): Promise<void> {
  await workbench.quickInput.run('viki: Plan');
  await workbench.messages.says('shop: no changes.');
  await workbench.editor.lens(/^no changes · just now$/).waitFor();
}

/** What somebody did to the file on the host is on the left, what the text asks for on the right. */
async function diffOfWhatSomebodyDid({ workbench, facts, screenshot }: Stage): Promise<void> {
  writeFileSync(join(facts.target, 'app', 'motd'), 'Changed behind your back.\n');
  await workbench.quickInput.run('viki: Plan');
  await workbench.treeRow(/file\.motd.*to change/).waitFor();
  await workbench.quickInput.run('viki: Show Difference');
  await workbench.diff.leftShows('Changed behind your back.');
  await workbench.diff.rightShows('Welcome to the shop.');
  await workbench.quickInput.run('Notifications: Clear All Notifications');
  await screenshot('diff');
  writeFileSync(join(facts.target, 'app', 'motd'), 'Welcome to the shop.\n');
}

async function rollBackFromThePalette({ workbench, facts }: Stage): Promise<void> {
  await workbench.quickInput.openFile('shop.vk.yaml');
  await workbench.quickInput.run('viki: Roll Back');
  await workbench.messages.press('Take back 2 changes of shop on web?', 'Roll Back');
  await workbench.treeRow(/web.*2 changes taken back/).waitFor();
  assert.equal(existsSync(join(facts.target, 'app')), false);
}

export const story: Story = {
  title: 'plan from the lens, apply, see drift in a diff, and roll back, on a real host',
  async play(stage) {
    await stage.workbench.quickInput.openFile('shop.vk.yaml');
    try {
      await planFromTheLens(stage);
      await applyFromThePalette(stage);
      await secondPlanIsEmpty(stage);
      await diffOfWhatSomebodyDid(stage);
      await rollBackFromThePalette(stage);
    } finally {
      rmSync(join(stage.facts.target, 'app'), { recursive: true, force: true });
    }
  },
};
