// The thread of a module, and when it is ended.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIMES } from '../test/support/any-edits.ts';
import { Thread } from './thread.ts';

/** One whose `key` takes so long. */
const slowThread = (milliseconds: number, limits?: Parameters<typeof Thread.start>[2]): Promise<Thread> => {
  const text = `export default { key() { for (const end = Date.now() + ${milliseconds}; Date.now() < end; ); return "x"; } };\n`;
  return Thread.start('modules/slow.mjs', `data:text/javascript,${encodeURIComponent(text)}`, limits);
};

/** How slow, with what limits, and the limit that is told: in the long ring also the one that everybody has. */
const SLOW: readonly (readonly [number, Parameters<typeof Thread.start>[2], number])[] = [
  [60, { stretchLimitMilliseconds: 300 }, 0.3],
  ...(TIMES > 1 ? [[500, {}, 3] as const] : []),
];

for (const [milliseconds, limits, told] of SLOW) {
  test(`one that is slow each time is ended when it has taken ${told} seconds at a stretch`, async () => {
    const thread = await slowThread(milliseconds, limits);
    assert.throws(
      () => {
        for (let times = 0; times < 10; times += 1) thread.call('key', []);
      },
      new RegExp(`its answers took longer than ${told} seconds together, and is not asked again`),
    );
  });
}

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
