// docs/reports.md names a test for every report, and each of them is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/root.ts';

const rows = readFileSync(join(root, 'docs/reports.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what was reported'))
  .map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
/** A file and the tests of it that follow: `[path](../path): name, name`. */
const FILE = /\[([^\]]+)\]\(\.\.\/([^)]+)\): ((?:`[^`]+`(?:, )?)+)/g;
const TITLE = /(?:test|describe|everywhere)\(\s*(['`"])((?:(?!\1)[\s\S])+)\1/g;

/** The titles of a file's tests, without what is put in front of them for each shell or host. */
function titlesIn(path: string): ReadonlySet<string> {
  const text = readFileSync(join(root, path), 'utf8');
  return new Set([...text.matchAll(TITLE)].map(([, , title = '']) => title.replace(/^\$\{[^}]+\}: /, '')));
}

test('every report says what viki does and names tests that are there', () => {
  assert.ok(rows.length > 30, `only ${rows.length} rows`);
  for (const cells of rows) {
    const [reported = '', does = '', tests = ''] = cells;
    assert.ok(cells.length === 3 && reported !== '' && does !== '', reported);
    const named = [...tests.matchAll(FILE)];
    assert.ok(named.length > 0 && tests.replaceAll(FILE, '').trim() === '', `the tests of: ${reported}`);
    for (const [, shown, path = '', names = ''] of named) {
      assert.equal(shown, path);
      assert.ok(existsSync(join(root, path)), `${path} is not there`);
      const titles = titlesIn(path);
      for (const [, name = ''] of names.matchAll(/`([^`]+)`/g)) {
        assert.ok(titles.has(name), `${path} has no test called: ${name}`);
      }
    }
  }
});
