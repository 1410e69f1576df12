// How whole texts look: folds, hints and colours, text against text; and that every one of them is told of any text.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Document, LiveProject } from '../language/index.ts';
import { randomEdits, TIMES } from '../test/support/any-edits.ts';
import { checkCases } from '../test/support/cases.ts';
import { withMarks, withoutMarks } from '../test/support/marks.ts';
import { colours } from './colours.ts';
import { folds } from './folding.ts';
import { hints } from './hints.ts';

const FILE = 'file:///shop/main.vk.yaml';
const fixtures = join(import.meta.dirname, '../test-fixtures');
/** How often each fixture is edited at random. */
const EDITS = 20 * TIMES;

function opened(text: string): { readonly live: LiveProject; readonly document: Document } {
  const live = new LiveProject();
  live.open(FILE, text);
  return { live, document: live.document(FILE) as Document };
}

test('folding', () =>
  checkCases(join(fixtures, 'server/folding.txt'), ({ text }) => {
    const lines = text.split('\n');
    const show = (line: number): string => `${line + 1} ${lines[line]?.trim()}`;
    return folds(opened(text).document)
      .map(({ first, last, kind }) => `${kind}: ${show(first)} … ${show(last)}`)
      .join('\n');
  }));

test('hints', () =>
  checkCases(join(fixtures, 'server/hints.txt'), ({ text }) => {
    const { live, document } = opened(text);
    const found = hints(live, document, { start: 0, end: text.length });
    const marks = found.map(({ offset, label }) => ({ start: offset, end: offset, text: ` ‹${label}›` }));
    const shown = marks
      .reverse()
      .reduce((now, { start, text: put }) => now.slice(0, start) + put + now.slice(start), text);
    return shown
      .split('\n')
      .filter((line) => line.includes('‹'))
      .join('\n');
  }));

function checkHints(live: LiveProject, document: Document): void {
  const { length } = document;
  for (const { offset, label } of hints(live, document, { start: 0, end: length })) {
    assert.ok(0 <= offset && offset <= length && label !== '');
  }
}

test('colours', () =>
  checkCases(join(fixtures, 'server/colours.txt'), ({ text }) => {
    const { live, document } = opened(text);
    return withMarks(
      text,
      colours(live, document).map((coloured) => ({
        ...coloured,
        message: [coloured.colour, ...coloured.shades].join(' '),
      })),
    );
  }));

function checkColours(live: LiveProject, document: Document): void {
  let last = 0;
  for (const { start, end } of colours(live, document)) {
    assert.ok(last <= start && start < end && end <= document.length);
    last = end;
  }
}

function checkFolds(document: Document): void {
  const lineCount = document.text.split('\n').length;
  for (const { first, last } of folds(document)) assert.ok(0 <= first && first < last && last < lineCount);
}

for (const project of readdirSync(join(fixtures, 'projects'))) {
  test(`any text like ${project} has its looks`, () => {
    const folder = join(fixtures, 'projects', project);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.vk.yaml'))) {
      const { live, document } = opened(withoutMarks(readFileSync(join(folder, name), 'utf8')));
      checkFolds(document);
      for (const { start, end, put } of randomEdits(11, EDITS, () => document.text)) {
        live.edit(FILE, { start, end }, put);
        checkFolds(document);
        checkColours(live, document);
        checkHints(live, document);
      }
    }
  });
}
