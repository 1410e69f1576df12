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

/** Projects that do not open yet, and what of them. One that does open must leave this list. */
const waitingForAnalysis: readonly string[] = [
  // `directories` of mkdir stands in for its `path`
  // folders below `~`, and below the folder in which a shell begins
  'home-paths',
];

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
  for (const name of waitingForAnalysis) assert.ok(names.includes(name), name);
});

for (const name of names) {
  const isWaiting = waitingForAnalysis.includes(name);
  test(isWaiting ? `${name} does not open yet` : `${name} opens without an error`, async () => {
    const errors = await errorsIn(name);
    if (isWaiting) assert.notDeepEqual(errors, [], `${name} opens now: take it out of waitingForAnalysis`);
    else assert.deepEqual(errors, []);
  });
}
