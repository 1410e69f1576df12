// The thread of a module, and when it is ended.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Thread } from './thread.ts';

/** One whose `key` takes so long. */
const slowThread = (milliseconds: number, limits?: Parameters<typeof Thread.start>[2]): Promise<Thread> => {
  const text = `export default { key() { for (const end = Date.now() + ${milliseconds}; Date.now() < end; ); return "x"; } };\n`;
  return Thread.start('modules/slow.mjs', `data:text/javascript,${encodeURIComponent(text)}`, limits);
};

test('one that is slow each time is ended when it has taken too long at a stretch', async () => {
  const thread = await slowThread(500);
  assert.throws(() => {
    for (let times = 0; times < 10; times += 1) thread.call('key', []);
  }, /is not asked again/);
});

test('one that is slow is ended when all of it is too much, also where others get a turn between', async () => {
  const thread = await slowThread(60, { slowLimitMilliseconds: 200 });
  const askOften = async (): Promise<void> => {
    for (let times = 0; times < 10; times += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      thread.call('key', []);
    }
  };
  await assert.rejects(askOften, /its slow answers took longer than 0\.2 seconds together, and is not asked again/);
});
