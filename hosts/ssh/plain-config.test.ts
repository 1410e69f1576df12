// What is plain in an ssh configuration without asking OpenSSH, held against what OpenSSH says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parseConfig } from './config.ts';
import { isPlain, matchesHost, plainConfig } from './plain-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-plain-'));
test.after(() => rmSync(folder, { recursive: true }));

function written(files: Readonly<Record<string, string>>): string {
  const place = mkdtempSync(join(folder, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text);
  }
  return join(place, 'config');
}

const plain = (text: string, host = 'web', more: Readonly<Record<string, string>> = {}) =>
  isPlain(host, written({ config: text, ...more }));

test('what is said is what OpenSSH says', async (context) => {
  const host = 'nobody-says-anything-of.this';
  const lines = await plainConfig(host, undefined);
  const said = spawnSync('ssh', ['-G', '--', host], { encoding: 'utf8' });
  if (said.error || lines === undefined)
    return context.skip('OpenSSH has something to say about all hosts here, or is not here');
  const here = { variables: process.env, configFile: undefined, localUser: 'me', debug: () => undefined };
  const destination = { host, port: undefined, user: 'me' };
  // Kinds of key that came and went with versions of OpenSSH, and that ssh2 can't use.
  const known = said.stdout
    .split('\n')
    .filter((line) => !/^identityfile .*(xmss|dsa|mldsa.*)$/.test(line) || /ecdsa$/.test(line));
  assert.deepEqual(parseConfig(lines, destination, here), parseConfig(known.join('\n'), destination, here));
});

test('patterns match as in OpenSSH', () => {
  for (const [patterns, host, expected] of [
    ['*', 'web', true],
    ['web?', 'web', false],
    ['w*b db', 'db', true],
    ['10.0.0.*', '10x0.0.1', false],
    ['* !web', 'web', false],
    ['!web', 'db', false],
    ['WEB', 'web', true],
  ] as const) {
    assert.equal(matchesHost(patterns.split(' '), host), expected, patterns);
  }
});

test('nothing, comments, and what is of no influence are plain', async () => {
  assert.deepEqual(await plain(''), { hashKnownHosts: undefined });
  assert.deepEqual(await isPlain('web', join(folder, 'nothing-there')), { hashKnownHosts: undefined });
  assert.deepEqual(
    await plain('# all\n\nHost *\n  SendEnv LANG LC_*\n\tHashKnownHosts=yes\nGSSAPIAuthentication yes\n'),
    {
      hashKnownHosts: true,
    },
  );
});

test('what is said of other hosts is plain, of this one it is not', async () => {
  const text = 'Host db*\n  HostName 10.0.0.1\n  User root\nHost *\n  ForwardAgent no\n';
  assert.ok(await plain(text));
  assert.equal(await plain(text, 'db-1'), undefined);
});

test('whatever is not known for sure is a matter for OpenSSH', async () => {
  for (const text of [
    'Match host web\n',
    'ProxyJmp bastion\n',
    'Host db\n  ProxyJmp bastion\n',
    'CanonicalizeHostname yes\n',
    'Host "db"\n  User x\n',
    'Host *\n  HashKnownHosts maybe\n',
    'Host *\n  IdentityFile ~/.ssh/other\n',
    'Include ~/other\n',
    '= x\n',
  ]) {
    assert.equal(await plain(text), undefined, text);
  }
});

test('included files are read as well, and a circle of them ends', async () => {
  const include = 'Include more/*.conf\n';
  assert.ok(await plain(include));
  assert.ok(await plain(include, 'web', { 'more/a.conf': 'Host db\n User root\n', 'more/b.txt': 'User root\n' }));
  assert.equal(await plain(include, 'web', { 'more/a.conf': 'User root\n' }), undefined);
  assert.equal(await plain('Include config\n'), undefined);
  assert.ok(await plain('Host db\nInclude one\n', 'web', { one: 'User root\n' }));
});
