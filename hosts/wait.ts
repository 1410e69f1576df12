// Waiting for a while, cut short by a cancel. It knows nothing of what is waited for.
import type { CancelSignal } from '../engine/host.ts';

/** Resolves after so long, or at once when it is cancelled: who waited looks whether it was. */
export function waitFor(milliseconds: number, cancel: CancelSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      cancel?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    cancel?.addEventListener('abort', end, { once: true });
    if (cancel?.aborted) end();
  });
}
