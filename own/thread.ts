// The thread that a module of a project's own runs in: started, asked, and ended when it does not answer. It knows nothing of
// what a module is.
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Json, type JsonObject, ModuleFailure } from '../modules/contract.ts';
import { inside } from './inside.generated.ts';

/** From the start to the end of what stands in the file outside of functions. */
const LOAD_LIMIT_MILLISECONDS = 5000;
/** A function of a module computes; it has nothing to wait for. */
const CALL_LIMIT_MILLISECONDS = 1000;
/** Whatever takes longer than this is not computing a state. */
const SLOW_MILLISECONDS = 50;
const LIMITS = {
  /** All its calls while nobody else gets a turn, such as those of one reading of a text. */
  stretchLimitMilliseconds: 3000,
  /**
   * All that was slow, however often others get a turn between: a fleet has many hosts. Some of it is forgiven with time, as an
   * editor is open for days.
   */
  slowLimitMilliseconds: 10_000,
};
const FORGIVEN_SHARE = 0.01;
const MEMORY_LIMIT_MEBIBYTES = 128;
const ANSWER_LIMIT_CHARACTERS = 4 * 1024 * 1024;

type Limits = typeof LIMITS;
type Failed = { readonly failed: string; readonly line?: number };
type Told = { readonly functions: readonly string[]; readonly data: Json };
type Answer = { readonly value: Json | undefined; readonly texts: readonly string[] } | Failed;

export type Tools = { readonly [name: string]: Json };

/** What nobody refers to any more has nobody to ask its thread. */
const forgotten = new FinalizationRegistry<Worker>((worker) => void worker.terminate());

export class Thread {
  /** What the file exports, and which of it are functions. */
  readonly told: Told;
  readonly #file: string;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #flag: Int32Array<SharedArrayBuffer>;
  #ended: string | undefined;
  #spentMilliseconds = 0;
  #slowMilliseconds = 0;
  readonly #limits: Limits;
  #lastEnd = performance.now();

  private constructor(
    file: string,
    worker: Worker,
    port: MessagePort,
    flag: Int32Array<SharedArrayBuffer>,
    told: Told,
    limits: Limits,
  ) {
    this.#limits = limits;
    this.#file = file;
    this.#worker = worker;
    this.#port = port;
    this.#flag = flag;
    this.told = told;
    forgotten.register(this, worker);
  }

  /** `file` is what people call it; `url` is where it lies. */
  static async start(file: string, url: string, limits: Partial<Limits> = {}): Promise<Thread> {
    const { port1: port, port2 } = new MessageChannel();
    const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(inside, {
      eval: true,
      workerData: { url, port: port2, flag },
      transferList: [port2],
      // (what it prints would be in the midst of what viki prints)
      ...{ stdout: true, stderr: true, env: {}, argv: [], execArgv: [] },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MEBIBYTES },
    });
    port.unref();
    const told = await loaded(worker);
    worker.unref();
    if (!('failed' in told)) return new Thread(file, worker, port, flag, told, { ...LIMITS, ...limits });
    await worker.terminate();
    throw new ModuleFailure(`${placeIn(file, told)} can't be loaded: ${told.failed}`, 'Mend the file.');
  }

  /** Calls a function of the module, and waits for what it gives. `make` is told of every text that it wants as bytes. */
  call(what: string, args: readonly JsonObject[], tools?: Tools, make?: (text: string) => unknown): Json | undefined {
    if (this.#ended !== undefined) throw this.#failure(what, this.#ended);
    const before = Atomics.load(this.#flag, 0);
    this.#port.postMessage({ what, args, tools });
    const late = this.#wait(before);
    if (late !== undefined) {
      void this.#worker.terminate();
      this.#ended = `${late}, and is not asked again`;
      throw this.#failure(what, this.#ended);
    }
    const text: unknown = receiveMessageOnPort(this.#port)?.message;
    if (typeof text !== 'string' || text.length > ANSWER_LIMIT_CHARACTERS) {
      throw this.#failure(what, 'what it gives is larger than viki takes');
    }
    const answer = JSON.parse(text) as Answer;
    if ('failed' in answer) throw this.#failure(what, answer.failed, answer);
    for (const one of answer.texts) make?.(one);
    return answer.value;
  }

  /** Says what took too long. */
  #wait(before: number): string | undefined {
    const { stretchLimitMilliseconds, slowLimitMilliseconds } = this.#limits;
    if (this.#spentMilliseconds === 0) setImmediate(() => (this.#spentMilliseconds = 0)).unref();
    const start = performance.now();
    const left = Math.max(0, stretchLimitMilliseconds - this.#spentMilliseconds);
    const waited = Atomics.wait(this.#flag, 0, before, Math.min(CALL_LIMIT_MILLISECONDS, left));
    this.#spentMilliseconds += performance.now() - start;
    if (this.#slowSince(start) > slowLimitMilliseconds) {
      return `its slow answers took longer than ${slowLimitMilliseconds / 1000} seconds together`;
    }
    if (waited !== 'timed-out') return undefined;
    return left < CALL_LIMIT_MILLISECONDS
      ? `its answers took longer than ${stretchLimitMilliseconds / 1000} seconds together`
      : `it did not answer within ${CALL_LIMIT_MILLISECONDS / 1000} second`;
  }

  /** What its slow answers have taken, with the one that began then. */
  #slowSince(start: number): number {
    const end = performance.now();
    const kept = Math.max(0, this.#slowMilliseconds - (start - this.#lastEnd) * FORGIVEN_SHARE);
    this.#slowMilliseconds = kept + (end - start < SLOW_MILLISECONDS ? 0 : end - start);
    this.#lastEnd = end;
    return this.#slowMilliseconds;
  }

  #failure(what: string, why: string, where: { readonly line?: number } = {}): ModuleFailure {
    return new ModuleFailure(`\`${what}\` of ${placeIn(this.#file, where)} failed: ${why}`, `Mend ${this.#file}.`);
  }
}

const placeIn = (file: string, { line }: { readonly line?: number }): string =>
  line === undefined ? file : `${file}:${line}`;

function loaded(worker: Worker): Promise<Told | Failed> {
  return new Promise((resolve) => {
    const end = (answer: Told | Failed): void => {
      clearTimeout(limit);
      worker.removeAllListeners();
      // (what happens to it later is seen by whoever asks it, and no reason for anybody else to end)
      worker.on('error', () => undefined);
      resolve(answer);
    };
    const late = `it was not ready within ${LOAD_LIMIT_MILLISECONDS / 1000} seconds`;
    const limit = setTimeout(() => end({ failed: late }), LOAD_LIMIT_MILLISECONDS);
    worker.once('message', (text: string) => end(JSON.parse(text) as Told | Failed));
    worker.once('error', (error) => end({ failed: error instanceof Error ? error.message : String(error) }));
    worker.once('exit', () => end({ failed: 'it ended its own thread' }));
  });
}
