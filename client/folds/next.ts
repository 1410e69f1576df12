// What a person can do when runs have ended, or when a plan refuses something: the buttons of the message. Pure: it may not
// import vscode.

import type { ApplyResult, HostPlan, ProjectPlan } from '../../engine/result.ts';
import { say } from './spoken.ts';
import { plansOf } from './words.ts';

export type NextStep = {
  readonly title: string;
  readonly command: string;
  readonly hosts: readonly string[];
  /** Which run on which host. */
  readonly runs?: { readonly [host: string]: string };
};

const names = (results: readonly ApplyResult[]): readonly string[] => results.map(({ host }) => host);

/** A host that has the run, in whole or in part, and could have it taken back. */
const isChanged = ({ outcome }: ApplyResult): boolean =>
  outcome === 'done' || outcome === 'partly' || outcome === 'stopped';

/** The run may go on there: nobody has heard its end. */
export const isUnheard = ({ run, failure }: ApplyResult): boolean =>
  run !== undefined && (failure?.kind === 'lost' || failure?.kind === 'unreachable');

/** All that keeps this host from being worked on can be forced. */
function isForceable({ changes }: HostPlan): boolean {
  const refusals = changes.flatMap(({ refusal }) => refusal ?? []);
  return refusals.length > 0 && refusals.every(({ forced }) => forced !== undefined);
}

/** What was refused because somebody changed it, or because it is to stay, can be had by whoever insists. */
export function forceable(plan: ProjectPlan): NextStep | undefined {
  const refusing = plansOf(plan).filter(isForceable);
  const hosts = refusing.map(({ host }) => host);
  if (hosts.length === 0) return undefined;
  if (refusing.every(({ kind }) => kind === 'apply'))
    return { title: say`Remove All the Same…`, command: 'viki.apply', hosts };
  const runs = Object.fromEntries(refusing.map(({ host, undoes = '' }) => [host, undoes]));
  return { title: say`Take Back All the Same…`, command: 'viki.rollback', hosts, runs };
}

export function nextSteps(results: readonly ApplyResult[], work: 'apply' | 'rollback'): readonly NextStep[] {
  const failed = results.filter(({ outcome }) => outcome !== 'done' && outcome !== 'nothing');
  if (failed.length === 0) return [];
  const unheard = failed.filter(isUnheard);
  const untouched = failed.filter(({ outcome }) => outcome === 'stale' || outcome === 'locked');
  const others = failed.filter((result) => !unheard.includes(result) && !untouched.includes(result));
  const changed = results.filter(isChanged);
  const step = (title: string, command: string, of: readonly ApplyResult[]): NextStep[] =>
    of.length === 0 ? [] : [{ title, command, hosts: names(of) }];
  return [
    ...step(say`Follow Again`, 'viki.attach', unheard),
    ...(work === 'apply' ? step(say`Plan Again`, 'viki.plan', untouched) : []),
    ...step(say`Retry…`, work === 'apply' ? 'viki.apply' : 'viki.rollback', work === 'apply' ? others : failed),
    ...(work === 'apply' ? step(say`Roll Back…`, 'viki.rollback', changed) : []),
  ];
}
