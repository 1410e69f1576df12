// The diff of a file on a real host inside the editor.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { until } from './ring.ts';
import { inTarget, planShop, shopFolder, withShop } from './shop.ts';

/** What the diff before this one had on its left. */
let lastLeft = '';

/** Puts bytes where the project wants a file, plans, and gives the two sides of the diff that is opened. */
async function sidesOfDiff(bytes: string | Uint8Array): Promise<{ left: string; right: string }> {
  const path = inTarget('app', 'motd');
  mkdirSync(inTarget('app'));
  writeFileSync(path, bytes);
  await planShop();
  await vscode.commands.executeCommand('viki.openDiff', { folder: shopFolder(), host: 'web', path });
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof vscode.TabInputTextDiff, 'no diff was opened');
  const text = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText();
  const { original, modified } = input;
  const isNew = !(typeof bytes !== 'string' && (await text(original)) === lastLeft);
  // (one that was open a moment ago is renewed, and says so)
  if (!isNew) {
    await until('the diff of now', vscode.workspace.onDidChangeTextDocument, async () =>
      (await text(original)) === lastLeft ? undefined : true,
    );
  }
  const sides = { left: await text(original), right: await text(modified) };
  lastLeft = sides.left;
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  return sides;
}

suite('the diff of a file', () => {
  withShop();

  test('has what is on the host on the left and what is wanted on the right', async () => {
    const { left, right } = await sidesOfDiff('Go away.\n');
    assert.equal(left, 'Go away.\n');
    assert.equal(right, 'Welcome to the shop.\n');
  });

  test('has all changes of a plan in one editor, what is no file as text', async () => {
    mkdirSync(inTarget('app'), { mode: 0o700 });
    writeFileSync(inTarget('app', 'motd'), 'Go away.\n');
    await planShop();
    await vscode.commands.executeCommand('viki.openDiff', { folder: shopFolder() });
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'shop: now ↔ wanted (2 files)');
    const opened = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'viki-remote');
    const texts = opened.map((document) => document.getText()).toSorted();
    assert.deepEqual(texts, ['Go away.\n', 'Welcome to the shop.\n', 'mode: 0700\n', 'mode: 0750\n']);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  test('says of bytes that are no text that they are none', async () => {
    const { left } = await sidesOfDiff(Uint8Array.of(0, 1, 2, 255));
    assert.match(left, /^\(.*motd on web is not UTF-8 text: 4 bytes\)/);
  });
});
