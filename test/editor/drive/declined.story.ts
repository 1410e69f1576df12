// A rollback is only looked at: while its question stands there, the text is changed by somebody else. What the views say then is
// what was done last, and that it was about another text.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage, Story } from './story.ts';

const shopFile = ({ facts }: Stage): string => join(facts.workspace, 'shop', 'shop.vk.yaml');

export const story: Story = {
  title: 'a question that is answered by no leaves no plan behind, also of a text that changed meanwhile',
  async play(stage) {
    const { quickInput, messages, editor } = stage.workbench;
    const text = readFileSync(shopFile(stage), 'utf8');
    try {
      await quickInput.openFile('shop.vk.yaml');
      await quickInput.run('viki: Apply');
      await messages.press('Apply 2 changes of shop to web?', 'Apply');
      await messages.says('shop: web: 2 changes made.');
      await messages.clear();
      await quickInput.run('viki: Roll Back');
      await messages.says('Take back 2 changes of shop on web?');
      writeFileSync(shopFile(stage), text.replace('Welcome to', 'Be welcome in'));
      await editor.lens(/2 to .*before the last edit/).waitFor();
      await messages.press('Take back 2 changes of shop on web?', 'Cancel');
      await editor.lens(/2 changes made · before the last edit/).waitFor();
    } finally {
      writeFileSync(shopFile(stage), text);
      rmSync(join(stage.facts.target, 'app'), { recursive: true, force: true });
    }
  },
};
