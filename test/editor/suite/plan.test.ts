// Plans of a real host inside the editor: from the lens, of unsaved text, and with failures at their lines. What is asked in dialogs is in drive/.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import * as vscode from 'vscode';
import { facts, problems } from './ring.ts';
import { inTarget, lensesOf, lensTitles, planShop, replaceText, withShop } from './shop.ts';

/** A port of this machine at which nobody listens any more. */
function closedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

suite('planning a real host', () => {
  const shop = withShop();

  test('the lens above the document plans it and says how much would change', async () => {
    const [first] = await lensesOf(shop().document);
    assert.equal(first?.command?.title, 'Plan');
    assert.equal(shop().document.lineAt(first.range.start).text, 'viki:');
    await vscode.commands.executeCommand(first.command.command, ...(first.command.arguments ?? []));
    assert.deepEqual(await lensTitles(shop().document), [
      ...['Plan', '2 to change on web · just now', 'Apply…', 'Show Diff'],
      ...['Plan', '2 to change on web · just now', 'Apply…', 'Show Diff'],
      ...['Plan', 'to create on web · just now', 'Apply…'],
      ...['Plan', 'to create on web · just now', 'Apply…', 'Show Diff'],
    ]);
  });

  test('what is planned is the text as it is shown, saved or not', async () => {
    await replaceText(shop(), 'mkdir:\n', `mkdir:\n      other: { path: ${inTarget('other')} }\n`);
    assert.equal(shop().document.isDirty, true);
    await planShop();
    assert.ok((await lensTitles(shop().document)).includes('3 to change on web · just now'));
  });

  test('what cannot be had is marked at the line of its resource', async () => {
    mkdirSync(inTarget('app', 'motd'), { recursive: true });
    await planShop();
    const shown = vscode.languages.getDiagnostics(shop().document.uri);
    const [problem] = shown.filter(({ source }) => source === 'viki run');
    assert.match(problem?.message ?? '', /^web: file\.motd: .* is a folder, not a file/);
    assert.match(shop().document.lineAt(problem?.range.start.line ?? 0).text, /^\s+motd:$/);
    rmSync(inTarget('app'), { recursive: true });
    await planShop();
    const left = vscode.languages.getDiagnostics(shop().document.uri);
    assert.deepEqual(left, []);
  });

  test('a file that is saved is planned, where the setting asks for it', async () => {
    const { document } = shop();
    const settings = vscode.workspace.getConfiguration('viki', document.uri);
    await settings.update('planOnSave', true, vscode.ConfigurationTarget.Global);
    try {
      mkdirSync(inTarget('app', 'motd'), { recursive: true });
      await replaceText(shop(), 'Welcome to', 'Be welcome in');
      await document.save();
      await problems(document, ({ source }) => source === 'viki run');
    } finally {
      await settings.update('planOnSave', undefined, vscode.ConfigurationTarget.Global);
      await replaceText(shop(), 'Be welcome in', 'Welcome to');
      await document.save();
    }
  });

  test('a host that does not answer is said so in the lens', async () => {
    await replaceText(shop(), `port: ${facts().host.port}`, `port: ${await closedPort()}`);
    await planShop();
    assert.ok((await lensTitles(shop().document)).includes('web: not reached · just now'));
  });
});
