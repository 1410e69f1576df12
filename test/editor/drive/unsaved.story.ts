// A text that was never saved belongs to no project: the buttons above it do not plan or apply another one.
import { withMisspelt } from './project.ts';
import type { Stage, Story } from './story.ts';

async function newText({ workbench }: Stage): Promise<void> {
  const { quickInput, page } = workbench;
  const plan = page.locator('.editor-group-container.active .editor-actions .action-label[aria-label^="Plan"]');
  await quickInput.openFile('shop.vk.yaml');
  await plan.waitFor();
  await quickInput.run('File: New Untitled Text File');
  await quickInput.run('Change Language Mode');
  await quickInput.row('Batch').waitFor();
  await page.keyboard.type('viki');
  await quickInput.pick('viki');
  await workbench.editor.language().filter({ hasText: 'viki' }).waitFor();
  await plan.waitFor({ state: 'detached' });
  await workbench.status('viki:').waitFor({ state: 'detached' });
}

export const story: Story = {
  title: 'above a text that was never saved there is no button that would plan another project',
  // (of two projects, the text could be neither: of one, the status bar always tells)
  play: (stage) => withMisspelt(stage.facts, () => newText(stage)),
};
