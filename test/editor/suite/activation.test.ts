// The extension is there: its language is known, and a file of it activates it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFile, problems, viki } from './ring.ts';

suite('the extension', () => {
  test('does nothing before one of its files or views is shown', () => {
    assert.equal(viki().isActive, false);
  });

  test('gives a .vk.yaml file the language viki', async () => {
    const editor = await openFile('shop/shop.vk.yaml');
    assert.equal(editor.document.languageId, 'viki');
  });

  test('is activated by opening a .vk.yaml file', async () => {
    const { document } = await openFile('misspelt/misspelt.vk.yaml');
    // VS Code has no event for an activation. A problem that is found is a sign of one.
    await problems(document, (problem) => document.getText(problem.range) === 'mdoe');
    assert.equal(viki().isActive, true);
  });

  test('brings the commands that its manifest promises', async () => {
    const promised: { command: string }[] = viki().packageJSON.contributes.commands;
    const known = await vscode.commands.getCommands(true);
    assert.ok(promised.length > 0, 'the manifest promises no command');
    for (const { command } of promised)
      assert.ok(known.includes(command), `${command} is promised, but not registered`);
  });
});
