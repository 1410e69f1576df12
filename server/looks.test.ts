// The looks of a text as an editor asks for them: a process, and the protocol over its stdin and stdout.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InlayHint, SemanticTokens } from 'vscode-languageserver/node';
import { entries, TIMEOUT, uriOf, withEditor } from '../test/support/editor.ts';

const inLine = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

for (const entry of entries) {
  test(`${entry}: the looks of a text`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      await editor.ready();
      const text = 'viki:\n  hosts:\n    web: {via:  local}\n  vars: { port: 8080, next: "${port}" }\n';
      await editor.open('looks.vk.yaml', text);
      const textDocument = { uri: uriOf('looks.vk.yaml') };
      const range = { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } };
      const ask = <Result>(method: string, more: object = {}) =>
        editor.connection.sendRequest<Result>(`textDocument/${method}`, { textDocument, range, ...more });
      const formatted = [{ range: inLine(2, 10, 21), newText: ' via: local ' }];
      const options = { tabSize: 2, insertSpaces: true };
      assert.deepEqual(await ask('formatting', { options }), formatted);
      assert.deepEqual(await ask('rangeFormatting', { options }), formatted);
      const position = { line: 2, character: 22 };
      assert.deepEqual(await ask('onTypeFormatting', { position, ch: '}', options }), formatted);
      assert.deepEqual(await ask('foldingRange'), [
        { startLine: 0, endLine: 3 },
        { startLine: 1, endLine: 2 },
      ]);
      const hints = await ask<InlayHint[]>('inlayHint');
      assert.deepEqual(hints, [{ position: { line: 3, character: 36 }, label: '8080', paddingLeft: true }]);
      const { data } = await ask<SemanticTokens>('semanticTokens/full');
      assert.deepEqual(data.slice(0, 5), [2, 4, 3, 2, 1]);
      assert.deepEqual(await ask('semanticTokens/range'), { data });
    }),
  );
}
