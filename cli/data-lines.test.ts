// What data looks like in a terminal: units beside numbers, tables, and nothing that a terminal would obey.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataLines } from './data-lines.ts';
import { plain } from './paint.ts';

test('facts, tables, lists, and what could not be had', () => {
  const lines = dataLines(
    'web',
    [
      { address: 'facts', found: { os: 'debian', memoryBytes: 2147483648, addresses: ['10.0.0.1', 'fd00::1'] } },
      { address: 'df.root', found: [{ mount: '/', sizeBytes: 512, usedPercent: 32 }] },
      { address: 'ls.isos', found: ['a.iso', 'b\u001b[2J'] },
      { address: 'ls.empty', found: [] },
      { address: 'docker.all', missing: 'docker is not installed' },
    ],
    plain,
  );
  assert.deepEqual(lines, [
    'web: facts',
    '  os         debian',
    '  memory     2.0 GiB',
    '  addresses  10.0.0.1, fd00::1',
    'web: df.root',
    '  mount  size   used %',
    '  /      512 B  32 %',
    'web: ls.isos',
    '  a.iso',
    '  b?[2J',
    'web: ls.empty',
    '  nothing',
    'web: docker.all: docker is not installed',
  ]);
});
