// What VS Code itself says that the activation of the extension took, printed. A figure of a busy machine fails nothing.
import assert from 'node:assert/strict';
import type { Story } from './story.ts';

export const story: Story = {
  title: 'VS Code tells how long the extension took to be activated',
  async play({ workbench }) {
    const { quickInput, page } = workbench;
    await quickInput.openFile('shop.vk.yaml');
    await workbench.editor.lens('Plan').waitFor();
    await quickInput.run('Developer: Show Running Extensions');
    const rows = page.locator('.runtime-extensions-editor .monaco-list-row');
    // (those that took longest stand first, and only what is to be seen is there)
    await rows.first().click();
    await page.keyboard.press('End');
    const row = rows.filter({ hasText: 'viki' }).first();
    await row.waitFor();
    const [, told] = /Activation: (\d+)\s?ms/.exec((await row.textContent()) ?? '') ?? [];
    assert.ok(told, `no time in ${await row.textContent()}`);
    process.stdout.write(`activation of the extension: ${told} ms, says VS Code\n`);
  },
};
