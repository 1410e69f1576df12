// A session: one shell on a host that runs program after program, each sent and answered in one round trip. It owns the
// protocol with bootstrap.ts; it knows nothing of ssh, and nothing of what programs are about.
import type { CancelSignal, Payload, Program, Session } from '../engine/host.ts';
import { HostError, type HostErrorKind } from '../engine/host.ts';
import type { Channel } from './channel.ts';
import { MarkedLines } from './lines.ts';

/** How much of what a host complained is kept for messages. */
const COMPLAINT_BYTES_LIMIT = 8192;
const COMPLAINT_LINES_TOLD = 5;
/** A shell that has not said that it is ready by then is none. */
const READY_LIMIT_MILLISECONDS = 30_000;
const CLOSE_LIMIT_MILLISECONDS = 2000;

/** What opens a session can say better why there is no shell: sudo, for one. */
export type Explain = (complaint: string, how: string) => HostError | undefined;

type Running = {
  readonly onLine: (line: string) => void;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

export type ShellOptions = {
  readonly host: string;
  readonly channel: Channel;
  readonly marker: string;
  readonly explain?: Explain;
};

export class ShellSession implements Session {
  readonly #host: string;
  readonly #channel: Channel;
  readonly #marker: string;
  readonly #explain: Explain;
  readonly #ready = withResolvers();
  #isReady = false;
  #running: Running | undefined;
  #complaint = '';
  #ended: HostError | undefined;

  constructor(options: ShellOptions) {
    this.#host = options.host;
    this.#channel = options.channel;
    this.#marker = options.marker;
    this.#explain = options.explain ?? (() => undefined);
    const lines = new MarkedLines(options.marker, (line) => this.#line(line));
    this.#channel.output.on('data', (bytes: Buffer) => lines.push(bytes));
    this.#channel.errors.on('data', (bytes: Buffer) => {
      this.#complaint = (this.#complaint + bytes.toString('utf8')).slice(-COMPLAINT_BYTES_LIMIT);
    });
    // What can't be written will be noticed by the end of the channel, which knows why.
    this.#channel.input.on('error', () => undefined);
    void this.#channel.closed.then((how) => this.#end(this.#whyEnded(how)));
    this.#ready.promise.catch(() => undefined);
  }

  /** Resolves when the shell answers. Nobody needs to wait for it: programs may be sent before. */
  async ready(limitMilliseconds = READY_LIMIT_MILLISECONDS): Promise<void> {
    const timer = setTimeout(() => {
      const words = `no shell answered within ${limitMilliseconds / 1000} seconds`;
      this.#end(this.#error('no-shell', words, 'does this login have a shell, or does it wait for something?'));
    }, limitMilliseconds);
    try {
      await this.#ready.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  async run(program: Program, onLine: (line: string) => void, cancel?: CancelSignal): Promise<void> {
    if (this.#running) throw new Error(`${this.#host}: a program is running on this session already`);
    if (this.#ended) throw this.#ended;
    const done = withResolvers();
    this.#running = { onLine, resolve: done.resolve, reject: done.reject };
    const onCancel = (): void => this.#end(this.#error('cancelled', 'cancelled', 'run it again when you are ready'));
    if (cancel?.aborted) onCancel();
    cancel?.addEventListener('abort', onCancel, { once: true });
    try {
      await Promise.all([this.#send(program), done.promise]);
    } finally {
      cancel?.removeEventListener('abort', onCancel);
      this.#running = undefined;
    }
  }

  async close(): Promise<void> {
    this.#ended ??= this.#error('lost', 'the session was closed', 'open another one');
    this.#channel.input.end();
    // A shell at its prompt ends by itself; one that does not is left behind.
    const timer = setTimeout(() => this.#channel.destroy(), CLOSE_LIMIT_MILLISECONDS);
    await this.#channel.closed;
    clearTimeout(timer);
  }

  async #send(program: Program): Promise<void> {
    const text = Buffer.from(program.text);
    await this.#write(Buffer.concat([Buffer.from(`${this.#marker} ${text.length}\n`), text]));
    for (const payload of program.payload) await this.#write(bytesOf(payload));
  }

  async #write(bytes: Uint8Array): Promise<void> {
    if (this.#ended) return;
    const { input } = this.#channel;
    if (input.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const proceed = (): void => {
        input.off('drain', proceed);
        input.off('close', proceed);
        resolve();
      };
      input.on('drain', proceed);
      input.on('close', proceed);
    });
  }

  #line(line: string): void {
    if (line === 'ready') {
      this.#isReady = true;
      this.#ready.resolve();
    } else if (/^end \d+$/.test(line)) this.#running?.resolve();
    else this.#running?.onLine(line);
  }

  #whyEnded(how: string): HostError {
    const complaint = this.#complaint.trim().split('\n').slice(-COMPLAINT_LINES_TOLD).join('; ');
    const explained = this.#isReady ? undefined : this.#explain(this.#complaint, how);
    if (explained) return explained;
    const words = complaint === '' ? how : `${how}: ${complaint}`;
    if (this.#isReady) return this.#error('lost', `the connection was lost (${words})`, 'is the host up? Try again');
    return this.#error('no-shell', `no shell answered (${words})`, 'viki needs a login that may run `sh`');
  }

  #error(kind: HostErrorKind, message: string, hint: string): HostError {
    return new HostError(kind, this.#host, message, hint);
  }

  /** The first end counts: whatever comes later is a consequence of it. */
  #end(error: HostError): void {
    this.#ended ??= error;
    this.#ready.reject(this.#ended);
    this.#running?.reject(this.#ended);
    this.#channel.destroy();
  }
}

function bytesOf(payload: Payload): Uint8Array {
  // One byte more or less, and everything after it would be read as something else.
  if (payload.bytes.length !== payload.size)
    throw new Error(`${payload.sha256} has ${payload.bytes.length} bytes, not ${payload.size}`);
  return payload.bytes;
}

type Resolvers = {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

function withResolvers(): Resolvers {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
