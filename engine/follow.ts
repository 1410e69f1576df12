// A run's event log, line by line, becomes events and an outcome. Pure; lines may come twice after a lost connection.
import type { RunRequest } from './host.ts';
import { isOutcome } from './reading.ts';
import type { EngineEvent, RunOutcome } from './result.ts';

/** What a host may tell of a failure; more is dropped. */
const OUTPUT_LINES_LIMIT = 40;

export class RunFollower {
  readonly #host: string;
  readonly #request: RunRequest;
  readonly #emit: (event: EngineEvent) => void;
  /** Events of the log seen so far, and how many of them this connection has told. */
  #seen = 0;
  #told = 0;
  outcome: RunOutcome | undefined;
  /** The resources whose steps failed, and those that were left out because they build upon one. */
  readonly failed: string[] = [];
  readonly skipped: string[] = [];
  /** The resources whose way back was walked. */
  readonly walkedBack = new Set<string>();
  /** Seconds that a step was given, when it took longer. */
  late: number | undefined;
  /** The resources that are as planned. */
  readonly done = new Set<string>();
  /** Things that were not as expected, `INDEX<TAB>ANSWER`. */
  readonly differing: string[] = [];
  readonly output: string[] = [];
  /** What the first step that failed said; it is not in the output. */
  readonly cause: string[] = [];
  /** Who holds the lock, `RUN SINCE WHO`. */
  lockedBy: string | undefined;
  /** What could not be prepared, before anything was touched. */
  unprepared: string | undefined;
  cancelled = false;
  /** Nobody confirmed it within its time. */
  unconfirmed = false;
  /** An earlier run had been left half done, and this is how it ended now; this one did not begin. */
  recovered: RunOutcome | undefined;
  /** This run's own runner died, and what it left was dealt with afterwards. */
  interrupted = false;
  /** The host knows nothing of this run. */
  unknown = false;

  constructor(host: string, request: RunRequest, emit: (event: EngineEvent) => void) {
    this.#host = host;
    this.#request = request;
    this.#emit = emit;
  }

  get run(): string {
    return this.#request.run;
  }

  /** A new connection tells the log from its start. */
  reconnected(): void {
    this.#told = 0;
  }

  line(line: string): void {
    const space = line.indexOf(' ');
    const word = space < 0 ? line : line.slice(0, space);
    const rest = space < 0 ? '' : line.slice(space + 1);
    if (word === 'event') this.#event(rest);
    else if (word === 'cause' && this.cause.length < OUTPUT_LINES_LIMIT) this.cause.push(rest);
    else if (word === 'output' && this.output.length < OUTPUT_LINES_LIMIT) this.output.push(rest);
    else if (word === 'outcome' && isOutcome(rest)) this.outcome ??= rest;
    else if (word === 'failed') this.unprepared = rest;
    else if (word === 'recovering') this.#emit({ host: this.#host, what: 'recovering' });
    else if (word === 'recovered') this.#recovered(rest);
    else if (word === 'no-run') this.unknown = true;
  }

  #recovered(rest: string): void {
    const [run, outcome = ''] = rest.split(' ');
    if (run === this.#request.run) return;
    if (isOutcome(outcome)) this.recovered = outcome;
    // It can't be walked back by itself, so nothing can be done before somebody has looked.
    else this.unprepared = `recover the run ${run} has no program that could walk it back`;
  }

  #event(text: string): void {
    this.#told += 1;
    if (this.#told <= this.#seen) return;
    this.#seen = this.#told;
    const [word = '', argument = ''] = text.split(' ');
    const rest = text.slice(word.length + 1);
    switch (word) {
      case 'go':
        this.#emit({ host: this.#host, what: 'started', run: this.#request.run });
        break;
      case 'begin':
      case 'done':
      case 'back':
      case 'retry':
      case 'skipped':
        this.#step(word, Number(argument));
        break;
      case 'failed':
      case 'back-failed':
        this.#stepFailed(Number(argument));
        break;
      case 'late':
        this.late = Number(rest.split(' ')[1]);
        break;
      case 'verifying':
      case 'walking-back':
        this.#emit({ host: this.#host, what: word });
        break;
      case 'differs':
        this.differing.push(rest);
        break;
      case 'locked':
        this.lockedBy = rest;
        break;
      case 'awaiting':
        this.#emit({ host: this.#host, what: 'awaiting', run: this.#request.run, seconds: Number(argument) });
        break;
      case 'confirmed':
        this.#emit({ host: this.#host, what: 'confirmed' });
        break;
      case 'unconfirmed':
        this.unconfirmed = true;
        this.#emit({ host: this.#host, what: 'unconfirmed' });
        break;
      case 'cancelled':
        this.cancelled = true;
        break;
      case 'recovering':
        this.interrupted = true;
        break;
      case 'end':
        if (isOutcome(argument)) this.#end(argument);
        break;
    }
  }

  #step(what: 'begin' | 'done' | 'back' | 'retry' | 'skipped', number: number): void {
    const of = this.#request.resources.length;
    const address = this.#request.resources[number - 1]?.address;
    if (address === undefined) return;
    if (what === 'done') this.done.add(address);
    // (how the last try ends is how it ends)
    if (what === 'retry') this.late = undefined;
    if (what === 'skipped') this.skipped.push(address);
    if (what === 'back') this.walkedBack.add(address);
    this.#emit({ host: this.#host, what, address, number, of });
  }

  #stepFailed(number: number): void {
    const address = this.#request.resources[number - 1]?.address ?? '';
    if (!this.failed.includes(address)) this.failed.push(address);
    this.#emit({ host: this.#host, what: 'step-failed', address, output: [] });
  }

  #end(outcome: RunOutcome): void {
    this.outcome = outcome;
    this.#emit({ host: this.#host, what: 'ended', outcome });
  }
}
