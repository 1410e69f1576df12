// The one file of the engine that awaits hosts: plan, apply, roll back, on many hosts at a time, over connections that
// stay open. What there is to compute is computed in pure files; in here are connections, order and events.
import { BYTES_LIMIT, type BytesAnswer, parseBytes } from './bytes.ts';
import {
  attachProgram,
  bytesProgram,
  cancelProgram,
  payloadOf,
  readProgram,
  recordProgram,
  recoverProgram,
  runProgram,
} from './compile.ts';
import { Connections } from './connections.ts';
import type { Contents } from './contents.ts';
import { failure, failureOf, noAnswers, refusal } from './failure.ts';
import { RunFollower } from './follow.ts';
import { type CancelSignal, type Host, HostError, type RunRequest } from './host.ts';
import { forEachLimited } from './limited.ts';
import { resultOf, unheard } from './outcome.ts';
import { type PlanBasics, planHost, probesOf, resourcesOf } from './plan.ts';
import type { HostSettings, Project } from './project.ts';
import { parseReading } from './reading.ts';
import type { ApplyResult, EngineEvent, HostFailure, HostPlan, PlanResult, ProjectPlan } from './result.ts';
import { parseRecordAnswer, planRollbackOf } from './rollback.ts';

export type Dependencies = {
  openHost(settings: HostSettings): Host;
  /** Milliseconds. */
  now(): number;
  /** Sorts by time; letters, digits and `-`. */
  newRunId(): string;
  /** `user@machine`, for whoever finds the run or its lock. */
  who: string;
  emit(event: EngineEvent): void;
  /** Shell that a run calls at each of its events: only crash tests give one. */
  boundary?: string;
};

export type Options = {
  readonly hosts?: readonly string[];
  /** Stops safely: a run finishes its step, then walks back or stops as the policy says. */
  readonly cancel?: CancelSignal;
  /** Ends the processes of a run at once; what it left is then walked back. */
  readonly kill?: CancelSignal;
};
export type RollbackOptions = Options & { readonly run?: string; readonly force?: boolean };

export interface Operator {
  plan(project: Project, contents: Contents, options?: Options): Promise<ProjectPlan>;
  planRollback(project: Project, options?: RollbackOptions): Promise<ProjectPlan>;
  apply(
    project: Project,
    plan: ProjectPlan,
    contents: Contents | undefined,
    options?: Options,
  ): Promise<readonly ApplyResult[]>;
  bytes(project: Project, host: string, path: string): Promise<BytesAnswer | { readonly failure: HostFailure }>;
  close(): Promise<void>;
}

/** How often a lost connection is made again to go on following a run. */
const RECONNECTS = 3;

export const createOperator = (dependencies: Dependencies): Operator => new HostOperator(dependencies);

class HostOperator implements Operator {
  readonly #dependencies: Dependencies;
  readonly #connections: Connections;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#connections = new Connections(dependencies.openHost, dependencies.emit);
  }

  plan(project: Project, contents: Contents, options: Options = {}): Promise<ProjectPlan> {
    return this.#onHosts(project, options, async (settings) => {
      const planned = resourcesOf(project, settings.name, contents);
      const probes = probesOf(planned);
      const lines = await this.#connections.ask(settings, readProgram({ kind: 'read', probes }), options.cancel);
      const reading = parseReading(probes, lines);
      if (reading.unanswered.length > 0) return { failure: noAnswers(settings.name, reading.unanswered) };
      const basics = this.#basics(project, settings.name, { runs: reading.runs, kind: 'apply', undoes: undefined });
      return { plan: planHost(basics, planned, reading.state) };
    });
  }

  planRollback(project: Project, options: RollbackOptions = {}): Promise<ProjectPlan> {
    return this.#onHosts(project, options, async (settings) => {
      const lines = await this.#connections.ask(settings, recordProgram(options.run, project.name), options.cancel);
      const answer = parseRecordAnswer(settings.name, options.run, lines);
      if ('failure' in answer) return answer;
      const { record, now, runs } = answer;
      const basics = this.#basics(project, settings.name, { runs, kind: 'rollback', undoes: record.run });
      return { plan: planRollbackOf(basics, record, now, options.force ?? false) };
    });
  }

  apply(
    project: Project,
    plan: ProjectPlan,
    contents: Contents | undefined,
    options: Options = {},
  ): Promise<readonly ApplyResult[]> {
    const chosen = plan.hosts.filter(({ host }) => options.hosts?.includes(host) ?? true);
    return forEachLimited(chosen, project.policy.parallel, ({ host, result }) =>
      this.#applyHost(project, host, result, contents, options),
    );
  }

  async bytes(project: Project, host: string, path: string): Promise<BytesAnswer | { readonly failure: HostFailure }> {
    const settings = settingsOf(project, host);
    try {
      return parseBytes(await this.#connections.ask(settings, bytesProgram(path, BYTES_LIMIT), undefined));
    } catch (error) {
      return { failure: failureOf(host, error) };
    }
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  #basics(project: Project, host: string, more: Pick<PlanBasics, 'runs' | 'kind' | 'undoes'>): PlanBasics {
    return { project: project.name, host, run: this.#dependencies.newRunId(), policy: project.policy, ...more };
  }

  async #onHosts(
    project: Project,
    options: Options,
    work: (settings: HostSettings) => Promise<PlanResult>,
  ): Promise<ProjectPlan> {
    const chosen = [...project.hosts.values()].filter(({ name }) => options.hosts?.includes(name) ?? true);
    const hosts = await forEachLimited(chosen, project.policy.parallel, async (settings) => {
      const result = await work(settings).catch((error: unknown) => ({ failure: failureOf(settings.name, error) }));
      this.#dependencies.emit({ host: settings.name, what: 'planned' });
      return { host: settings.name, result };
    });
    return { hosts };
  }

  async #applyHost(
    project: Project,
    host: string,
    result: PlanResult,
    contents: Contents | undefined,
    options: Options,
  ): Promise<ApplyResult> {
    const startedAt = this.#dependencies.now();
    const finish = (outcome: Omit<ApplyResult, 'host' | 'milliseconds'>): ApplyResult => ({
      host,
      milliseconds: this.#dependencies.now() - startedAt,
      ...outcome,
    });
    const failed = (why: HostFailure): ApplyResult =>
      finish({ run: undefined, outcome: 'failed', changed: 0, failure: why });
    if ('failure' in result) return failed(result.failure);
    if (options.cancel?.aborted)
      return failed(failure(host, 'cancelled', 'cancelled before its turn', 'nothing was touched'));
    const { plan } = result;
    if (!plan.request) {
      const refused = plan.changes.some((change) => change.action === 'refused');
      const why = refused ? refusal(host, plan.changes) : undefined;
      return finish({ run: undefined, outcome: refused ? 'failed' : 'nothing', changed: 0, failure: why });
    }
    return finish(await this.#perform(settingsOf(project, host), plan, plan.request, contents, options));
  }

  async #perform(
    settings: HostSettings,
    plan: HostPlan,
    request: RunRequest,
    contents: Contents | undefined,
    options: Options,
  ): Promise<Omit<ApplyResult, 'host' | 'milliseconds'>> {
    const follower = new RunFollower(settings.name, request, (event) => {
      this.#dependencies.emit(event);
      // A cancel that came before there was a run to cancel was not heard by anybody.
      if (event.what !== 'started') return;
      if (options.kill?.aborted) void this.#sendCancel(settings, request.run, true);
      else if (options.cancel?.aborted) void this.#sendCancel(settings, request.run, false);
    });
    const { who, boundary } = this.#dependencies;
    const payload = payloadOf(request, contents);
    const program = runProgram({ request, who, payload, ...(boundary === undefined ? {} : { boundary }) });
    const stopListening = [
      this.#cancelOn(settings, request.run, options.cancel, false),
      this.#cancelOn(settings, request.run, options.kill, true),
    ];
    try {
      await this.#connections.run(settings, program, (line) => follower.line(line), undefined);
      if (follower.outcome === undefined) await this.#recovered(settings, follower);
    } catch (error) {
      const lost = await this.#reattach(settings, request.run, follower, error);
      if (lost) return unheard(plan, request, lost);
    } finally {
      for (const stop of stopListening) stop();
    }
    return resultOf(plan, request, follower);
  }

  /** A runner that died under us (a second cancel ends it so) has left its way back: have it walked. */
  async #recovered(settings: HostSettings, follower: RunFollower): Promise<void> {
    if (follower.unprepared !== undefined || follower.unknown) return;
    await this.#connections.ask(settings, recoverProgram(), undefined);
    follower.reconnected();
    await this.#connections.run(settings, attachProgram(follower.run), (line) => follower.line(line), undefined);
  }

  /** Goes on following a run whose connection broke; the failure, if the host can't be heard any more. */
  async #reattach(
    settings: HostSettings,
    run: string,
    follower: RunFollower,
    error: unknown,
  ): Promise<HostFailure | undefined> {
    let last: unknown = error;
    for (let tries = 0; tries < RECONNECTS; tries += 1) {
      if (!(last instanceof HostError) || last.kind !== 'lost') break;
      try {
        follower.reconnected();
        await this.#connections.run(settings, attachProgram(run), (line) => follower.line(line), undefined);
        if (follower.outcome === undefined) await this.#recovered(settings, follower);
        return undefined;
      } catch (again) {
        last = again;
      }
    }
    return failureOf(settings.name, last);
  }

  /** Asks a run to stop, over a connection of its own, because the first one is busy following it. */
  #cancelOn(settings: HostSettings, run: string, cancel: CancelSignal | undefined, hard: boolean): () => void {
    if (!cancel) return () => undefined;
    const onAbort = (): void => {
      void this.#sendCancel(settings, run, hard);
    };
    if (cancel.aborted) onAbort();
    else cancel.addEventListener('abort', onAbort, { once: true });
    return () => cancel.removeEventListener('abort', onAbort);
  }

  async #sendCancel(settings: HostSettings, run: string, hard: boolean): Promise<void> {
    try {
      await this.#connections.runAside(settings, cancelProgram(run, hard));
    } catch (error) {
      // The run goes on; it will be told by how it ends. A bug is still a bug.
      failureOf(settings.name, error);
    }
  }
}

function settingsOf(project: Project, host: string): HostSettings {
  const settings = project.hosts.get(host);
  if (!settings) throw new Error(`the project has no host ${host}`);
  return settings;
}
