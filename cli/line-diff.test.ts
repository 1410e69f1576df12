// What a person reads of two texts, and that nothing of them is lost on the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineDiff } from './line-diff.ts';

const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

test('what goes and comes is shown with three lines around it', () => {
  const before = text(...numbers(1, 20));
  const after = before.replace('10\n', 'ten\n');
  assert.deepEqual(lineDiff(before, after), ['@@ line 7 @@', ' 7', ' 8', ' 9', '-10', '+ten', ' 11', ' 12', ' 13']);
  assert.deepEqual(lineDiff(before, before), []);
});

test('parts that are far from each other are told apart, by the lines that they will have', () => {
  const before = text(...numbers(1, 30));
  const after = before.replace('2\n', '').replace('\n28\n', '\n28\nnew\n');
  assert.deepEqual(
    lineDiff(before, after).filter((line) => !line.startsWith(' ')),
    ['@@ line 1 @@', '-2', '@@ line 25 @@', '+new'],
  );
});

test('texts that come and go whole, and ends of lines that are missing', () => {
  assert.deepEqual(lineDiff('', 'a\nb'), ['@@ line 1 @@', '+a', '+b', '\\ no end of line']);
  assert.deepEqual(lineDiff('a\n', ''), ['@@ line 1 @@', '-a']);
  assert.deepEqual(lineDiff('a', 'a\n'), ['@@ line 1 @@', '-a', '\\ no end of line', '+a']);
});

test('of any two texts, what stays and goes is the one, and what stays and comes the other', () => {
  // (a small generator of its own, so that every run tries the same texts)
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let time = 0; time < 500; time += 1) {
    const some = (): string => text(...Array.from({ length: next(7) }, () => 'abc'[next(3)] ?? ''));
    const [before, after] = [some(), some()];
    const lines = lineDiff(before, after).filter((line) => !line.startsWith('@'));
    const side = (sign: string): string =>
      text(...lines.filter((line) => line[0] === ' ' || line[0] === sign).map((line) => line.slice(1)));
    if (before !== after) assert.deepEqual([side('-'), side('+')], [before, after]);
  }
});

test('what nobody would read is told in a line', () => {
  assert.match(
    lineDiff(text(...numbers(1, 2000)), text(...numbers(5000, 7000))).join(),
    /^\(2000 lines → 2001 lines, too/,
  );
  const long = lineDiff('', text(...numbers(1, 900)));
  assert.equal(long.at(-1), '(and 601 lines more)');
});
