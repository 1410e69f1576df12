// Work that waits until nothing more comes in: many keystrokes that arrive together are answered once, and no time is
// ever waited for. It knows the event loop and nothing else.

/** However much comes in, the work is done after so many turns of the event loop. */
const TURNS_LIMIT = 200;

/** Call what this returns whenever something came in; the work runs after the first turn in which nothing did. */
export function whenQuiet(work: () => void): () => void {
  let calls = 0;
  let isWaiting = false;
  const wait = (seen: number, turns: number): void => {
    setImmediate(() => {
      if (calls !== seen && turns < TURNS_LIMIT) {
        wait(calls, turns + 1);
        return;
      }
      isWaiting = false;
      work();
    });
  };
  return () => {
    calls += 1;
    if (isWaiting) return;
    isWaiting = true;
    setImmediate(() => wait(calls, 0));
  };
}
