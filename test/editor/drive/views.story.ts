// The views of the side bar on a real host: a part of a plan is chosen and applied, and taken back from the list of runs.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage, Story } from './story.ts';

async function planAndChoose({ workbench, screenshot }: Stage): Promise<void> {
  const { sideBar, quickInput } = workbench;
  await sideBar.welcomes('Plan', 'Nothing is planned yet');
  await sideBar.welcomes('Runs', 'No runs are known here yet');
  await sideBar.row('Hosts', /web.*not asked yet/).waitFor();
  await quickInput.run('viki: Plan');
  await sideBar.row('Plan', /file\.motd.*to create/).waitFor();
  await sideBar.press('Plan', 'Show by Resource');
  await sideBar.row('Plan', /file\.motd.*to create on 1 host/).waitFor();
  await sideBar.press('Plan', 'Show by Host');
  await sideBar.press('Plan', 'Filter');
  await quickInput.answer('Show only hosts and resources', 'mkdir');
  await sideBar.row('Plan', /file\.motd/).waitFor({ state: 'detached' });
  await sideBar.press('Plan', 'Clear Filter');
  await sideBar.toggle('Plan', /file\.motd/);
  await workbench.messages.clear();
  await screenshot('views');
}

async function applyTheRest({ workbench, facts }: Stage): Promise<void> {
  const { sideBar, messages } = workbench;
  await sideBar.press('Plan', 'Apply Checked');
  await messages.press('Apply 1 change of shop to web?', 'Apply');
  await sideBar.row('Plan', /web.*1 change made/).waitFor();
  assert.equal(existsSync(join(facts.target, 'app')), true);
  assert.equal(existsSync(join(facts.target, 'app', 'motd')), false, 'what was unchecked was applied');
}

async function lookAndTakeBack({ workbench, facts }: Stage): Promise<void> {
  const { sideBar, messages } = workbench;
  await sideBar.open('Hosts', /web.*reached/);
  await sideBar.row('Hosts', /Lock.*free/).waitFor();
  await sideBar.row('Hosts', /Last run.*done · just now/).waitFor();
  await sideBar.pressOn('Runs', /Apply.*web · just now/, 'Roll Back');
  await messages.press('Take back 1 change of shop on web?', 'Roll Back');
  await sideBar.row('Plan', /web.*1 change taken back/).waitFor();
  await sideBar.row('Runs', /Rollback.*web · just now/).waitFor();
  assert.equal(existsSync(join(facts.target, 'app')), false);
}

/** What the first run did stands beside what the second did. */
async function compareBoth({ workbench, facts }: Stage): Promise<void> {
  const { sideBar, quickInput, diff } = workbench;
  await sideBar.choose('Runs', /Rollback.*web · just now/, 'Compare Runs');
  await quickInput.pick('taken back since');
  await diff.leftShows(join(facts.target, 'app'));
  await diff.leftShows('before: is absent');
  await diff.rightShows('after:  is absent');
}

export const story: Story = {
  title: 'the views: a part of a plan is chosen and applied, and taken back from the list of runs',
  async play(stage) {
    const { quickInput } = stage.workbench;
    // (what was noted of other stories' runs is no news here)
    rmSync(join(stage.facts.workspace, 'shop', 'state.vk.json'), { force: true });
    await quickInput.openFile('shop.vk.yaml');
    try {
      await stage.workbench.openView('viki');
      await planAndChoose(stage);
      await applyTheRest(stage);
      await lookAndTakeBack(stage);
      await compareBoth(stage);
    } finally {
      rmSync(join(stage.facts.target, 'app'), { recursive: true, force: true });
    }
  },
};
