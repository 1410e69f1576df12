// What is wrong with a `.env`, as an editor is told it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver';
import { environmentProblems } from './env-file.ts';
import { Folders } from './folders.ts';
import { Publisher } from './publisher.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-env-file-'));
after(() => rmSync(folder, { recursive: true }));

test('lines of .env that say nothing are warnings there, and go when they are mended or silenced', async () => {
  const uri = pathToFileURL(folder).href;
  const folders = new Folders();
  folders.open(`${uri}/main.vk.yaml`, 1, 'viki: {}\n');
  const sent: string[] = [];
  let awaited = (): void => {};
  const send = (to: string, _: number | undefined, diagnostics: Diagnostic[]): void => {
    const lines = diagnostics.map(({ range, severity, code }) => `${range.start.line + 1} ${severity} ${code}`);
    if (to.endsWith('/.env')) sent.push(lines.join(', '));
    if (to.endsWith('/.env')) awaited();
  };
  const taste = { severities: () => new Map(), pages: () => undefined };
  const publisher = new Publisher(folders, send, taste, assert.ifError);
  const told = async (text: string): Promise<void> => {
    writeFileSync(join(folder, '.env'), text);
    folders.setBeside(uri, environmentProblems(uri));
    const answered = new Promise<void>((resolve) => {
      awaited = resolve;
    });
    publisher.changed(uri);
    await answered;
  };
  await told('GOOD=1\nhunter2\n# viki-ignore env-file\nhunter3\n');
  await told('GOOD=1\nGOOD_TOO=hunter2\n');
  assert.deepEqual(sent, ['2 2 env-file', '']);
});
