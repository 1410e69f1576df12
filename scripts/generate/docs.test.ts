// The manual that is made of forms: its example is right, and its links lead somewhere.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument, readProject } from '../../language/index.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const language = read('docs/language.md');

test('the example of the language is right', () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(language)?.[1] ?? '';
  const { project, problems } = readProject([parseDocument('example.vk.yaml', example)], 'example');
  // (the page shows the whole language, and says itself what nothing carries out yet)
  assert.deepEqual(
    problems.filter(({ code }) => code !== 'not-yet'),
    [],
  );
  assert.deepEqual(
    project?.resources.map(({ address }) => address),
    ['mkdir.app', 'file.port', 'file.port', 'file.page["north"]', 'file.page["south"]'],
  );
});

test('links to headings lead to one', () => {
  const headings = (text: string): readonly string[] =>
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
      (title ?? '')
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
  const pages = new Map([
    ['', language],
    ['modules.md', read('docs/modules.md')],
    ['language.md', language],
  ]);
  for (const page of pages.values()) {
    for (const [, file, heading] of page.matchAll(/\]\(([\w.]*)#([^)]*)\)/g)) {
      const target = file === '' ? page : (pages.get(file ?? '') ?? '');
      assert.ok(headings(target).includes(heading ?? ''), `${file}#${heading}`);
    }
  }
});
