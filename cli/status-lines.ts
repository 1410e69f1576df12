// How hosts stand: what they remember of runs, and whether they are still as the last one left them. Pure.
import { openRun } from '../client/folds/earlier.ts';
import { undoneText } from '../client/folds/undone.ts';
import { ago, changeCount, countsText, isChange } from '../client/folds/words.ts';
import { type SeenState, seenHost } from '../disk/seen.ts';
import type { Reach } from '../engine/breaker.ts';
import type { HostPlan, ProjectPlan, RunSummary } from '../engine/result.ts';
import type { Paint } from './paint.ts';
import { changeLines, failureLines } from './plan-lines.ts';

/** Older ones are on the host; --json has all that it told. */
const RUNS_SHOWN_LIMIT = 3;

export type Standing = {
  readonly host: string;
  /**
   * `drift`: the host differs from what the last run from here left, and the text asks for the same as then.
   * `differs`: the host is not as the text says, and we can't tell which of the two has changed.
   */
  readonly state: 'as-the-text-says' | 'drift' | 'differs' | 'unfinished' | 'running';
  readonly plan: HostPlan;
};

/** Whether a host is asked at all: one that could not be reached is left alone for a while. */
export type Reached = { readonly state: Reach['state']; readonly restSeconds?: number };

export function reachedOf(reach: Reach, now: number): Reached {
  if (reach.state === 'closed') return reach;
  return { state: reach.state, restSeconds: Math.max(0, Math.ceil((reach.retryAt - now) / 1000)) };
}

/** The newest run; those that touched nothing tell nothing. */
const lastRun = (plan: HostPlan): RunSummary | undefined =>
  plan.runs.findLast(({ outcome }) => outcome !== 'stale' && outcome !== 'locked');

export function standingOf(plan: HostPlan, seen: SeenState | undefined, wish: string | undefined): Standing {
  const { host } = plan;
  const last = lastRun(plan);
  const open = openRun(plan)?.outcome;
  if (open === 'running' || open === 'unfinished') return { host, state: open, plan };
  if (plan.changes.every(({ action }) => action === 'none')) return { host, state: 'as-the-text-says', plan };
  const noted = seen && seenHost(seen, host).run;
  const isSameWish =
    noted?.kind === 'apply' && noted.id === last?.run && noted.wish !== undefined && noted.wish === wish;
  return { host, state: isSameWish && last?.outcome === 'done' ? 'drift' : 'differs', plan };
}

function headline({ state, plan }: Standing, paint: Paint): string {
  const counts = countsText(plan);
  switch (state) {
    case 'as-the-text-says':
      return paint.green('as the text says');
    case 'drift':
      return paint.yellow(`changed since the last run, by somebody else: ${counts} to have it as the text says again`);
    case 'differs':
      return paint.yellow(changeCount(plan) === 0 ? counts : `not as the text says: ${counts}`);
    case 'running':
      return paint.cyan('a run goes on there now');
    case 'unfinished':
      return paint.red('a run was broken off there; the next `viki rollback` or `viki apply` walks it back first');
  }
}

/** How lines are written: the project that they are for, whose own runs need no name. */
export type Telling = { readonly now: number; readonly paint: Paint; readonly project: string };

export function runLine(run: RunSummary, { now, project }: Telling): string {
  const whose = run.project === project ? '' : `, of the project ${run.project}`;
  const undoes = run.undoes === undefined ? '' : `, took back ${undoneText(run.undoes)}`;
  const undoneBy = run.undoneBy === undefined ? '' : `, taken back by ${run.undoneBy}`;
  return `  run ${run.run}: ${run.outcome}, ${ago(run.startedAt * 1000, now)}, ${run.who}${whose}${undoes}${undoneBy}`;
}

export const droppedLine = (paint: Paint): string =>
  paint.dim('  (older runs were dropped, and can not be taken back any more)');

function standingLines(standing: Standing, telling: Telling): string[] {
  const { host, plan } = standing;
  const { paint } = telling;
  const runs = plan.runs.slice(-RUNS_SHOWN_LIMIT).toReversed();
  const changes = plan.changes.filter((change) => isChange(change) || change.refusal);
  return [
    `${paint.bold(host)}: ${headline(standing, paint)}`,
    ...changes.flatMap((change) => changeLines(change, paint)),
    ...(runs.length === 0 ? ['  no runs yet'] : runs.map((run) => runLine(run, telling))),
    ...(plan.dropped ? [droppedLine(paint)] : []),
  ];
}

export function statusLines(
  plan: ProjectPlan,
  standings: readonly Standing[],
  telling: Telling & { reachOf(host: string): Reached },
): readonly string[] {
  const { paint, reachOf } = telling;
  return plan.hosts.flatMap(({ host, result }) => {
    const standing = standings.find((candidate) => candidate.host === host);
    if (standing) return standingLines(standing, telling);
    if (!('failure' in result)) return [];
    const { state, restSeconds } = reachOf(host);
    const words = `  left alone for ${restSeconds} s: it was not reachable`;
    const rest = state === 'closed' ? [] : [paint.dim(words)];
    return [...failureLines(result.failure, paint), ...rest];
  });
}
