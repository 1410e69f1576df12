// Keys as ssh-keygen writes them, and as a broken disk leaves them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import ssh2 from 'ssh2';
import { parseConfig } from './config.ts';
import { findKeys, type Keys, publicInside } from './keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-keys-'));
after(() => rmSync(folder, { recursive: true }));

/** (the usual length takes ssh-keygen four times as long) */
const RSA = ['rsa', '-b', '2048'] as const;

const hasOpenSsh = !spawnSync('ssh-keygen', ['-?']).error;
const skip = hasOpenSsh ? false : 'OpenSSH is not installed here';

function key(name: string, ...words: readonly string[]): string {
  const file = join(folder, name);
  const made = spawnSync('ssh-keygen', ['-q', '-f', file, '-C', 'viki', ...words], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  return file;
}

function find(files: readonly string[], identity?: string): Promise<Keys> {
  const here = { variables: {}, configFile: undefined, localUser: 'me', debug: () => undefined };
  const text = ['identityagent none', ...files.map((file) => `identityfile ${file}`)].join('\n');
  const config = parseConfig(text, { host: 'web', port: undefined, user: undefined }, here);
  return findKeys(ssh2, { user: 'me', config, identity, variables: {} });
}

test('the public half of a locked key is read without its passphrase', { skip }, () => {
  for (const [type, ...words] of [['ed25519'], ['ecdsa'], RSA] as const) {
    const file = key(`locked-${type}`, '-t', type, ...words, '-N', 'hidden words', '-a', '1');
    assert.equal(publicInside(readFileSync(file)), readFileSync(`${file}.pub`, 'utf8').split(' ')[1]);
  }
});

test('a key that is cut off anywhere has no public half, or the right one', { skip }, () => {
  const whole = readFileSync(key('whole', '-t', 'ed25519', '-N', ''));
  const half = publicInside(whole);
  for (let end = 0; end < whole.length; end += 1) {
    const cut = Buffer.concat([whole.subarray(0, end), Buffer.from('\n-----END OPENSSH PRIVATE KEY-----\n')]);
    const found = publicInside(cut);
    assert.ok(found === undefined || found === half);
  }
});

test('open keys come as they are listed; locked, public and broken ones are told apart', { skip }, async () => {
  const open = key('open', '-t', 'ed25519', '-N', '');
  const old = key('old', '-t', ...RSA, '-N', '', '-m', 'PEM');
  const locked = key('locked', '-t', 'ed25519', '-N', 'hidden words', '-a', '1');
  const oldLocked = key('old-locked', '-t', ...RSA, '-N', 'hidden words', '-m', 'PEM');
  const broken = join(folder, 'broken');
  writeFileSync(broken, '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n');
  const found = await find([join(folder, 'missing'), locked, open, broken, `${locked}.pub`, old, oldLocked]);
  assert.deepEqual(
    found.open.map(({ words }) => words),
    [`the key ${open}`, `the key ${old}`],
  );
  assert.deepEqual(
    found.locked.map(({ file }) => file),
    [locked, oldLocked],
  );
  assert.equal(found.unusable.length, 2);
  assert.match(found.unusable[0] ?? '', /broken is not understood/);
  assert.match(found.unusable[1] ?? '', /locked\.pub is a public key, of which no agent has the private one/);
});

test('a key that the text names is missed; one of a configuration is not', async () => {
  const missing = join(folder, 'missing');
  assert.deepEqual((await find([missing])).unusable, []);
  assert.deepEqual((await find([], missing)).unusable, [`the key ${missing} is not there`]);
});
