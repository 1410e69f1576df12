// What a person does again when the editor did not see it: it was still being drawn, or did not know all of its commands yet.
import type { Locator } from 'playwright-core';

const LIMIT_MILLISECONDS = 5_000;
const ATTEMPTS = 4;

/** Does something until what it brings up is seen; `isAgain`: what it brought up before was not it. */
export async function doUntilSeen(seen: Locator, act: (isAgain: boolean) => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await act(attempt > 1);
    try {
      await seen.waitFor({ timeout: LIMIT_MILLISECONDS });
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
