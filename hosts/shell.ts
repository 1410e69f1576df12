// A session: one shell on a host that runs program after program, each sent and answered in one round trip. It owns the
// protocol with bootstrap.ts; it knows nothing of ssh, and nothing of what programs are about.
import type { CancelSignal, Payload, Program, Session } from '../engine/host.ts';
import { HostError, type HostErrorKind } from '../engine/host.ts';
import { frameProgram } from './bootstrap.ts';
import type { Channel, End } from './channel.ts';
import { MarkedLines } from './lines.ts';

/** How much of what a host complained is kept for messages. */
const COMPLAINT_BYTES_LIMIT = 8192;
const COMPLAINT_LINES_TOLD = 5;
/** A shell that has not said that it is ready by then is none. */
const READY_LIMIT_MILLISECONDS = 30_000;
const CLOSE_LIMIT_MILLISECONDS = 2000;
const ANSWER = /^\d+\t/;

/** What opens a session can say better why there is no shell: sudo, for one. */
export type Explain = (complaint: string, how: string) => HostError | undefined;

/** A session that may be waited for before the first program. */
export interface Shell extends Session {
  /** Resolves when the shell answers. Nobody needs to wait for it: programs may be sent before. */
  ready(cancel?: CancelSignal): Promise<void>;
}

type Running = {
  readonly onLine: (line: string) => void;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

export type ShellOptions = {
  readonly host: string;
  readonly channel: Channel;
  readonly marker: string;
  readonly explain?: Explain | undefined;
  readonly readyLimitMilliseconds?: number;
};

export class ShellSession implements Shell {
  readonly #host: string;
  readonly #channel: Channel;
  readonly #marker: string;
  readonly #explain: Explain;
  readonly #ready = withResolvers();
  readonly #readyTimer: NodeJS.Timeout;
  #isReady = false;
  /** Between `answers` and `answered`, lines with an index are answers: a mark on each would cost the host a process. */
  #isAnswering = false;
  #running: Running | undefined;
  /** What came on the error stream, and what a login that is no shell has to say, which comes on the other one. */
  #complaint = '';
  #noise = '';
  #ended: HostError | undefined;

  constructor({ host, channel, marker, explain, readyLimitMilliseconds = READY_LIMIT_MILLISECONDS }: ShellOptions) {
    this.#host = host;
    this.#channel = channel;
    this.#marker = marker;
    this.#explain = explain ?? (() => undefined);
    const lines = new MarkedLines(
      marker,
      (line) => this.#line(line),
      (line) => this.#other(line),
    );
    channel.output.on('data', (bytes: Buffer) => lines.push(bytes));
    channel.errors.on('data', (bytes: Buffer) => {
      this.#complaint = (this.#complaint + bytes.toString('utf8')).slice(-COMPLAINT_BYTES_LIMIT);
    });
    // What can't be written will be noticed by the end of the channel, which knows why.
    channel.input.on('error', () => undefined);
    this.#readyTimer = setTimeout(() => {
      const words = this.#withComplaint(`no shell answered within ${readyLimitMilliseconds / 1000} seconds`);
      this.#end(this.#error('no-shell', words, 'does this login have a shell, or does it wait for something?'));
    }, readyLimitMilliseconds);
    void channel.closed.then((end) => this.#end(this.#whyEnded(end)));
    this.#ready.promise.catch(() => undefined);
  }

  async ready(cancel?: CancelSignal): Promise<void> {
    await this.#unlessCancelled(this.#ready.promise, cancel);
  }

  async run(program: Program, onLine: (line: string) => void, cancel?: CancelSignal): Promise<void> {
    if (this.#running) throw new Error(`${this.#host}: a program is running on this session already`);
    if (this.#ended) throw this.#ended;
    const done = withResolvers();
    this.#running = { onLine, resolve: done.resolve, reject: done.reject };
    try {
      await this.#unlessCancelled(Promise.all([this.#send(program), done.promise]), cancel);
    } finally {
      this.#running = undefined;
    }
  }

  get isOpen(): boolean {
    return this.#ended === undefined;
  }

  async close(): Promise<void> {
    this.#ended ??= this.#error('lost', 'the session was closed', 'open another one');
    clearTimeout(this.#readyTimer);
    this.#channel.input.end();
    // A shell at its prompt ends by itself; one that does not is left behind.
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_LIMIT_MILLISECONDS);
    });
    await Promise.race([this.#channel.closed, limit]);
    clearTimeout(timer);
    this.#channel.destroy();
  }

  /** There is no way to stop a program and go on with the session: a cancel ends both. */
  async #unlessCancelled(work: Promise<unknown>, cancel: CancelSignal | undefined): Promise<void> {
    const onCancel = (): void => this.#end(this.#error('cancelled', 'cancelled', 'run it again when you are ready'));
    cancel?.addEventListener('abort', onCancel, { once: true });
    if (cancel?.aborted) onCancel();
    try {
      await work;
    } finally {
      cancel?.removeEventListener('abort', onCancel);
    }
  }

  async #send(program: Program): Promise<void> {
    await this.#write(frameProgram(this.#marker, program.text));
    for (const payload of program.payload) await this.#write(bytesOf(payload));
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const { input } = this.#channel;
    if (this.#ended || input.destroyed || input.write(bytes)) return;
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
      clearTimeout(this.#readyTimer);
      this.#ready.resolve();
    } else if (/^end \d+$/.test(line)) {
      this.#isAnswering = false;
      this.#running?.resolve();
    } else if (line === 'answers') this.#isAnswering = true;
    else if (line === 'answered') this.#isAnswering = false;
    else this.#running?.onLine(line);
  }

  #other(line: Buffer): void {
    if (this.#isAnswering) {
      const text = line.toString('utf8');
      if (ANSWER.test(text)) this.#running?.onLine(`answer ${text}`);
    } else if (!this.#isReady) this.#noise = `${this.#noise}${line.toString('utf8')}\n`.slice(-COMPLAINT_BYTES_LIMIT);
  }

  #withComplaint(words: string): string {
    const said = `${this.#complaint}\n${this.#isReady ? '' : this.#noise}`
      .split(/\s*\n\s*/)
      .filter((line) => line !== '');
    return said.length === 0 ? words : `${words}: ${said.slice(-COMPLAINT_LINES_TOLD).join('; ')}`;
  }

  #whyEnded({ how, isLost }: End): HostError {
    const hadShell = this.#isReady || isLost;
    const explained = hadShell ? undefined : this.#explain(this.#complaint, how);
    if (explained) return explained;
    const words = this.#withComplaint(how);
    if (hadShell) return this.#error('lost', `the connection was lost (${words})`, 'is the host up? Try again');
    return this.#error('no-shell', `no shell answered (${words})`, 'viki needs a login that may run `sh`');
  }

  #error(kind: HostErrorKind, message: string, hint: string): HostError {
    return new HostError(kind, this.#host, message, hint);
  }

  /** The first end counts: whatever comes later is a consequence of it. */
  #end(error: HostError): void {
    this.#ended ??= error;
    clearTimeout(this.#readyTimer);
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
