// Opening a file of the language.
import type { Story } from './story.ts';

export const story: Story = {
  title: 'opening a .vk.yaml file shows it as viki',
  async play({ workbench }) {
    await workbench.quickInput.openFile('shop.vk.yaml');
    await workbench.editor.shows('Welcome to the shop.');
    await workbench.editor.language().filter({ hasText: 'viki' }).waitFor();
  },
};
