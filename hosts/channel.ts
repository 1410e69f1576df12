// A pair of byte streams to something that runs on a host, whatever carries them. Types only.
import type { Readable, Writable } from 'node:stream';

export type Channel = {
  readonly input: Writable;
  readonly output: Readable;
  readonly errors: Readable;
  /** Resolves, in words, when the other side is gone: `it ended with code 1`. Never rejects. */
  readonly closed: Promise<string>;
  /** Ends everything that belongs to it, at once. */
  destroy(): void;
};
