// A language model asks for an apply: the person at the editor is asked exactly what they are always asked, and their answer is what
// happens.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWER_FILE, ASK_COMMAND } from '../model.ts';
import type { Stage, Story } from './story.ts';

/** Lets the model ask, answers for the person, and gives what the model was told. */
async function toldAfter({ workbench, facts }: Stage, button: string): Promise<string> {
  const { quickInput, messages } = workbench;
  await quickInput.run(ASK_COMMAND);
  await messages.press('Apply 2 changes of shop to web?', button);
  await messages.says('The model has its answer.');
  await messages.clear();
  return readFileSync(join(facts.target, ANSWER_FILE), 'utf8');
}

export const story: Story = {
  title: 'what a language model wants to apply, the person is asked about, and may refuse',
  async play(stage: Stage) {
    const { facts, workbench } = stage;
    const app = join(facts.target, 'app');
    try {
      await workbench.quickInput.openFile('shop.vk.yaml');
      assert.match(await toldAfter(stage, 'Cancel'), /^shop: nothing was applied\. The person .* said no\.$/);
      assert.equal(existsSync(app), false);
      assert.equal(await toldAfter(stage, 'Apply'), 'web: 2 changes made');
      assert.equal(existsSync(app), true);
    } finally {
      for (const path of [app, join(facts.target, ANSWER_FILE)]) rmSync(path, { recursive: true, force: true });
    }
  },
};
