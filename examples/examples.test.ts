// The examples are right: each of them is text without a single problem, and the files that it names are there.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadContents, untold } from '../disk/contents.ts';
import { readProjectFiles } from '../disk/project.ts';
import { fill } from '../language/fill.ts';
import { parseDocument, readProject } from '../language/index.ts';

const examples = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('there are examples', () => {
  assert.deepEqual(
    examples.map(({ name }) => name),
    ['home-server', 'web-pair'],
  );
});

for (const { name } of examples) {
  test(`${name} validates`, async () => {
    const folder = join(import.meta.dirname, name);
    const { files, problems: unread } = await readProjectFiles(folder, name);
    const { project, problems } = readProject(
      files.map((file) => parseDocument(file.name, file.text)),
      name,
    );
    assert.deepEqual([...unread, ...problems], []);
    assert.ok(project && project.resources.length > 0);
    assert.deepEqual((await loadContents(project, folder, async () => fill, untold)).problems, []);
  });
}
