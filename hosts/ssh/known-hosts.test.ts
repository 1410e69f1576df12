// known_hosts as OpenSSH reads it; the last test asks ssh-keygen itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fingerprint, judgeKey, keyType, knownKeys, knownName, matchesPatterns, newLine } from './known-hosts.ts';

const KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIFVJjg7jEUmHezfCOZ5ImMk7m3G0mcrfah7lhsIAPdka';
const OTHER = 'AAAAC3NzaC1lZDI1NTE5AAAAIBVJjg7jEUmHezfCOZ5ImMk7m3G0mcrfah7lhsIAPdkb';
const RSA = 'AAAAB3NzaC1yc2EAAAADAQABAAAAAQ==';

const keysIn = (text: string, name: string) => knownKeys([{ path: 'known_hosts', text }], name);

test('names: plain, with a port, in lists, with wildcards and negations', () => {
  assert.equal(knownName('web', 22), 'web');
  assert.equal(knownName('web', 2222), '[web]:2222');
  assert.ok(matchesPatterns('web,203.0.113.10', '203.0.113.10'));
  assert.ok(matchesPatterns('*.example.org', 'a.example.org'));
  assert.ok(!matchesPatterns('*.example.org,!old.example.org', 'old.example.org'));
  assert.ok(!matchesPatterns('web', 'web2'));
  assert.ok(!matchesPatterns('w.b', 'web'));
  assert.ok(matchesPatterns('[127.0.0.1]:2222', '[127.0.0.1]:2222'));
  assert.ok(!matchesPatterns('127.0.0.1', '[127.0.0.1]:2222'));
});

test('lines: comments, blanks and half lines are passed over, places are told', () => {
  const text = `# web ssh-ed25519 ${OTHER}\n\nweb\nweb ssh-ed25519\n  web ssh-ed25519 ${KEY} a comment\n`;
  assert.deepEqual(keysIn(text, 'web'), [{ type: 'ssh-ed25519', key: KEY, marker: '', file: 'known_hosts', line: 5 }]);
});

test('verdicts', () => {
  const known = keysIn(`web ssh-ed25519 ${KEY}\n@revoked * ssh-ed25519 ${OTHER}\n`, 'web');
  assert.equal(judgeKey(known, 'ssh-ed25519', KEY).is, 'known');
  assert.equal(judgeKey(known, 'ssh-ed25519', OTHER).is, 'revoked');
  assert.equal(judgeKey([], 'ssh-ed25519', KEY).is, 'unknown');
  const changed = judgeKey(keysIn(`web ssh-ed25519 ${OTHER}\n`, 'web'), 'ssh-ed25519', KEY);
  assert.ok(changed.is === 'changed' && changed.known.line === 1);
});

test('a host known by a key of another type only is not a new host', () => {
  assert.equal(judgeKey(keysIn(`web ssh-rsa ${RSA}\n`, 'web'), 'ssh-ed25519', KEY).is, 'changed');
});

test('a certificate authority is not a key of the host', () => {
  assert.equal(judgeKey(keysIn(`@cert-authority web ssh-ed25519 ${OTHER}\n`, 'web'), 'ssh-ed25519', KEY).is, 'unknown');
});

test('the type of a key is read from the key', () => {
  assert.equal(keyType(Buffer.from(KEY, 'base64')), 'ssh-ed25519');
  assert.equal(keyType(Buffer.from('')), '');
  assert.equal(keyType(Buffer.from([255, 255, 255, 255, 65])), 'A');
});

test('what we add, plain or hashed, ssh-keygen finds again, with the same fingerprint', (context) => {
  if (spawnSync('ssh-keygen', ['-?']).error) return context.skip('OpenSSH is not installed here');
  const folder = mkdtempSync(join(tmpdir(), 'viki-known-'));
  const file = join(folder, 'known_hosts');
  for (const hashed of [false, true]) {
    writeFileSync(file, newLine('[web]:2222', 'ssh-ed25519', KEY, hashed));
    const found = spawnSync('ssh-keygen', ['-F', '[web]:2222', '-f', file], { encoding: 'utf8' }).stdout;
    assert.ok(found.includes(KEY), found);
    assert.equal(keysIn(readFileSync(file, 'utf8'), '[web]:2222').length, 1);
    assert.equal(keysIn(readFileSync(file, 'utf8'), 'web').length, 0);
    const listed = spawnSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' }).stdout;
    assert.ok(listed.includes(fingerprint(KEY)), listed);
  }
  rmSync(folder, { recursive: true });
});
