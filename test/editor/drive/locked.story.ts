// A host where a run of another project goes on: who holds it is to be seen, an apply touches nothing, and goes through afterwards.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Gate, gateAt } from './gate.ts';
import { withProject } from './project.ts';
import type { Stage, Story } from './story.ts';

const WHO = `${userInfo().username}@${hostname()}`;
const REFUSED = new RegExp(`web: ${WHO} runs \\S+ there since .*Nothing was touched`);

async function hold({ quickInput, messages }: Stage['workbench'], gate: Gate): Promise<void> {
  await quickInput.openFile('shop.vk.yaml');
  await quickInput.run('viki: Apply');
  await messages.press('Apply 2 changes of shop to web?', 'Apply');
  await gate.reached();
}

async function isTold({ workbench }: Stage): Promise<void> {
  const { quickInput, editor, sideBar } = workbench;
  await quickInput.openFile('late.vk.yaml');
  await editor.lens('Plan').click();
  await editor.lens(/1 to change on web · just now/).waitFor();
  await workbench.openView('viki');
  await sideBar.open('Hosts', /web.*locked/);
  await sideBar.row('Hosts', new RegExp(`Lock.*held by ${WHO}, just now`)).waitFor();
}

async function waitForIt({ workbench, facts }: Stage, gate: Gate): Promise<void> {
  const { messages } = workbench;
  const question = 'Apply 1 change of late to web?';
  await workbench.editor.lens('Apply…').click();
  await messages.says(new RegExp(`the run \\S+ \\(${WHO}, just now\\) goes on there`));
  await messages.press(question, 'Apply');
  await messages.says(REFUSED);
  assert.equal(existsSync(join(facts.target, 'late')), false);
  gate.open();
  await messages.says('shop: web: 2 changes made.');
  await messages.press(REFUSED, 'Plan Again');
  await workbench.sideBar.row('Hosts', /Lock.*free/).waitFor();
  await workbench.editor.lens('Apply…').click();
  await messages.press(question, 'Apply');
  await messages.says('late: web: 1 change made.');
}

export const story: Story = {
  title: 'a host that is held by another run says by whose, is left alone, and can be changed afterwards',
  async play(stage) {
    const { facts, workbench } = stage;
    const gate = gateAt(facts.host, '/app');
    try {
      await withProject(facts, 'late', {}, async () => {
        await hold(workbench, gate);
        await isTold(stage);
        await waitForIt(stage, gate);
      });
    } finally {
      gate.remove();
      for (const name of ['app', 'late']) rmSync(join(facts.target, name), { recursive: true, force: true });
    }
  },
};
