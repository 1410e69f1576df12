// Fixing all at once: of fixes that touch the same text, the first is taken, wherever the others stand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveProject } from '../../language/index.ts';
import type { Edit, Problem } from '../../language/problem.ts';
import { fixAll } from './fixes.ts';

const FILE = 'file:///shop/main.vk.yaml';

const problem = (...edits: readonly (readonly [start: number, end: number])[]): Problem => ({
  ...{ file: FILE, line: 1, column: 1, start: 0, end: 1, code: 'unknown-key', severity: 'error', message: 'no' },
  fix: { title: 'Mend it', edits: edits.map(([start, end]): Edit => ({ start, end, text: '' })) },
});

test('fixes that touch what another one has mended are left for the next time', () => {
  const live = new LiveProject();
  live.open(FILE, 'viki: {}\n');
  const document = live.document(FILE);
  assert.ok(document);
  const problems = [
    problem([10, 20]),
    problem([40, 40]),
    // (behind, before, within, around, at the very end, one of two)
    problem([20, 30]),
    problem([5, 10]),
    problem([12, 13]),
    problem([9, 21]),
    problem([40, 41]),
    problem([50, 51], [15, 15]),
    problem([50, 52], [0, 4]),
  ];
  const asked = { live, document, range: { start: 0, end: 0 }, problems, touched: [] };
  const places = fixAll(asked).flatMap(({ edits }) => edits.map(({ start, end }) => [start, end]));
  assert.deepEqual(places, [
    [10, 20],
    [40, 40],
    [50, 52],
    [0, 4],
  ]);
});
