// docs/features.md has a row for every feature that the server announces, and no other; the tests that it names exist and are run.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/root.ts';
import { announced } from '../support/requests.ts';
import { StdioEditor } from '../support/stdio-editor.ts';

/** What every server says of itself and is no feature. */
const PLAIN = ['publishDiagnostics', 'textDocumentSync'];

const rows = readFileSync(join(root, 'docs/features.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, what = '', keys = '', tests = '']) => ({
    what,
    keys: [...keys.matchAll(/`(\w+)`/g)].map(([, key = '']) => key),
    tests: [...tests.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path),
  }));

test('a row for every feature, and no others', { timeout: 30_000 }, async (t) => {
  const editor = new StdioEditor([process.execPath, join(root, 'server/main.ts'), '--stdio'], root);
  t.after(() => editor.process.kill());
  // (this client asks for problems itself, so that the server announces that it may)
  const { capabilities } = await editor.ready(root, { textDocument: { diagnostic: {} } });
  assert.equal(await editor.close(), 0);
  const told = rows.flatMap(({ keys }) => keys).filter((key) => !PLAIN.includes(key));
  assert.deepEqual(told.toSorted(), announced(capabilities).toSorted(), 'docs/features.md and the server differ');
  assert.ok(capabilities.textDocumentSync);
});

test('every row says what, and names tests that are there and are run', () => {
  const sources = readdirSync(join(root, 'server'))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(root, 'server', name), 'utf8'))
    .join('\n');
  for (const { what, keys, tests } of rows) {
    assert.ok(what !== '' && keys.length > 0 && tests.length > 0, `an empty cell: ${what || keys.join()}`);
    for (const path of tests) {
      assert.ok(existsSync(join(root, path)), `${path} is not there`);
      const feature = basename(path, '.txt');
      const isRun = path.endsWith('.test.ts') || new RegExp(`['(/]${feature}(\\.txt)?'`).test(sources);
      assert.ok(isRun, `no test in server/ reads ${path}`);
    }
  }
});
