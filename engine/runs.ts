// What hosts remember of runs, and going on with one that somebody else began: following it while it goes on, having what a
// dead runner left dealt with, letting it stay where it waits to be confirmed.
import { attachProgram, cancelProgram, confirmProgram, readProgram, recordProgram } from './compile.ts';
import type { Connections } from './connections.ts';
import { failureOf } from './failure.ts';
import { RunFollower } from './follow.ts';
import type { CancelSignal, RunRequest } from './host.ts';
import { forEachLimited } from './limited.ts';
import { notBegunResult, resultOf } from './outcome.ts';
import type { HostSettings } from './project.ts';
import { parseRun } from './reading.ts';
import type { RunRecord } from './record.ts';
import type { ApplyResult, EngineEvent, HostFailure, HostPlan, HostRuns, RunSummary } from './result.ts';
import { parseRecordAnswer } from './rollback.ts';

async function runsOn(
  connections: Connections,
  settings: HostSettings,
  cancel: CancelSignal | undefined,
): Promise<HostRuns> {
  const nothing = { probes: [], addresses: [], data: [] };
  const program = readProgram({ kind: 'read', project: '', confirm: false, ...nothing });
  try {
    const lines = await connections.ask(settings, program, cancel);
    return {
      host: settings.name,
      failure: undefined,
      runs: lines.flatMap((line) => parseRun(line) ?? []).toReversed(),
      awaiting: lines.find((line) => line.startsWith('awaiting '))?.slice('awaiting '.length),
      dropped: lines.includes('dropped'),
    };
  } catch (error) {
    const failure = failureOf(settings.name, error);
    return { host: settings.name, failure, runs: [], awaiting: undefined, dropped: false };
  }
}

export const runsOnHosts = (
  connections: Connections,
  hosts: readonly HostSettings[],
  parallel: number,
  cancel: CancelSignal | undefined,
): Promise<readonly HostRuns[]> => forEachLimited(hosts, parallel, (host) => runsOn(connections, host, cancel));

/** The run that is not done with: the one that goes on, or that was broken off. */
export const openRun = (runs: readonly RunSummary[]): RunSummary | undefined =>
  runs.findLast(({ outcome }) => outcome === 'running' || outcome === 'unfinished');

type Attaching = {
  readonly connections: Connections;
  readonly settings: HostSettings;
  readonly run: string | undefined;
  /** Asks the run to stop safely, whoever began it. */
  readonly cancel: CancelSignal | undefined;
  readonly emit: (event: EngineEvent) => void;
  readonly now: () => number;
};

/** Follows a run to its end; one whose runner is dead is walked back, or left as its policy says. */
export async function attachTo({ connections, settings, run, cancel, emit, now }: Attaching): Promise<ApplyResult> {
  const { name: host } = settings;
  const found = await runsOn(connections, settings, undefined);
  const startedAt = now();
  const failed = (failure: HostFailure): ApplyResult => ({
    ...{ host, run, outcome: 'failed', changed: 0, milliseconds: now() - startedAt, failure },
  });
  if (found.failure) return failed(found.failure);
  const wanted = run ?? openRun(found.runs)?.run;
  if (wanted === undefined) return notBegunResult(host, 'no run goes on there, and none was broken off');
  // (if this is not heard, the run goes on, and its end tells)
  const stop = (): void => {
    connections.runAside(settings, cancelProgram(wanted, false)).catch(() => undefined);
  };
  if (cancel?.aborted) stop();
  else cancel?.addEventListener('abort', stop, { once: true });
  try {
    // (asking for its record has what a dead runner left walked back first)
    const lines = await connections.ask(settings, recordProgram(wanted, '', false), undefined);
    const answer = parseRecordAnswer(host, wanted, lines);
    if ('failure' in answer) return failed(answer.failure);
    const request = requestOf(answer.record);
    const confirm = confirmProgram(wanted);
    const follower = new RunFollower(host, request, (event) => {
      emit(event);
      // Whoever comes to look has come in anew, which is what such a run waits for.
      if (event.what === 'awaiting')
        void connections.runAnew(settings, confirm, () => undefined).catch(() => undefined);
    });
    await connections.run(settings, attachProgram(wanted), (line) => follower.line(line), undefined);
    const milliseconds = now() - startedAt;
    // (it may have ended long ago, and be gone again)
    const by = found.runs.find((one) => one.run === wanted)?.undoneBy;
    return {
      host,
      milliseconds,
      ...(by !== undefined && { takenBackBy: by }),
      ...resultOf(planOf(host, answer.record), request, follower),
    };
  } catch (error) {
    return failed(failureOf(host, error));
  } finally {
    cancel?.removeEventListener('abort', stop);
  }
}

/** What a run did, as its host recorded it. */
export async function recordOf(
  connections: Connections,
  settings: HostSettings,
  run: string,
): Promise<RunRecord | { readonly failure: HostFailure }> {
  try {
    const lines = await connections.ask(settings, recordProgram(run, '', false), undefined);
    const answer = parseRecordAnswer(settings.name, run, lines);
    return 'failure' in answer ? answer : answer.record;
  } catch (error) {
    return { failure: failureOf(settings.name, error) };
  }
}

/** Lets a run stay that waits for it; false if none of that name waits. */
export async function confirmRun(
  connections: Connections,
  settings: HostSettings,
  run: string,
): Promise<boolean | { readonly failure: HostFailure }> {
  const lines: string[] = [];
  try {
    await connections.runAnew(settings, confirmProgram(run), (line) => lines.push(line));
    return lines.includes(`confirmed ${run}`);
  } catch (error) {
    return { failure: failureOf(settings.name, error) };
  }
}

/** As much of what was sent as its events speak of. */
function requestOf(record: RunRecord): RunRequest {
  const resources = record.resources.map(({ address }) => ({
    address,
    forward: [],
    back: [],
    acts: [],
    needs: [],
    runAs: undefined,
    backAs: undefined,
    timeoutSeconds: undefined,
    retries: 0,
  }));
  const { run, project } = record;
  const before = Object.assign({}, ...record.resources.map((resource) => resource.before)) as RunRequest['before'];
  return {
    ...{ kind: 'run', run, project, before, after: {}, resources, oneWay: [], keep: [], record: '', claims: [] },
    ...{ undoes: undefined, onFailure: 'stop', confirmSeconds: undefined },
  };
}

function planOf(host: string, { resources }: RunRecord): HostPlan {
  const changes = resources.map(({ address, place }) => ({
    ...{ address, place, action: 'change' as const, steps: [], differences: [], contents: [], refusal: undefined },
  }));
  const nothing = { runs: [], request: undefined, before: {}, after: {}, confirm: undefined, undoes: undefined };
  return { host, kind: 'apply', changes, ...nothing };
}
