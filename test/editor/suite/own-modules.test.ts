// A module in the project's own folder, inside the editor: known while one types as soon as it is there, planned, and taken anew
// when it changes.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { problems, until } from './ring.ts';
import { inTarget, lensTitles, planShop, replaceText, shopFolder, withShop } from './shop.ts';

const folder = (): string => join(shopFolder(), 'modules');

/** A module of one file with a line in it. */
function writeModule(summary: string): void {
  const id = JSON.stringify(`path:${inTarget('own')}`);
  const text = `export default {
    summary: ${JSON.stringify(summary)},
    spec: { fields: { line: { type: 'string', description: 'What stands in it.' } }, required: ['line'] },
    mainField: 'line',
    key: () => ${id},
    read: () => [{ type: 'path', at: ${JSON.stringify(inTarget('own'))} }, { type: 'account', at: 'self:' }],
    want: (spec, now, tools) => {
      const { user, group } = now['account:self:'];
      return { [${id}]: { is: 'file', ...tools.bytes(spec.line), mode: '0644', owner: user, group } };
    },
  };\n`;
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), 'own_line.mjs'), text);
}

suite('a module of the project itself', () => {
  const shop = withShop();
  teardown(() => rmSync(folder(), { recursive: true, force: true }));

  test('it is known, explained and planned, and a change of it is taken at once', async () => {
    await replaceText(shop(), '  mods:\n', '  mods:\n    own_line:\n      a: {}\n');
    const { document } = shop();
    await problems(document, ({ code }) => codeText(code) === 'unknown-module');
    writeModule('It is from here.');
    await until('a text without problems', vscode.languages.onDidChangeDiagnostics, () =>
      vscode.languages.getDiagnostics(document.uri).length === 0 ? true : undefined,
    );
    const at = new vscode.Position(lineOf(document, 'own_line:'), 6);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    assert.match(hoverText(hovers), /It is from here\./);
    await planShop();
    assert.ok(
      (await lensTitles(document)).includes('3 to change on web · just now'),
      String(await lensTitles(document)),
    );
    writeFileSync(join(folder(), 'own_line.mjs'), 'export default 3;\n');
    const broken = await problems(document, ({ code }) => codeText(code) === 'own-module');
    assert.match(broken[0]?.message ?? '', /modules\/own_line\.mjs/);
  });
});

const codeText = (code: vscode.Diagnostic['code']): unknown => (typeof code === 'object' ? code.value : code);

const lineOf = (document: vscode.TextDocument, text: string): number =>
  document.positionAt(document.getText().indexOf(text)).line;

const hoverText = (hovers: readonly vscode.Hover[]): string =>
  hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
