// Formatting, text against text; and that it changes no meaning, comes to rest at once, and leaves broken text alone.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { Document } from '../language/document.ts';
import type { Edit } from '../language/problem.ts';
import { randomEdits, TIMES } from '../test/support/any-edits.ts';
import { checkCases } from '../test/support/cases.ts';
import { withoutMarks } from '../test/support/marks.ts';
import { format } from './format.ts';
import { formatOnType } from './format-on-type.ts';

const FILE = 'file:///shop/main.vk.yaml';
const fixtures = join(import.meta.dirname, '../test-fixtures');
/** How often each fixture is edited at random. */
const EDITS = 8 * TIMES;

function applied(text: string, edits: readonly Edit[]): string {
  const lastFirst = edits.toSorted((one, other) => other.start - one.start || other.end - one.end);
  return lastFirst.reduce((now, { start, end, text: put }) => now.slice(0, start) + put + now.slice(end), text);
}

const formatted = (text: string): string => applied(text, format(new Document(FILE, text)));

/** What a text says; undefined when it is broken. */
function dataOf(text: string): unknown {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  if ('empty' in documents || documents.some(({ errors, warnings }) => errors.length + warnings.length > 0))
    return undefined;
  try {
    return documents.map((document) => document.toJS({ maxAliasCount: 1000 }));
  } catch {
    return undefined;
  }
}

function check(text: string): void {
  const once = formatted(text);
  const before = dataOf(text);
  if (before !== undefined) assert.deepEqual(dataOf(once), before, `another meaning:\n${text}\n→\n${once}`);
  assert.equal(formatted(once), once, `no rest:\n${JSON.stringify(text)}\n${text}\n→\n${once}`);
  assert.equal(once.replace(/\s/g, ''), text.replace(/\s/g, ''));
  const offset = text.length >> 1;
  for (const typed of ['\n', '}']) applied(text, formatOnType(new Document(FILE, text), offset, typed));
}

test('formatting of the whole text', () =>
  checkCases(join(fixtures, 'server/format.txt'), ({ text }) => {
    check(text);
    return formatted(text);
  }));

test('formatting on type', () =>
  checkCases(join(fixtures, 'server/format-on-type.txt'), ({ text, offset }) => {
    const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
    const edits = formatOnType(new Document(FILE, text), offset, before.trim() === '' ? '\n' : before.slice(-1));
    return edits.length === 0
      ? 'nothing'
      : applied(text, edits).replaceAll(/ +$/gm, (blanks) => '·'.repeat(blanks.length));
  }));

test('a range is formatted by whole entries, which stay where they are', () => {
  const text = 'viki:\n    vars:\n        a:   1\n        b:   { c:\n            1}\n        d:   1\n';
  const at = text.indexOf('1}');
  const edits = format(new Document(FILE, text), { start: at, end: at });
  assert.equal(
    applied(text, edits),
    'viki:\n    vars:\n        a:   1\n        b: { c:\n          1 }\n        d:   1\n',
  );
});

test('each changed line is an edit of its own, no longer than what differs', () => {
  const edits = format(new Document(FILE, 'viki:\n  vars:\n    a:   1\n    b: 2\n    c: [1,2]\n'));
  assert.deepEqual(edits, [
    { start: 21, end: 23, text: '' },
    { start: 44, end: 44, text: ' ' },
  ]);
});

for (const project of readdirSync(join(fixtures, 'projects'))) {
  test(`formatting keeps the meaning of ${project}, however it is edited`, () => {
    const folder = join(fixtures, 'projects', project);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.vk.yaml'))) {
      const start = withoutMarks(readFileSync(join(folder, name), 'utf8'));
      check(start);
      let text = start;
      let made = 0;
      for (const edit of randomEdits(7, EDITS, () => text)) {
        text = text.slice(0, edit.start) + edit.put + text.slice(edit.end);
        check(text);
        made += 1;
        // (after a few edits a text is so broken that nothing is formatted any more)
        if (made % 6 === 0) text = start;
      }
    }
  });
}
