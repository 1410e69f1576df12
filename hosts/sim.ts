// A host in memory: things with states, runs with a journal, and a crash wherever a test wants one. It interprets the
// request that a program was compiled from and answers with the very lines of a real host; it never runs shell.
import { type Host, HostError, type Program, type RunRequest, type Session } from '../engine/host.ts';
import { type JsonObject, type Probe, type State, type ThingId, thingId } from '../modules/contract.ts';
import { answersTo, insideOf } from '../modules/things/index.ts';
import { listed, owe, type SimRun, settleOwn } from './sim/run.ts';
import { closed, printed, stateIn, type TextOf } from './sim/state.ts';

export type Crash = {
  /** The event of the run's journal at which it happens, counted from 1. */
  readonly event: number;
  /** Before the event is written, or after. */
  readonly when: 'before' | 'after';
  /** `runner`: the runner dies. `connection`: we are cut off, the runner goes on. */
  readonly what: 'runner' | 'connection';
};

/** What a runner throws when the crash that a test asked for comes. */
class RunnerDied extends Error {}

export type SimHost = Host & {
  readonly state: Map<ThingId, JsonObject>;
  /** Takes effect for the next run, once. */
  crash: Crash | undefined;
  /** Makes a step to this thing fail, as a full disk would. */
  failing: Set<ThingId>;
  /** Resources that a restart is due to, and every restart that was done, by the thing that was restarted. */
  readonly owed: Set<string>;
  readonly acted: string[];
};

export const simHost = (name: string, initial: State, textOf: TextOf = () => undefined): SimHost =>
  new MemoryHost(name, initial, textOf);

class MemoryHost implements SimHost {
  readonly name: string;
  readonly place = 'in memory';
  readonly state: Map<ThingId, JsonObject>;
  readonly failing = new Set<ThingId>();
  readonly owed = new Set<string>();
  readonly acted: string[] = [];
  crash: Crash | undefined;
  readonly #runs = new Map<string, SimRun>();
  readonly #textOf: TextOf;
  #cutOff = false;
  #tell: (line: string) => void = () => undefined;

  constructor(name: string, initial: State, textOf: TextOf) {
    this.name = name;
    this.#textOf = textOf;
    this.state = new Map(Object.entries(initial) as [ThingId, JsonObject][]);
  }

  open(): Promise<Session> {
    this.#cutOff = false;
    return Promise.resolve({
      run: (program: Program, onLine: (line: string) => void) => this.#answer(program, onLine),
      isOpen: true,
      close: () => Promise.resolve(),
    });
  }

  #answer(program: Program, onLine: (line: string) => void): Promise<void> {
    this.#tell = (line) => {
      if (!this.#cutOff) onLine(line);
    };
    const { request } = program;
    switch (request.kind) {
      case 'read':
        this.#tellRuns();
        for (const address of this.owed) this.#tell(`owed ${address}`);
        this.#tellAnswers(request.probes);
        break;
      case 'record':
        this.#recoverAll();
        this.#tellRuns();
        this.#tellRecord(request.run, request.project);
        break;
      case 'run':
        if (this.#recoverAll()) this.#tell('outcome stale');
        else this.#start(request);
        break;
      case 'attach':
        this.#tellRun(request.run);
        break;
      case 'recover':
        this.#recoverAll();
        break;
      case 'bytes':
      case 'cancel':
      case 'confirm':
        break;
    }
    if (!this.#cutOff) return Promise.resolve();
    return Promise.reject(new HostError('lost', this.name, 'the connection was cut', 'try again'));
  }

  #stateOf(id: ThingId): JsonObject {
    return stateIn(this.state, id, this.#textOf);
  }

  #tellAnswers(probes: readonly Probe[]): void {
    for (const [index, probe] of probes.entries()) {
      const id = thingId(probe);
      this.#tell(`answer ${index}\t${printed(id, this.#stateOf(id))}`);
    }
  }

  #tellRuns(): void {
    for (const { run, undoneBy } of listed(this.#runs.values())) {
      const { run: id, undoes, project } = run.request;
      this.#tell(`run ${id} ${run.outcome ?? 'unfinished'} 0 ${undoes ?? '-'} ${undoneBy ?? '-'} sim ${project}`);
    }
  }

  #tellRun(id: string): void {
    const run = this.#runs.get(id);
    if (!run) this.#tell('no-run');
    for (const event of run?.events ?? []) this.#tell(`event ${event}`);
    if (run?.outcome !== undefined) this.#tell(`outcome ${run.outcome}`);
  }

  #tellRecord(wanted: string | undefined, project: string): void {
    const undoable = listed(this.#runs.values()).filter(
      ({ run, undoneBy }) =>
        run.request.project === project &&
        run.request.undoes === undefined &&
        undoneBy === undefined &&
        /^(done|stopped|partly|stuck)$/.test(run.outcome ?? '') &&
        !this.#is(run, run.request.before),
    );
    const run = wanted === undefined ? undoable[0]?.run : this.#runs.get(wanted);
    if (!run) {
      this.#tell('no-run');
      return;
    }
    this.#tell(`record ${run.request.run} ${run.request.record}`);
    for (const [index, id] of run.things.entries()) this.#tell(`answer ${index}\t${printed(id, this.#stateOf(id))}`);
    for (const [index, id] of run.things.entries()) {
      const { before, after } = run.request;
      const probe = before[id]?.['is'] === 'absent' ? insideOf(id, after[id] ?? {}) : undefined;
      if (probe) this.#tell(`inside ${index}\t${printed(thingId(probe), this.#stateOf(thingId(probe)))}`);
    }
  }

  #event(run: SimRun, text: string): void {
    const number = run.events.length + 1;
    const crash = this.crash?.event === number ? this.crash : undefined;
    if (crash?.when === 'before') this.#crash(crash);
    run.events.push(text);
    this.#tell(`event ${text}`);
    if (crash?.when === 'after') this.#crash(crash);
  }

  #crash(crash: Crash): void {
    this.crash = undefined;
    this.#cutOff = true;
    if (crash.what === 'runner') throw new RunnerDied();
  }

  #start(request: RunRequest): void {
    const things = (Object.keys(request.before) as ThingId[]).toSorted();
    const run: SimRun = { request, events: [], things, owed: new Set(), outcome: undefined };
    this.#runs.set(request.run, run);
    try {
      this.#forward(run);
    } catch (error) {
      if (!(error instanceof RunnerDied)) throw error;
    }
  }

  #forward(run: SimRun): void {
    const { request } = run;
    if (!this.#matches(run, request.before)) {
      this.#end(run, 'stale');
      return;
    }
    this.#event(run, 'go');
    owe(run, this.owed);
    const missing = new Set<number>();
    for (const [index, resource] of request.resources.entries()) {
      if (resource.needs.some((need) => missing.has(need))) {
        this.#event(run, `skipped ${index + 1}`);
        missing.add(index);
        continue;
      }
      this.#event(run, `begin ${index + 1}`);
      if (this.#take(resource.forward)) {
        this.#act(resource);
        this.#event(run, `done ${index + 1}`);
        continue;
      }
      this.#event(run, `failed ${index + 1}`);
      if (request.onFailure !== 'continue') {
        this.#failed(run, index + 1);
        return;
      }
      this.#event(run, `back ${index + 1}`);
      this.#take(resource.back);
      missing.add(index);
    }
    this.#event(run, 'verifying');
    if (missing.size > 0) {
      this.#end(run, 'partly');
      return;
    }
    if (!this.#matches(run, request.after)) {
      this.#failed(run, request.resources.length);
      return;
    }
    this.#end(run, 'done');
  }

  #failed(run: SimRun, last: number): void {
    if (run.request.onFailure !== 'rollback') {
      if (last === 0) settleOwn(run, this.owed);
      this.#end(run, 'stopped');
      return;
    }
    this.#event(run, 'walking-back');
    for (let number = last; number > 0; number -= 1) {
      this.#event(run, `back ${number}`);
      this.#take(run.request.resources[number - 1]?.back ?? []);
    }
    for (const resource of run.request.resources.slice(0, last)) this.#act(resource);
    const { before, oneWay } = run.request;
    const isBack = this.#matches(run, before, oneWay);
    if (isBack && oneWay.length === 0) settleOwn(run, this.owed);
    this.#end(run, isBack ? 'undone' : 'stuck');
  }

  #act({ address, acts }: RunRequest['resources'][number]): void {
    this.acted.push(...acts.map(({ thing }) => thing));
    this.owed.delete(address);
  }

  #take(steps: RunRequest['resources'][number]['forward']): boolean {
    for (const { thing, to } of steps) {
      if (this.failing.has(thing)) return false;
      this.state.set(thing, closed(thing, to, this.state));
    }
    return true;
  }

  #differing(run: SimRun, expected: State, open: readonly ThingId[] = []): number {
    return run.things.findIndex(
      (id) => !open.includes(id) && !answersTo(printed(id, expected[id] ?? {}), printed(id, this.#stateOf(id))),
    );
  }

  #is(run: SimRun, expected: State): boolean {
    return this.#differing(run, expected) < 0;
  }

  #matches(run: SimRun, expected: State, open: readonly ThingId[] = []): boolean {
    const differing = this.#differing(run, expected, open);
    if (differing < 0) return true;
    const id = run.things[differing] as ThingId;
    this.#event(run, `differs ${differing}\t${printed(id, this.#stateOf(id))}`);
    return false;
  }

  #end(run: SimRun, outcome: string): void {
    run.outcome = outcome;
    this.#event(run, `end ${outcome}`);
  }

  /** True when there was something to walk back. */
  #recoverAll(): boolean {
    const left = [...this.#runs.values()].filter((run) => run.outcome === undefined);
    for (const run of left) {
      this.#tell(`recovering ${run.request.run}`);
      const begun = run.events.filter((event) => event.startsWith('begin ')).length;
      if (run.events.includes('go')) this.#failed(run, begun);
      else this.#end(run, 'undone');
      this.#tell(`recovered ${run.request.run} ${run.outcome}`);
    }
    return left.length > 0;
  }
}
