// The window is closed in the middle of an apply: the run goes on, and whoever opens the project again is shown how it ended.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../pages/workbench.ts';
import { type Gate, gateAt } from './gate.ts';
import type { Stage, Story } from './story.ts';

async function applyUpToGate({ quickInput, messages }: Workbench, gate: Gate): Promise<void> {
  await quickInput.openFile('shop.vk.yaml');
  await quickInput.run('viki: Apply');
  await messages.press('Apply 2 changes of shop to web?', 'Apply');
  await gate.reached();
}

async function runIsShown(workbench: Workbench, gate: Gate): Promise<void> {
  await workbench.quickInput.openFile('shop.vk.yaml');
  await workbench.messages.says('Applying shop');
  await workbench.openView('viki');
  await workbench.treeRow(/web.*changing mkdir\.app \(1 of 2\)/).waitFor();
  await workbench.status('viki: applying shop · web: mkdir.app (1 of 2)').waitFor();
  gate.open();
  await workbench.messages.says('shop: web: 2 changes made.');
  await workbench.treeRow(/web.*2 changes made/).waitFor();
  await workbench.editor.lens(/web: 2 changes made/).waitFor();
}

/** What was noted of the run when its end was heard. */
const noted = ({ facts }: Stage): { outcome: string } =>
  JSON.parse(readFileSync(join(facts.workspace, 'shop', 'state.vk.json'), 'utf8')).hosts.web.run;

export const story: Story = {
  title: 'a window that is closed in the middle of an apply is opened again, and shows the run with its outcome',
  async play(stage) {
    const gate = gateAt(stage.facts.host, '/app');
    try {
      await applyUpToGate(stage.workbench, gate);
      await stage.close();
      await runIsShown(await stage.open(), gate);
      assert.equal(noted(stage).outcome, 'done');
      assert.equal(readFileSync(join(stage.facts.target, 'app', 'motd'), 'utf8'), 'Welcome to the shop.\n');
    } finally {
      gate.remove();
      rmSync(join(stage.facts.target, 'app'), { recursive: true, force: true });
    }
  },
};
