// The one line that says how a project, a host or a resource stands: for lenses, the status bar and messages. Pure: it
// may not import vscode; the time is handed in.

import type { PlanResult, ProjectPlan } from '../../engine/result.ts';
import { type Board, type HostRow, isCurrent, type ResourceState } from './board.ts';
import { say } from './spoken.ts';
import { ago, hostNames, planHeadline, resultsHeadline } from './words.ts';

const RESOURCE_WORDS: { readonly [state in ResourceState]: string | undefined } = {
  unknown: undefined,
  same: say`no changes`,
  create: say`to create`,
  change: say`to change`,
  remove: say`to remove`,
  refused: say`not possible`,
  running: say`at work`,
  changed: say`changed`,
  'taken-back': say`taken back`,
  skipped: say`skipped`,
  failed: say`failed`,
};

export const resourceWord = (state: ResourceState): string => RESOURCE_WORDS[state] ?? say`not planned yet`;

/** `just now`, and whether the text has been edited since. */
export function whenText(board: Board, now: number): string {
  if (!board.last) return '';
  return isCurrent(board) ? ago(board.last.at, now) : say`before the last edit`;
}

const withWhen = (text: string, board: Board, now: number): string => `${text} · ${whenText(board, now)}`;

/** Whether anything that is told of a project has an age. */
export const saysAges = ({ last, hosts }: Board): boolean =>
  last !== undefined || hosts.some(({ history }) => history !== undefined);

/** The plan that some rows show, put together again. */
function planOf(hosts: readonly HostRow[]): ProjectPlan {
  const results = hosts.flatMap((host): { host: string; result: PlanResult }[] => {
    if (host.failure) return [{ host: host.name, result: { failure: host.failure } }];
    return host.plan ? [{ host: host.name, result: { plan: host.plan } }] : [];
  });
  return { hosts: results };
}

/** How these hosts stand after the last work; undefined while nothing is known of them. */
export function hostsHeadline(board: Board, hosts: readonly HostRow[], now: number): string | undefined {
  if (!board.last) return undefined;
  const results = hosts.flatMap((host) => (host.result ? [host.result] : []));
  if (results.length > 0) {
    return withWhen(resultsHeadline(results, board.last.work === 'rollback' ? 'rollback' : 'apply'), board, now);
  }
  const plan = planOf(hosts);
  return plan.hosts.length === 0 ? undefined : withWhen(planHeadline(plan), board, now);
}

/** How a resource stands on its hosts: `to create on web-1 and web-2, no changes on db`. */
export function resourceHeadline(board: Board, address: string, now: number): string | undefined {
  const byState = new Map<ResourceState, string[]>();
  for (const host of board.hosts) {
    const row = host.resources.find((candidate) => candidate.address === address);
    if (!row || row.state === 'unknown') continue;
    byState.set(row.state, [...(byState.get(row.state) ?? []), host.name]);
  }
  if (byState.size === 0 || !board.last) return undefined;
  if (byState.size === 1 && byState.has('same')) return withWhen(say`no changes`, board, now);
  const parts = [...byState].map(([state, hosts]) => say`${resourceWord(state)} on ${hostNames(hosts)}`);
  return withWhen(parts.join(', '), board, now);
}
