// A misspelt key: seen, understood and mended.
import assert from 'node:assert/strict';
import { withMisspelt } from './project.ts';
import type { Story } from './story.ts';

export const story: Story = {
  title: 'an unknown key is underlined exactly under the key, and the quick fix mends it',
  async play({ facts, workbench, screenshot }) {
    const { editor, quickInput } = workbench;
    await withMisspelt(facts, async () => {
      await quickInput.openFile('misspelt.vk.yaml');
      await editor.shows('mdoe:');
      assert.deepEqual(await editor.underlined('error'), ['mdoe']);
      await editor.hoverSays('mdoe', 'mode');
      await screenshot('misspelt');
      await editor.quickFix('mdoe', 'mode');
      await editor.shows('mode:');
      await editor.noLongerShows('mdoe:');
      await editor.nothingUnderlined('error');
    });
  },
};
