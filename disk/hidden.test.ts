// What secrets come to as bytes: nothing of them may follow from a sum or a size, and a salt gives the same bytes again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hide, hideAgain, newSalt } from './hidden.ts';

const linesOf = (bytes: Uint8Array): readonly string[] => Buffer.from(bytes).toString().split('\n');

test('the secret stands behind one line, as it is, and all that are short are equally long', async () => {
  const [short, other] = [await hide('a', 'key'), await hide('a longer one\n of two lines', 'key')];
  assert.deepEqual(linesOf(short).slice(1), ['a']);
  assert.deepEqual(linesOf(other).slice(1), ['a longer one', ' of two lines']);
  assert.equal(short.length, other.length);
});

test('the same secret for the same purpose has the same bytes with the same salt, and otherwise not', async () => {
  const salt = newSalt();
  const first = await hideAgain(salt)('secret', 'key');
  assert.deepEqual(await hideAgain(salt)('secret', 'key'), first);
  assert.deepEqual(linesOf(first).slice(1), ['secret']);
  const others = [
    await hideAgain(newSalt())('secret', 'key'),
    await hideAgain(salt)('secret', 'another key'),
    await hideAgain(salt)('another secret', 'key'),
    await hide('secret', 'key'),
  ];
  assert.equal(new Set([first, ...others].map((bytes) => linesOf(bytes)[0])).size, 5);
});
