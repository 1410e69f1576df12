// A run of somebody else goes on on a host: from its row in the view of hosts it is followed to its end, and what it was is to be
// seen in the list of runs.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Gate, gateAt } from './gate.ts';
import { withProject } from './project.ts';
import type { Stage, Story } from './story.ts';

/** The run of `shop` waits; `late`, which is on the same host, has heard of it. */
async function beginElsewhere({ workbench }: Stage, gate: Gate): Promise<void> {
  const { quickInput, messages, editor } = workbench;
  await quickInput.openFile('shop.vk.yaml');
  await quickInput.run('viki: Apply');
  await messages.press('Apply 2 changes of shop to web?', 'Apply');
  await gate.reached();
  await quickInput.openFile('late.vk.yaml');
  await editor.lens('Plan').click();
  await editor.lens(/1 to change on web · just now/).waitFor();
}

async function followFromTheRow({ workbench, facts }: Stage, gate: Gate): Promise<void> {
  const { sideBar, messages } = workbench;
  await workbench.openView('viki');
  await sideBar.pressOn('Hosts', /web.*locked/, 'Follow Runs');
  await messages.says('Applying late');
  await sideBar.row('Hosts', /web.*changing mkdir\.app \(1 of 2\)/).waitFor();
  gate.open();
  await messages.says('late: web: 2 changes made.');
  await messages.says('shop: web: 2 changes made.');
  assert.equal(existsSync(join(facts.target, 'app', 'motd')), true);
  assert.equal(existsSync(join(facts.target, 'late')), false, 'following a run has applied another project');
}

/** There is nothing to follow any more, and it is said. */
async function followInVain({ workbench }: Stage): Promise<void> {
  const { quickInput, messages, sideBar } = workbench;
  await sideBar.row('Runs', /Apply.*web · just now/).waitFor();
  await messages.clear();
  await quickInput.run('viki: Follow Runs');
  await messages.says('late: no run goes on, and none was broken off.');
}

export const story: Story = {
  title: "somebody else's run is followed to its end from the row of its host",
  async play(stage) {
    const { facts } = stage;
    const gate = gateAt(facts.host, '/app');
    try {
      await withProject(facts, 'late', {}, async () => {
        await beginElsewhere(stage, gate);
        await followFromTheRow(stage, gate);
        await followInVain(stage);
      });
    } finally {
      gate.remove();
      for (const name of ['app', 'late']) rmSync(join(facts.target, name), { recursive: true, force: true });
    }
  },
};
