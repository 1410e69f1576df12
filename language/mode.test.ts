// Octal modes in letters and words; the letters are those that this system's own `ls` gives.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ModeOf, modeInWords } from './mode.ts';
import { modeMeantBy } from './mode-number.ts';

const WORDS: readonly (readonly [mode: string, kind: ModeOf, letters: string, words: string])[] = [
  ['0755', 'folder', 'rwxr-xr-x', 'owner: read, write, enter; group and others: read, enter'],
  ['755', 'file', 'rwxr-xr-x', 'owner: read, write, run; group and others: read, run'],
  ['0644', 'file', 'rw-r--r--', 'owner: read, write; group and others: read'],
  ['0600', 'any', 'rw-------', 'owner: read, write; group and others: nothing'],
  ['0777', 'folder', 'rwxrwxrwx', 'owner, group and others: read, write, enter'],
  ['0000', 'file', '---------', 'owner, group and others: nothing'],
  ['0640', 'any', 'rw-r-----', 'owner: read, write; group: read; others: nothing'],
  ['0646', 'any', 'rw-r--rw-', 'owner and others: read, write; group: read'],
  ['4755', 'file', 'rwsr-xr-x', 'owner: read, write, run; group and others: read, run; runs as its owner'],
  [
    '2775',
    'folder',
    'rwxrwsr-x',
    'owner and group: read, write, enter; others: read, enter; what is made in it gets its group',
  ],
  [
    '1777',
    'folder',
    'rwxrwxrwt',
    'owner, group and others: read, write, enter; only the owner of an entry may remove it',
  ],
  ['0711', 'any', 'rwx--x--x', 'owner: read, write, run or enter; group and others: run or enter'],
];

test('modes in words', () => {
  for (const [mode, kind, letters, words] of WORDS) assert.deepEqual(modeInWords(mode, kind), { letters, words }, mode);
});

test('what is no mode has no words', () => {
  for (const text of ['', '7', '64', '0688', 'u+x', '0o755', '12345', '00711', ' 755', '755 ', '-755', '10755']) {
    assert.equal(modeInWords(text), undefined, text);
  }
});

test('the letters are those of ls', () => {
  const folder = mkdtempSync(join(tmpdir(), 'viki-mode-'));
  try {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const mode of ['0755', '4711', '6644', '1666', '7777', '7000', '2070', '0123', '0456']) {
      chmodSync(file, Number.parseInt(mode, 8));
      const listed = execFileSync('ls', ['-l', file], { encoding: 'utf8' });
      assert.equal(modeInWords(mode)?.letters, listed.slice(1, 10), mode);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a number that was to be a mode', () => {
  const given = [
    '0755',
    '0o755',
    '755',
    '2755',
    '02755',
    '493',
    '420',
    '511',
    '8',
    '5',
    '77',
    '999',
    '0x1ED',
    '1000000',
  ];
  const meant = ['0755', '0755', '0755', '2755', '2755', '0755', '0644', '0777', ...Array(6).fill(undefined)];
  assert.deepEqual(given.map(modeMeantBy), meant);
});
