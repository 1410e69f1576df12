// Without a mouse and in high contrast: a project is planned, a part of the plan unchecked, the rest applied and taken back.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage, Story } from './story.ts';

async function planAndChoose({ workbench }: Stage): Promise<void> {
  const { keyboard, sideBar } = workbench;
  await keyboard.openFile('shop.vk.yaml');
  await workbench.editor.lens('Plan').waitFor();
  await keyboard.run('Focus on Hosts View');
  await sideBar.row('Hosts', /web.*not asked yet/).waitFor();
  await keyboard.run('viki: Plan');
  await workbench.editor.lens(/2 to change on web · just now/).waitFor();
  await keyboard.run('Focus on Plan View');
  await keyboard.goTo(/file\.motd.*to create/);
  // (what a screen reader says of it: an icon can't be heard)
  await workbench.page.locator('.monaco-list-row.focused[aria-label*="file.motd on web: to create"]').waitFor();
  await keyboard.choose('Check or Uncheck');
  await sideBar.unchecked('Plan', /file\.motd/).waitFor();
}

async function applyTheRest({ workbench, facts }: Stage): Promise<void> {
  const { keyboard, sideBar } = workbench;
  await keyboard.run('viki: Apply Checked');
  await keyboard.answer('Apply 1 change of shop to web?', 'Apply');
  await sideBar.row('Plan', /web.*1 change made/).waitFor();
  assert.equal(existsSync(join(facts.target, 'app')), true);
  assert.equal(existsSync(join(facts.target, 'app', 'motd')), false, 'what was unchecked was applied');
}

async function takeBack({ workbench, facts }: Stage): Promise<void> {
  const { keyboard, sideBar } = workbench;
  await keyboard.run('Focus on Runs View');
  await keyboard.goTo(/Apply.*web · just now/);
  await keyboard.choose('Roll Back');
  await keyboard.answer('Take back 1 change of shop on web?', 'Roll Back');
  await sideBar.row('Plan', /web.*1 change taken back/).waitFor();
  assert.equal(existsSync(join(facts.target, 'app')), false);
}

export const story: Story = {
  title: 'by the keyboard alone, in high contrast: plan, uncheck a part, apply the rest, take it back',
  async play(stage) {
    rmSync(join(stage.facts.workspace, 'shop', 'state.vk.json'), { force: true });
    try {
      await stage.workbench.inHighContrast(async () => {
        await planAndChoose(stage);
        await applyTheRest(stage);
        await takeBack(stage);
      });
    } finally {
      rmSync(join(stage.facts.target, 'app'), { recursive: true, force: true });
    }
  },
};
