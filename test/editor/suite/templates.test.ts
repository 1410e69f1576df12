// A template of a project, inside the editor: names of the project are completed and explained in it, also where only the
// template is open; and nothing else that viki does to its own texts is offered there.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { problems } from './ring.ts';
import { replaceText, shopFolder, withShop } from './shop.ts';

const folder = (): string => join(shopFolder(), 'templates');

suite('a template of a project', () => {
  const shop = withShop();
  teardown(() => rmSync(folder(), { recursive: true, force: true }));

  test('names are completed and explained, and it is not formatted', async () => {
    await replaceText(
      shop(),
      'viki:\n',
      'viki:\n  vars: { shop_port: { default: 80, description: Where it listens } }\n',
    );
    // (what it tells of a mistake, it tells when it knows the text)
    await replaceText(shop(), 'mode:', 'mdoe:');
    await problems(shop().document, ({ message }) => message.includes('mdoe'));
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), 'site.liquid'), 'listen {{ shop_port }};\n{{ sho }}\n');
    const { document } = await vscode.window.showTextDocument(vscode.Uri.file(join(folder(), 'site.liquid')));

    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(1, 6),
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('shop_port') && labels.includes('host'), labels.join());
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(0, 12),
    );
    const said = hovers.flatMap(({ contents }) =>
      contents.map((part) => (typeof part === 'string' ? part : part.value)),
    );
    assert.match(said.join('\n'), /Where it listens/);
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      { tabSize: 2, insertSpaces: true },
    );
    assert.deepEqual(edits ?? [], []);
  });
});
