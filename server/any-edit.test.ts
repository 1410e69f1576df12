// Everything an editor can ask, of a server process, while characters are taken out and put in anywhere in the fixtures: no
// request fails, and no range lies outside the text. The everyday ring takes a sample, the long ring every position.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type LogMessageParams, LSPErrorCodes, type ResponseError } from 'vscode-languageserver/node';
import { withoutMarks } from '../test/support/marks.ts';
import { announced, type Place, REQUESTS } from '../test/support/requests.ts';
import { StdioEditor } from '../test/support/stdio-editor.ts';

const root = join(import.meta.dirname, '..');
/** One position out of so many. */
const EVERY = Number(process.env['VIKI_EVERY'] ?? 421);
const LIMIT = { timeout: 330_000 };
const PUT = [...'{}[]:,-?*&!|>\'"%@`#$\\\n\t x', '${', '\r\n', '\ufeff', '🚀'];

const fixtures = join(root, 'test-fixtures/projects');
const texts = readdirSync(fixtures).flatMap((project) =>
  readdirSync(join(fixtures, project))
    .filter((name) => name.endsWith('.vk.yaml'))
    .map((name) => withoutMarks(readFileSync(join(fixtures, project, name), 'utf8'))),
);

const REQUEST_FAILED: number = LSPErrorCodes.RequestFailed;

type Point = Place['position'];

/** Lines end as editors end them. */
const LINE_END = /\r\n|\n|\r/;

function pointAt(text: string, offset: number): Point {
  const lines = text.slice(0, offset).split(LINE_END);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

const isPoint = (value: unknown): value is Point => typeof value === 'object' && value !== null && 'character' in value;

/** Every position that an answer names anywhere in it, in this text. */
function checkPlaces(answer: unknown, lines: readonly string[]): void {
  if (typeof answer !== 'object' || answer === null) return;
  if (isPoint(answer)) {
    const line = lines[answer.line];
    assert.ok(line !== undefined && answer.character >= 0 && answer.character <= line.length, JSON.stringify(answer));
    return;
  }
  if ('startLine' in answer && 'endLine' in answer) {
    const { startLine, endLine } = answer as { startLine: number; endLine: number };
    assert.ok(0 <= startLine && startLine <= endLine && endLine < lines.length, JSON.stringify(answer));
  }
  for (const part of Object.values(answer)) checkPlaces(part, lines);
}

class Session {
  private readonly editor: StdioEditor;
  private readonly keys: readonly string[];
  private version = 1;
  edits = 0;
  requests = 0;

  constructor(editor: StdioEditor, keys: readonly string[]) {
    this.editor = editor;
    this.keys = keys;
  }

  async edit(uri: string, before: string, start: number, end: number, put: string): Promise<string> {
    this.version += 1;
    this.edits += 1;
    const contentChanges = [{ range: { start: pointAt(before, start), end: pointAt(before, end) }, text: put }];
    const textDocument = { uri, version: this.version };
    await this.editor.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges });
    return before.slice(0, start) + put + before.slice(end);
  }

  async askAll(uri: string, text: string, offset: number): Promise<void> {
    const lines = text.split(LINE_END);
    const all = { start: { line: 0, character: 0 }, end: pointAt(text, text.length) };
    const place: Place = { uri, position: pointAt(text, Math.min(offset, text.length)), all };
    const asked = this.keys.flatMap((key) => REQUESTS[key] ?? []);
    this.requests += asked.length;
    const ask = async ([method, params]: (typeof asked)[number]): Promise<void> => {
      try {
        checkPlaces(await this.editor.connection.sendRequest(method, params(place)), lines);
      } catch (error) {
        // (what can't be renamed is refused in words)
        if (method === 'textDocument/prepareRename' && (error as ResponseError).code === REQUEST_FAILED) return;
        throw new Error(`${method} at ${JSON.stringify(place.position)} of ${JSON.stringify(text)}`, { cause: error });
      }
    };
    await Promise.all(asked.map(ask));
  }
}

test('every request anywhere in any text', LIMIT, async (t) => {
  const editor = new StdioEditor([process.execPath, join(root, 'server/main.ts'), '--stdio'], root);
  t.after(() => editor.process.kill());
  const bugs: string[] = [];
  editor.connection.onNotification('window/logMessage', ({ message }: LogMessageParams) => {
    bugs.push(message);
  });
  // (a client that shows nothing itself asks for problems)
  const { capabilities } = await editor.ready(root, { textDocument: { diagnostic: {} } });
  const keys = announced(capabilities);
  assert.deepEqual(
    keys.filter((key) => REQUESTS[key] === undefined),
    [],
    'nobody asks these: add them to REQUESTS',
  );
  const session = new Session(editor, keys);
  let chosen = 0;
  for (const [index, original] of texts.entries()) {
    const uri = `file:///no-such-folder/${index}/main.vk.yaml`;
    await editor.open(uri, original);
    let text = original;
    for (let at = 0; at < original.length; at += 1) {
      chosen += 1;
      if (chosen % EVERY !== 0) continue;
      text = await session.edit(uri, text, at, at + 1, '');
      await session.askAll(uri, text, at);
      const put = PUT[chosen % PUT.length] ?? '';
      text = await session.edit(uri, text, at, at, put);
      await session.askAll(uri, text, at + put.length);
      text = await session.edit(uri, text, at, at + put.length, original.slice(at, at + 1));
    }
    assert.equal(text, original);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }
  assert.deepEqual(bugs, []);
  t.diagnostic(`${session.edits} edits, ${session.requests} requests (${keys.length} features)`);
  assert.equal(await editor.close(), 0);
});
