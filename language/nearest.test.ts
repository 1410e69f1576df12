// Which word was meant by another one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guess } from './nearest.ts';

const FIELDS = ['path', 'content', 'on', 'owner', 'mode', 'when'];

test('what begins as the word does comes before what is a letter away; of two as near, neither is clear', () => {
  const given = ['con', 'onwer', 'mdoe', 'whne', 'cont', 'p', 'xyz'];
  const guesses = given.map((word) => guess(word, FIELDS));
  const shown = guesses.map((one) => one && `${one.word}${one.isClear ? '' : '?'}`);
  assert.deepEqual(shown, ['content?', 'owner', 'mode', 'when', 'content?', undefined, undefined]);
  assert.deepEqual(guess('web-4', ['web-1', 'web-2']), { word: 'web-1', isClear: false });
  assert.deepEqual(guess('ot', ['on']), { word: 'on', isClear: false });
});
