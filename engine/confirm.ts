// A run that waits to be confirmed: tries to come in anew until it succeeds or the run has ended. That a new connection
// works is what the host wants to know, so nobody has to be asked.
import { type CancelSignal, HostError } from './host.ts';
import type { Dependencies } from './operator.ts';

/** Between a connection that did not come about and the next. */
const PAUSE_MILLISECONDS = 500;
const TRIES_LIMIT = 10_000;
/** How long after its time a host may take to go back and let us in again. */
const GOING_BACK_SECONDS = 60;

type Confirm = (cancel: CancelSignal) => Promise<void>;

export class Confirming implements CancelSignal {
  readonly #confirm: Confirm;
  readonly #wait: Dependencies['wait'];
  readonly #listeners = new Set<() => void>();
  /** The run has ended, so whatever is still on its way there is for nothing. */
  aborted = false;

  constructor(confirm: Confirm, wait: Dependencies['wait']) {
    this.#confirm = confirm;
    this.#wait = wait;
  }

  async begin(): Promise<void> {
    for (let tries = 0; tries < TRIES_LIMIT && !this.aborted; tries += 1) {
      try {
        await this.#confirm(this);
        return;
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
      }
      if (!this.#wait) return;
      await this.#wait(PAUSE_MILLISECONDS, this);
    }
  }

  end(): void {
    this.aborted = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }
}

/** How patiently a run is followed again: one that may have shut us out lets us in again once it has gone back. */
export type Patience = {
  readonly tries: number;
  readonly milliseconds: number;
  readonly pauseMilliseconds: number;
};

/** How often a lost connection is made again to go on following a run. */
const RECONNECTS = 3;

export const patienceWith = (confirmSeconds: number | undefined): Patience =>
  confirmSeconds === undefined
    ? { tries: RECONNECTS, milliseconds: Number.POSITIVE_INFINITY, pauseMilliseconds: 0 }
    : {
        tries: TRIES_LIMIT,
        milliseconds: (confirmSeconds + GOING_BACK_SECONDS) * 1000,
        pauseMilliseconds: PAUSE_MILLISECONDS,
      };
