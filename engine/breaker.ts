// Whether a host is asked at all: one that could not be reached is left alone for a while, and then asked once. Pure: the
// time is given to it, and it reaches nobody.
import { HostError } from './host.ts';

/** How long a host is left alone the first time; each time that it could not be reached again, twice as long. */
const FIRST_REST_MILLISECONDS = 15_000;
const REST_LIMIT_MILLISECONDS = 120_000;

/** How often a connection is tried before the host counts as one that can't be reached, and how long in between. */
const CONNECT_TRIES = 3;
const FIRST_DELAY_MILLISECONDS = 250;
const DELAY_GROWTH = 4;
/** Tries that take longer than this all together are not repeated: a host that is silent costs its timeout once. */
const PATIENCE_MILLISECONDS = 8000;

/**
 * closed: it is asked as usual. open: it could not be reached, and is not asked before `retryAt`. half-open: it is being
 * asked once, to see whether it is there again.
 */
export type Reach =
  | { readonly state: 'closed' }
  | { readonly state: 'open' | 'half-open'; readonly since: number; readonly retryAt: number; readonly why: HostError };

/** What is to be known of a host that is left alone, also by another process. */
export type Rest = {
  readonly since: number;
  readonly retryAt: number;
  /** How often in a row it could not be reached. */
  readonly failures: number;
  readonly why: HostError;
};

export class Breaker {
  #reach: Reach = { state: 'closed' };
  #failures = 0;

  /** With what an earlier process knew. */
  constructor(earlier?: Rest) {
    if (earlier === undefined) return;
    const { failures, ...rest } = earlier;
    this.#failures = failures;
    this.#reach = { state: 'open', ...rest };
  }

  get reach(): Reach {
    return this.#reach;
  }

  get rest(): Rest | undefined {
    if (this.#reach.state === 'closed') return undefined;
    const { since, retryAt, why } = this.#reach;
    return { since, retryAt, why, failures: this.#failures };
  }

  /** Asks to try now: the reason why not, or undefined, and then the end of the try must be told. */
  begin(host: string, now: number): HostError | undefined {
    const reach = this.#reach;
    if (reach.state === 'closed') return undefined;
    const ago = `${seconds(now - reach.since)} ago (${reach.why.message})`;
    if (reach.state === 'half-open') {
      return new HostError(
        'unreachable',
        host,
        `it was not reachable ${ago}, and is being tried again`,
        reach.why.hint,
      );
    }
    if (now < reach.retryAt) {
      const words = `it was not reachable ${ago}; it is tried again in ${seconds(reach.retryAt - now)}`;
      return new HostError('unreachable', host, words, reach.why.hint);
    }
    this.#reach = { ...reach, state: 'half-open' };
    return undefined;
  }

  /** How a try ended: with a connection, or with an error. Only one that did not reach the host counts against it. */
  end(error: unknown, now: number): void {
    const reach = this.#reach;
    if (error instanceof HostError && error.kind === 'unreachable') {
      const rest = Math.min(FIRST_REST_MILLISECONDS * 2 ** this.#failures, REST_LIMIT_MILLISECONDS);
      this.#failures += 1;
      this.#reach = { state: 'open', since: now, retryAt: now + rest, why: error };
    } else if (reach.state === 'half-open' && error instanceof HostError && error.kind === 'cancelled') {
      // It was not found out, so that the next one may.
      this.#reach = { ...reach, state: 'open' };
    } else {
      this.#failures = 0;
      this.#reach = { state: 'closed' };
    }
  }
}

/** How long to wait before the next try after this many; undefined when it is not worth one. */
export function delayBeforeNextTry(tries: number, spentMilliseconds: number, error: unknown): number | undefined {
  if (!(error instanceof HostError) || !error.mayPass) return undefined;
  if (tries >= CONNECT_TRIES || spentMilliseconds > PATIENCE_MILLISECONDS) return undefined;
  return FIRST_DELAY_MILLISECONDS * DELAY_GROWTH ** (tries - 1);
}

const seconds = (milliseconds: number): string => `${Math.max(1, Math.ceil(milliseconds / 1000))} s`;
