// The diff of a file on a real host inside the editor.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { until } from './ring.ts';
import { inTarget, planShop, shopFolder, withShop } from './shop.ts';

/** Puts bytes where the project wants a file, plans, and gives the right side of the diff, whose left side must become `left`. */
async function wantedBeside(bytes: string | Uint8Array, left: RegExp): Promise<string> {
  const path = inTarget('app', 'motd');
  mkdirSync(inTarget('app'));
  writeFileSync(path, bytes);
  await planShop();
  await vscode.commands.executeCommand('viki.openDiff', { folder: shopFolder(), host: 'web', path });
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof vscode.TabInputTextDiff, 'no diff was opened');
  const { original, modified } = input;
  const text = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText();
  // (a diff that was open a moment ago is renewed, and says so)
  await until(`${left} on the left`, vscode.workspace.onDidChangeTextDocument, async () =>
    left.test(await text(original)) ? true : undefined,
  );
  const right = await text(modified);
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  return right;
}

suite('the diff of a file', () => {
  withShop();

  test('has what is on the host on the left and what is wanted on the right', async () => {
    assert.equal(await wantedBeside('Go away.\n', /^Go away\.\n$/), 'Welcome to the shop.\n');
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
    await wantedBeside(Uint8Array.of(0, 1, 2, 255), /^\(.*motd on web is not UTF-8 text: 4 bytes\)/);
  });
});
