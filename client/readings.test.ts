// A text that was read before a newer one, and comes after it, is not shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Readings } from './readings.ts';

/** Readings that end when they are told to, in whichever order. */
function slow() {
  const ends: ((text: string) => void)[] = [];
  const shown: string[] = [];
  const readings = new Readings<string>(
    () => new Promise((resolve) => ends.push(resolve)),
    (folder, text) => shown.push(`${folder}: ${text}`),
  );
  return { readings, ends, shown };
}

test('what was read is shown, and handed back', async () => {
  const { readings, ends, shown } = slow();
  const first = readings.read('shop');
  ends[0]?.('one');
  assert.equal(await first, 'one');
  const second = readings.read('shop');
  ends[1]?.('two');
  assert.equal(await second, 'two');
  assert.deepEqual(shown, ['shop: one', 'shop: two']);
});

test('a reading that began before the one that is shown is not shown', async () => {
  const { readings, ends, shown } = slow();
  const older = readings.read('shop');
  const newer = readings.read('shop');
  ends[1]?.('new');
  await newer;
  ends[0]?.('old');
  assert.equal(await older, 'old');
  assert.deepEqual(shown, ['shop: new']);
});

test('projects do not wait for each other', async () => {
  const { readings, ends, shown } = slow();
  const one = readings.read('shop');
  const other = readings.read('home');
  ends[1]?.('new');
  await other;
  ends[0]?.('old');
  await one;
  assert.deepEqual(shown, ['home: new', 'shop: old']);
});

test('one that could not be read stands in no one’s way', async () => {
  const shown: string[] = [];
  const readings = new Readings<string>(
    (folder) =>
      shown.length === 0 && folder === 'broken' ? Promise.reject(new Error('gone')) : Promise.resolve('text'),
    (_folder, text) => shown.push(text),
  );
  await assert.rejects(readings.read('broken'), /gone/);
  await readings.read('shop');
  await readings.read('broken');
  assert.deepEqual(shown, ['text', 'text']);
});
