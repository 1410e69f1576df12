// What can be looked at from the views: a badge, all resources, a file on its host, a state, a plan and a run as texts, and two runs
// that were selected beside each other.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage, Story } from './story.ts';

const OTHERS = 'By somebody else.';

async function drift({ workbench, facts }: Stage): Promise<void> {
  const { quickInput, messages, sideBar } = workbench;
  await quickInput.openFile('shop.vk.yaml');
  await workbench.editor.lens('Plan').first().waitFor();
  await workbench.openView('viki');
  await quickInput.run('viki: Plan');
  await sideBar.row('Plan', /file\.motd.*to create/).waitFor();
  await workbench.badge('viki', '2').waitFor();
  await quickInput.run('viki: Apply');
  await messages.press('Apply 2 changes of shop to web?', 'Apply');
  await messages.says('shop: web: 2 changes made.');
  await messages.clear();
  writeFileSync(join(facts.target, 'app', 'motd'), `${OTHERS}\n`);
  await quickInput.run('viki: Plan');
  await sideBar.row('Plan', /file\.motd.*to change · drift/).waitFor();
}

async function fromThePlan({ workbench }: Stage): Promise<void> {
  const { sideBar, editor, diff } = workbench;
  await sideBar.more('Plan', 'Show All Resources');
  await sideBar.row('Plan', /mkdir\.app.*no changes/).waitFor();
  await sideBar.more('Plan', 'Show Only Changes');
  await sideBar.row('Plan', /mkdir\.app/).waitFor({ state: 'detached' });
  await sideBar.choose('Plan', /file\.motd/, 'Show File on Host');
  await editor.shows(OTHERS);
  await sideBar.choose('Plan', /^web/, 'Show State');
  await diff.leftShows('"sha256"');
  await sideBar.more('Plan', 'Show Plan as Text');
  await editor.shows('change file.motd');
}

async function fromTheRuns({ workbench }: Stage): Promise<void> {
  const { quickInput, messages, sideBar, editor, diff } = workbench;
  await quickInput.openFile('shop.vk.yaml');
  await quickInput.run('viki: Apply');
  await messages.press('Apply 1 change of shop to web?', 'Apply');
  await messages.says('shop: web: 1 change made.');
  await sideBar.choose('Runs', /Apply.*web · just now/, 'Show Run');
  await editor.shows('before: ');
  const entries = await sideBar.chooseOfTwo('Runs', /Apply.*web · just now/, 'Compare Runs');
  // (which of them would it be?)
  assert.doesNotMatch(entries.join(), /Roll Back/);
  await diff.leftShows('mkdir.app');
  await diff.rightShows('file.motd');
}

export const story: Story = {
  title: 'from the views: a badge, all resources, a file on its host, texts of state, plan and run, two runs compared',
  async play(stage) {
    rmSync(join(stage.facts.workspace, 'shop', 'state.vk.json'), { force: true });
    try {
      await drift(stage);
      await fromThePlan(stage);
      await fromTheRuns(stage);
    } finally {
      rmSync(join(stage.facts.target, 'app'), { recursive: true, force: true });
    }
  },
};
