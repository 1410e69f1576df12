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

const messagesOf = (mods: string): readonly string[] => {
  const text = `viki:\n  hosts:\n    a: { via: local, vars: { x: one } }\n    b: { via: local, vars: { x: two } }\n  mods:\n${mods}`;
  return readProject([parseDocument('main.vk.yaml', text)], 'p').problems.map(
    ({ code, line, message }) => `${line} ${code} ${message}`,
  );
};

const WHOLE = {
  file: 'file:\n      all: { path: /etc/x, content: y }',
  link: 'link:\n      all: { path: /etc/x, target: /etc/y }',
  wget: `wget:\n      all: { path: /etc, url: "https://example.com/x", checksum: "sha256:${'0'.repeat(64)}" }`,
};

test('a file is either set as a whole or in parts: told at both places', () => {
  for (const [module, whole] of Object.entries(WHOLE)) {
    assert.deepEqual(messagesOf(`    ${whole}\n    line:\n      some: { path: /etc/x, line: z }\n`), [
      `7 duplicate-claim \`line.some\` sets a part of \`/etc/x\` on \`a\`, and this all of it`,
      `9 duplicate-claim \`${module}.all\` sets all of \`/etc/x\` on \`a\`, and this a part of it`,
    ]);
    assert.deepEqual(
      messagesOf(`    ${whole.replace(' }', ', on: a }')}\n    line:\n      b: { path: /etc/x, line: z, on: b }\n`),
      [],
    );
  }
});

test('what leaves the content of a file alone may stand beside parts of it', () => {
  const line = '    line:\n      some: { path: /etc/x, line: z }\n';
  assert.deepEqual(messagesOf(`    file:\n      all: { path: /etc/x, mode: "0600" }\n${line}`), []);
  assert.deepEqual(messagesOf(`    wget:\n      all: { path: /etc, url: "https://example.com/x" }\n${line}`), []);
});

test('a resource that is another one on each host claims its thing on all of them', () => {
  const other = 'two: { path: /etc/x, content: y, on: a }';
  assert.deepEqual(messagesOf(`    file:\n      one: { path: /etc/x, content: "\${x}" }\n      ${other}\n`), [
    '7 duplicate-claim `file.two` sets `/etc/x` on `a` too',
    '8 duplicate-claim `file.one` sets `/etc/x` on `a` too',
  ]);
});

test('two instances of one resource can not set one thing', () => {
  const file = 'one: { each: [p, q, r], path: /etc/x, content: "${each.value}" }';
  assert.deepEqual(messagesOf(`    file:\n      ${file}\n`), [
    '7 duplicate-claim Two of its instances set `/etc/x` on `a`',
  ]);
  assert.deepEqual(messagesOf(`    file:\n      ${file.replace('/etc/x', '"/etc/${each.key}"')}\n`), []);
});
