// A folder that nobody trusts: the language works, and no host hears a word, not even from the person at the editor.
import assert from 'node:assert/strict';
import { withMisspelt } from './project.ts';
import type { Story } from './story.ts';

export const story: Story = {
  title: 'in a workspace that is not trusted there are problems and hovers, and no way to a host',
  isUntrusted: true,
  async play({ facts, workbench, execRequests, screenshot }) {
    const { quickInput, editor } = workbench;
    const before = execRequests();
    await withMisspelt(facts, async () => {
      await quickInput.openFile('misspelt.vk.yaml');
      assert.deepEqual(await editor.underlined('error'), ['mdoe']);
      await editor.hoverSays('mdoe', 'mode');
      await quickInput.run('View: Close All Editors');
    });
    await quickInput.openFile('shop.vk.yaml');
    await editor.hoverSays('motd', 'file');
    assert.equal(await editor.lens(/Plan|Apply/).count(), 0);
    await workbench.openView('viki');
    await workbench.sideBarSays('viki reaches hosts only from a folder that you trust.');
    await quickInput.lacks('viki: Apply');
    // (of `Plan` there is a view with that name, too)
    await quickInput.lacks('viki: Roll Back');
    await screenshot('untrusted');
    assert.equal(execRequests(), before);
  },
};
