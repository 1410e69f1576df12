// A text that is only looked at, as the left side of a comparison is: explained as any other, without problems of its own.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { problems } from './ring.ts';
import { replaceText, withShop } from './shop.ts';

const SCHEME = 'viki-earlier';
/** Its host stands in another file, which was not asked for. */
const TEXT = 'viki:\n  mods:\n    mkdir:\n      app: { path: /opt/app, mdoe: "0750", on: web }\n';

suite('a text that can not be changed', () => {
  const shop = withShop();

  test('is explained and has no problems', async () => {
    // (from here on the server answers)
    await replaceText(shop(), 'mode:', 'mdoe:');
    await problems(shop().document, ({ message }) => message.includes('mdoe'));
    const provider = { provideTextDocumentContent: () => TEXT };
    const registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider);
    try {
      const uri = vscode.Uri.from({ scheme: SCHEME, path: '/earlier/earlier.vk.yaml' });
      const document = await vscode.workspace.openTextDocument(uri);
      assert.equal(document.languageId, 'viki');
      const at = new vscode.Position(2, 5);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
      assert.equal(hovers.length, 1);
      // (what is wrong with the one is known before what comes to be wrong with the other)
      await replaceText(shop(), 'content:', 'contnet:');
      await problems(shop().document, ({ message }) => message.includes('contnet'));
      assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
    } finally {
      registration.dispose();
    }
  });
});
