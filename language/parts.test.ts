// Resources that have parts of one thing: two of them may have lines of one file, but not the same line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument, readProject } from './index.ts';

const codesOf = (mods: string): readonly string[] => {
  const text = `viki:\n  hosts:\n    h: { via: local }\n  mods:\n${mods}`;
  return readProject([parseDocument('main.vk.yaml', text)], 'p').problems.map(({ code }) => code);
};

test('two resources may have a part of one file each', () => {
  assert.deepEqual(
    codesOf('    line:\n      a: { path: /etc/x, line: one }\n      b: { path: /etc/x, line: two }\n'),
    [],
  );
});

test('one part of a file belongs to one resource', () => {
  assert.deepEqual(
    codesOf(
      '    line:\n      a: { path: /etc/x, line: p=1, match: ^p= }\n      b: { path: /etc/x, line: p=2, match: ^p= }\n',
    ),
    ['duplicate-claim', 'duplicate-claim'],
  );
});
