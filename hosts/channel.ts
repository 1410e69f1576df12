// A pair of byte streams to something that runs on a host, whatever carries them. Types only.
import type { Readable, Writable } from 'node:stream';

export type End = {
  /** In words: `it ended with code 1`. */
  readonly how: string;
  /** What carried it broke; otherwise what ran there ended. */
  readonly isLost: boolean;
};

export type Channel = {
  readonly input: Writable;
  readonly output: Readable;
  readonly errors: Readable;
  /** Resolves when the other side is gone. Never rejects. */
  readonly closed: Promise<End>;
  /** Ends everything that belongs to it, at once. */
  destroy(): void;
};
