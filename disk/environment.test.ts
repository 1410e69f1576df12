// The `.env` beside a project, text against values.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadEnvironment, parseEnvironment } from './environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-environment-'));
after(() => rmSync(folder, { recursive: true }));

test('keys, quotes, comments and references are read as a shell would', () => {
  const text = [
    '# a comment',
    'PLAIN=value # not a part of it',
    'export EXPORTED = spaced out',
    'HASH=a#b',
    'EMPTY=',
    "SINGLE='as ${PLAIN} is # all of it' # but not this",
    'DOUBLE="line\\nnext \\"${PLAIN}\\" \\${PLAIN}"',
    'REFERS=${PLAIN}/${HOME}/${NOBODY}',
    '',
  ].join('\r\n');
  const { values, wrongLines } = parseEnvironment(text, { HOME: '/home/user' });
  assert.deepEqual(wrongLines, []);
  assert.deepEqual(values, {
    PLAIN: 'value',
    EXPORTED: 'spaced out',
    HASH: 'a#b',
    EMPTY: '',
    SINGLE: 'as ${PLAIN} is # all of it',
    DOUBLE: 'line\nnext "value" ${PLAIN}',
    REFERS: 'value//home/user/',
  });
});

test('lines that make no sense are told by number, never by what is in them', () => {
  writeFileSync(join(folder, '.env'), 'GOOD=1\nhunter2\nOPEN="hunter2\n1KEY=hunter2\n');
  const { environment, problems } = loadEnvironment(folder, 'shop/.env', {});
  assert.equal(environment['GOOD'], '1');
  assert.deepEqual(
    problems.map(({ place }) => `${place.file}:${place.line}`),
    ['shop/.env:2', 'shop/.env:3', 'shop/.env:4'],
  );
  assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
});

test('the environment of the process wins, and no file is no problem', () => {
  writeFileSync(join(folder, '.env'), 'KEY=file\nOTHER=file\n');
  const { environment } = loadEnvironment(folder, '.env', { KEY: 'process' });
  assert.deepEqual(environment, { KEY: 'process', OTHER: 'file' });
  const nothing = loadEnvironment(join(folder, 'none'), '.env', { KEY: 'process' });
  assert.deepEqual(nothing, { environment: { KEY: 'process' }, problems: [] });
});

test('an .env that is a folder is told', () => {
  mkdirSync(join(folder, 'odd', '.env'), { recursive: true });
  const { problems } = loadEnvironment(join(folder, 'odd'), '.env', {});
  assert.equal(problems[0]?.message, '.env is a folder');
});
