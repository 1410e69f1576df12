// Names of hosts in an ssh configuration: what a person would recognise as theirs.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { configuredNames } from './config-names.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-names-'));
after(() => rmSync(folder, { recursive: true }));

test('names in their order, patterns left out, includes followed, nothing twice', async () => {
  mkdirSync(join(folder, 'more'));
  writeFileSync(join(folder, 'more', 'work'), 'Host "build"\n  HostName 203.0.113.9\nHost web-1\nInclude ../config\n');
  const lines = [
    '# mine',
    'Host web-1 web-2',
    '  User deploy',
    'HOST=db',
    'Include more/*',
    'Host *.lan !gate',
    'Host *',
  ];
  writeFileSync(join(folder, 'config'), lines.join('\n'));
  assert.deepEqual(await configuredNames(folder), ['web-1', 'web-2', 'db', 'build']);
});

test('without a configuration there are none', async () => {
  assert.deepEqual(await configuredNames(join(folder, 'nowhere')), []);
});
