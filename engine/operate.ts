// The one file of the engine that awaits hosts: plan, apply, roll back, on many hosts at a time, over connections that
// stay open. What there is to compute is computed in pure files; in here are connections, order and events.
import { Alike } from './alike.ts';
import type { Reach } from './breaker.ts';
import type { BytesAnswer } from './bytes.ts';
import { afterRestart } from './comeback.ts';
import { attachProgram, cancelProgram, confirmProgram, recordProgram, recoverProgram } from './compile.ts';
import { payloadOf, runProgram } from './compile-run.ts';
import { Confirming, patienceWith } from './confirm.ts';
import { Connections, chosenHosts, settingsOf } from './connections.ts';
import type { Contents } from './contents.ts';
import { dataIn, requestsOn } from './data.ts';
import { failure, failureOf, noAnswers, refusal } from './failure.ts';
import { backwards, Fleet, fleetOf, isRollback, rulesOf } from './fleet.ts';
import { RunFollower } from './follow.ts';
import { type CancelSignal, HostError, type RunRequest } from './host.ts';
import { forEachLimited, inTurns } from './limited.ts';
import { askFacts, bytesOf } from './look.ts';
import type { ApplyOptions, Dependencies, Operator, Options, RollbackOptions } from './operator.ts';
import { afterTakingBack, failedToOpen, isChanged, notBegunResult, resultOf, turnEndOf, unheard } from './outcome.ts';
import type { PlanBasics } from './plan.ts';
import type { HostSettings, Project } from './project.ts';
import { parseReading } from './reading.ts';
import type { ApplyResult, Facts, HostFailure, HostPlan, HostRuns, PlanResult, ProjectPlan } from './result.ts';
import { parseRecordAnswer, planRollbackOf, staysIn } from './rollback.ts';
import { attachTo, confirmRun, recordOf, runsOnHosts } from './runs.ts';

export type { ApplyOptions, Dependencies, Operator, Options, RollbackOptions } from './operator.ts';

export const createOperator = (dependencies: Dependencies): Operator => new HostOperator(dependencies);

class HostOperator implements Operator {
  readonly #dependencies: Dependencies;
  readonly #connections: Connections;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#connections = new Connections(dependencies);
  }

  facts(project: Project, options: Options = {}): Promise<Facts> {
    return askFacts(this.#connections, chosenHosts(project, options.hosts), project.policy.parallel, options.cancel);
  }

  plan(project: Project, contents: Contents, options: Options = {}): Promise<ProjectPlan> {
    const alike = new Alike(project, contents);
    return this.#onHosts(project, options, async (settings) => {
      const asked = alike.asked(settings.name);
      const lines = await this.#connections.ask(settings, asked.program, options.cancel);
      const reading = parseReading(asked.probes, lines);
      if (reading.unanswered.length > 0) return { failure: noAnswers(settings.name, reading.unanswered) };
      const basics = this.#basics(project, settings.name, { ...reading, kind: 'apply', undoes: undefined });
      const planFor = alike.planFor(asked, { basics, reading, lines, isForced: options.force ?? false });
      const login = reading.login && { login: reading.login.user };
      return { plan: { ...planFor(basics), ...login, data: dataIn(requestsOn(project, settings.name), lines) } };
    });
  }

  planRollback(project: Project, options: RollbackOptions = {}): Promise<ProjectPlan> {
    return this.#planBack(project, options, staysIn(project));
  }

  #planBack(project: Project, options: RollbackOptions, stays: ReadonlySet<string>): Promise<ProjectPlan> {
    const confirm = project.policy.confirmSeconds !== undefined;
    return this.#onHosts(project, options, async (settings) => {
      const program = recordProgram(options.run, project.name, confirm);
      const lines = await this.#connections.ask(settings, program, options.cancel);
      const answer = parseRecordAnswer(settings.name, options.run, lines);
      if ('failure' in answer) return answer;
      const { record, runs, hook } = answer;
      const basics = this.#basics(project, settings.name, { runs, hook, kind: 'rollback', undoes: record.run });
      return { plan: planRollbackOf(basics, answer, { force: false, resources: undefined, ...options, stays }) };
    });
  }

  async apply(
    project: Project,
    plan: ProjectPlan,
    contents: Contents | undefined,
    options: ApplyOptions = {},
  ): Promise<readonly ApplyResult[]> {
    const chosen = plan.hosts.filter(({ host }) => options.hosts?.includes(host) ?? true);
    const planned = new Map(chosen.map(({ host, result }) => [host, result]));
    const fleet = fleetOf(project, plan, [...planned.keys()], options.rollbackAll ?? false);
    const results = await inTurns(
      fleet,
      (host) => this.#applyHost(project, host, planned.get(host) as PlanResult, contents, options),
      // What can't be taken back on one host stands in no other's way.
      (result) => (isRollback(plan) ? 'well' : turnEndOf(result)),
    );
    const inOrder = chosen.map(
      ({ host }) => results.get(host) ?? notBegunResult(host, fleet.notBegun.get(host) ?? 'its turn did not come'),
    );
    const culprit = options.rollbackAll ? fleet.tooMany : undefined;
    return culprit === undefined ? inOrder : this.#takeAllBack(project, inOrder, culprit);
  }

  /** Not to be cancelled by what cancelled the apply: it is the way to the state before. */
  async #takeAllBack(
    project: Project,
    results: readonly ApplyResult[],
    culprit: string,
  ): Promise<readonly ApplyResult[]> {
    const changed = new Map(results.filter(isChanged).map((result) => [result.host, result]));
    const fleet = new Fleet(backwards(rulesOf(project, [...changed.keys()], false)));
    const takeBack = async (host: string): Promise<ApplyResult> => {
      const { run } = changed.get(host) as ApplyResult;
      // (like a walk back: what this apply itself has made is not what must stay)
      const options = { hosts: [host], ...(run === undefined ? {} : { run }) };
      const plan = await this.#planBack(project, options, new Set());
      const [planned] = plan.hosts;
      if (!planned) throw new Error(`the plan to take back ${host} is empty`);
      return this.#applyHost(project, host, planned.result, undefined, {});
    };
    const backs = await inTurns(fleet, takeBack, () => 'well');
    return results.map((result) => {
      const back = backs.get(result.host);
      return back ? afterTakingBack(result, back, culprit) : result;
    });
  }

  confirm(project: Project, host: string, run: string): Promise<boolean | { readonly failure: HostFailure }> {
    return confirmRun(this.#connections, settingsOf(project, host), run);
  }

  bytes(project: Project, host: string, path: string): Promise<BytesAnswer | { readonly failure: HostFailure }> {
    return bytesOf(this.#connections, settingsOf(project, host), path);
  }

  runs(project: Project, options: Options = {}): Promise<readonly HostRuns[]> {
    return runsOnHosts(this.#connections, chosenHosts(project, options.hosts), project.policy.parallel, options.cancel);
  }

  attach(project: Project, host: string, run?: string, cancel?: CancelSignal): Promise<ApplyResult> {
    const { now, emit } = this.#dependencies;
    return attachTo({ connections: this.#connections, settings: settingsOf(project, host), run, cancel, emit, now });
  }

  record: Operator['record'] = (project, host, run) => recordOf(this.#connections, settingsOf(project, host), run);

  reach(project: Project, host: string): Reach {
    return this.#connections.reach(settingsOf(project, host));
  }

  close = (): Promise<void> => this.#connections.close();

  #basics(project: Project, host: string, more: Pick<PlanBasics, 'runs' | 'hook' | 'kind' | 'undoes'>): PlanBasics {
    return { project: project.name, host, run: this.#dependencies.newRunId(), policy: project.policy, ...more };
  }

  async #onHosts(
    project: Project,
    options: Options,
    work: (settings: HostSettings) => Promise<PlanResult>,
  ): Promise<ProjectPlan> {
    const chosen = chosenHosts(project, options.hosts);
    const hosts = await forEachLimited(chosen, project.policy.parallel, async (settings) => {
      const failed = options.failed?.get(settings.name);
      const asked = failed ? Promise.resolve({ failure: failed }) : work(settings);
      const result = await asked.catch((error: unknown) => ({ failure: failureOf(settings.name, error) }));
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
    options: ApplyOptions,
  ): Promise<ApplyResult> {
    const startedAt = this.#dependencies.now();
    const finish = (outcome: Omit<ApplyResult, 'host' | 'milliseconds'>): ApplyResult => ({
      host,
      milliseconds: this.#dependencies.now() - startedAt,
      ...outcome,
    });
    if (options.cancel?.aborted) {
      const why = failure(host, 'cancelled', 'cancelled before its turn', 'nothing was touched');
      return finish({ run: undefined, outcome: 'not-begun', changed: 0, failure: why });
    }
    if ('failure' in result) return finish(failedToOpen(result.failure));
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
    options: ApplyOptions,
  ): Promise<Omit<ApplyResult, 'host' | 'milliseconds'>> {
    const { who, boundary, wait } = this.#dependencies;
    const confirm = confirmProgram(request.run);
    const confirming = new Confirming(
      (cancel) => this.#connections.runAnew(settings, confirm, () => undefined, cancel),
      wait,
    );
    const follower = new RunFollower(settings.name, request, (event) => {
      this.#dependencies.emit(event);
      if (event.what === 'awaiting' && options.confirm !== 'manual') void confirming.begin();
      // A cancel that came before there was a run to cancel was not heard by anybody.
      if (event.what !== 'started') return;
      if (options.kill?.aborted) void this.#sendCancel(settings, request.run, true);
      else if (options.cancel?.aborted) void this.#sendCancel(settings, request.run, false);
    });
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
      if (error instanceof HostError && error.kind === 'unreachable') return failedToOpen(failureOf(plan.host, error));
      const lost = await this.#reattach(settings, request, follower, error);
      if (lost) return unheard(plan, request, lost);
    } finally {
      confirming.end();
      for (const stop of stopListening) stop();
    }
    const result = resultOf(plan, request, follower);
    return afterRestart(this.#connections, settings, { request, follower, result }, this.#dependencies);
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
    { run, confirmSeconds }: RunRequest,
    follower: RunFollower,
    error: unknown,
  ): Promise<HostFailure | undefined> {
    const patience = patienceWith(confirmSeconds);
    const { now, wait } = this.#dependencies;
    const until = now() + patience.milliseconds;
    let last: unknown = error;
    for (let tries = 0; tries < patience.tries && now() < until; tries += 1) {
      if (!(last instanceof HostError) || last.kind === 'cancelled') break;
      if (confirmSeconds === undefined && last.kind !== 'lost') break;
      if (tries > 0 && patience.pauseMilliseconds > 0) await wait?.(patience.pauseMilliseconds, undefined);
      try {
        follower.reconnected();
        const onLine = (line: string): void => follower.line(line);
        // (a host that shut us out on purpose is not one to be left alone for a while)
        if (confirmSeconds === undefined) await this.#connections.run(settings, attachProgram(run), onLine, undefined);
        else await this.#connections.runAnew(settings, attachProgram(run), onLine);
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
