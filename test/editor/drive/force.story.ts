// Somebody changed a file since the last run: a rollback is refused with who and what, and done all the same for whoever insists.
import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage, Story } from './story.ts';

const REFUSED = /web: file\.motd: somebody changed .*motd since that run .*no run of viki did/;

const motdOf = ({ facts }: Stage): string => join(facts.target, 'app', 'motd');

async function applyThenChange(stage: Stage): Promise<void> {
  const { quickInput, messages } = stage.workbench;
  await quickInput.openFile('shop.vk.yaml');
  await quickInput.run('viki: Apply');
  await messages.press('Apply 2 changes of shop to web?', 'Apply');
  await messages.says('shop: web: 2 changes made.');
  await messages.clear();
  writeFileSync(motdOf(stage), 'By somebody else.\n');
}

async function insist(stage: Stage): Promise<void> {
  const { quickInput, messages } = stage.workbench;
  await quickInput.run('viki: Roll Back');
  await messages.says(REFUSED);
  assert.equal(existsSync(motdOf(stage)), true);
  await messages.press(REFUSED, 'Take Back All the Same…');
  await messages.says('! file.motd: somebody changed');
  await messages.press('Take back 2 changes of shop on web?', 'Roll Back');
  await messages.says('shop: web: 2 changes taken back.');
  assert.equal(existsSync(motdOf(stage)), false);
}

export const story: Story = {
  title: 'a rollback of what somebody changed since is refused, and done all the same for whoever insists',
  async play(stage) {
    try {
      await applyThenChange(stage);
      await insist(stage);
    } finally {
      rmSync(join(stage.facts.target, 'app'), { recursive: true, force: true });
    }
  },
};
