// The server as an editor meets it that asks for problems itself: what it is told is right, or it is told to ask again.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ClientCapabilities, Diagnostic, DocumentDiagnosticReport, InlayHint } from 'vscode-languageserver/node';
import { type Editor, entries, TIMEOUT, uriOf, withEditor } from '../test/support/editor.ts';

const ABILITIES: ClientCapabilities = {
  textDocument: { diagnostic: {}, inlayHint: {} },
  workspace: {
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
  },
};
const REFRESHES = ['diagnostic', 'inlayHint', 'semanticTokens'].map((what) => `workspace/${what}/refresh`);
const HOSTS = 'viki:\n  hosts: { web: {} }\n  vars: { at: /opt }\n';
const MODS = 'viki:\n  mods:\n    mkdir:\n      app: { path: "${at}/app", on: web }\n';

async function problems({ connection }: Editor): Promise<readonly unknown[] | undefined> {
  const params = { textDocument: { uri: uriOf('mods.vk.yaml') } };
  const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', params);
  return report.kind === 'full' ? report.items.map(told) : undefined;
}

/** (its page is beside the server, wherever that is) */
function told({ code, codeDescription }: Diagnostic): Diagnostic['code'] {
  const page = codeDescription?.href ?? '';
  assert.ok(existsSync(fileURLToPath(page)) && page.endsWith(`/docs/problems/${code}.md`), page);
  return code;
}

/** When the client was told to ask for everything again. */
const refreshed = (editor: Editor): Promise<unknown> =>
  Promise.all(
    REFRESHES.map(
      (method) =>
        new Promise<void>((resolve) => {
          editor.connection.onRequest(method, () => {
            resolve();
            return null;
          });
        }),
    ),
  );

for (const entry of entries) {
  test(`${entry}: problems that are asked for`, TIMEOUT, (t) =>
    withEditor(
      t,
      entry,
      async (editor) => {
        editor.disk.set('hosts.vk.yaml', HOSTS);
        await editor.ready();
        const read = refreshed(editor);
        const opened = editor.open('mods.vk.yaml', MODS);
        const asked = problems(editor);
        await opened;
        assert.deepEqual(await asked, []);
        await read;
        const range = { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } };
        const params = { textDocument: { uri: uriOf('mods.vk.yaml') }, range };
        const [hint] = await editor.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', params);
        assert.equal(hint?.label, '/opt');

        const again = refreshed(editor);
        editor.disk.set('hosts.vk.yaml', HOSTS.replace('web', 'db'));
        const changes = [{ uri: uriOf('hosts.vk.yaml'), type: 2 }];
        await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
        await again;
        assert.deepEqual(await problems(editor), ['unknown-host']);
      },
      ABILITIES,
    ),
  );
}
