// Compares a result with the file that says what is expected; with UPDATE=1 in the environment the file is rewritten
// instead, and the reader of the diff is the judge.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

export function expectFile(path: string, actual: string): void {
  const expected = readFileSync(path, 'utf8');
  if (actual === expected) return;
  if (process.env['UPDATE'] === '1') writeFileSync(path, actual);
  else assert.equal(actual, expected, `${path} expects something else; UPDATE=1 rewrites it`);
}
