// That every new key can be read, also where ssh2 writes one that can't.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ssh2 from 'ssh2';
import { type FreshKey, freshKey } from './fresh-key.ts';

const good = freshKey(ssh2);
const bad = { ...good, private: good.private.replace(/\n.{20}/, '\n') };

function ssh2ThatWrites(keys: FreshKey[]): typeof ssh2 {
  const generateKeyPairSync = (() => keys.shift() ?? bad) as typeof ssh2.utils.generateKeyPairSync;
  return { ...ssh2, utils: { ...ssh2.utils, generateKeyPairSync } };
}

test('a key that cannot be read is not given away', () => {
  assert.ok(ssh2.utils.parseKey(bad.private) instanceof Error);
  assert.equal(freshKey(ssh2ThatWrites([bad, bad, good])), good);
});

test('and it does not try forever', () => {
  assert.throws(() => freshKey(ssh2ThatWrites([])), /could read none of them/);
});
