// Projects of the first viki: every one of them opens without an error, unchanged.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readProjectFiles } from '../disk/project.ts';
import { parseDocument, readProject } from './index.ts';

const folder = join(import.meta.dirname, '../test-fixtures/legacy');

const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

async function errorsIn(name: string): Promise<readonly string[]> {
  const { files, problems: unread } = await readProjectFiles(join(folder, name), name);
  assert.deepEqual(unread, []);
  const { problems } = readProject(
    files.map((file) => parseDocument(file.name, file.text)),
    name,
  );
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ file, code, message, suggestion }) => `${file}: ${code}: ${message} | ${suggestion}`);
}

test('there are enough of them', () => {
  assert.ok(names.length >= 12);
});

for (const name of names) {
  test(`${name} opens without an error`, async () => assert.deepEqual(await errorsIn(name), []));
}
