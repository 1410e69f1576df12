// Plans, outcomes and failures as short sentences for people. Pure: it may not import vscode, nor know where they appear.

import type { ApplyResult, HostFailure, HostPlan, ProjectPlan, ResourceChange } from '../../engine/result.ts';
import { plural, say } from './spoken.ts';

/** More hosts than this are counted, not named. */
const NAMED_HOSTS_MAX = 3;
const SECONDS_JUST_NOW = 45;

/** `web-1`, `web-1 and web-2`, `5 hosts`. */
export function hostNames(hosts: readonly string[]): string {
  if (hosts.length > NAMED_HOSTS_MAX) return plural(hosts.length, 'host');
  const last = hosts.at(-1) ?? say`no host`;
  return hosts.length < 2 ? last : say`${hosts.slice(0, -1).join(', ')} and ${last}`;
}

/** How long ago something was, as coarse as people say it. */
export function ago(then: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - then) / 1000));
  if (seconds < SECONDS_JUST_NOW) return say`just now`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return say`${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 24 ? say`${hours} h ago` : say`${plural(Math.round(hours / 24), 'day')} ago`;
}

export const isChange = (change: ResourceChange): boolean => change.action !== 'none' && change.action !== 'refused';

export const changeCount = (plan: HostPlan): number => plan.changes.filter(isChange).length;

/** `2 to create, 1 to change`, in the order in which people worry: what goes away comes last and is never left out. */
export function countsText(plan: HostPlan): string {
  const count = (action: ResourceChange['action']) => plan.changes.filter((change) => change.action === action).length;
  const parts = [
    [count('create'), say`to create`],
    [count('change'), say`to change`],
    [count('remove'), say`to remove`],
    [count('refused'), say`not possible`],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return said.length === 0 ? say`no changes` : said.join(', ');
}

export const plansOf = (plan: ProjectPlan): readonly HostPlan[] =>
  plan.hosts.flatMap(({ result }) => ('plan' in result ? [result.plan] : []));

export const failuresOf = (plan: ProjectPlan) =>
  plan.hosts.flatMap(({ result }) => ('failure' in result ? [result.failure] : []));

/** What a failure of this kind means for a host, in a word or three. */
export function failureWord(kind: HostFailure['kind']): string {
  const words: Partial<Record<HostFailure['kind'], string>> = {
    unreachable: say`not reached`,
    lost: say`connection lost`,
    'login-refused': say`login refused`,
    'secret-missing': say`a secret is missing`,
    'sudo-refused': say`sudo refused`,
    'host-key-unknown': say`host key not known`,
    'host-key-changed': say`host key changed`,
    cancelled: say`cancelled`,
    unconfirmed: say`not confirmed`,
    stale: say`changed since the plan`,
    locked: say`busy with another run`,
    'nothing-to-undo': say`nothing to take back`,
  };
  return words[kind] ?? say`failed`;
}

/** `web-2 not reached, db login refused`. */
function failuresText(failures: readonly HostFailure[]): string[] {
  const byWord = new Map<string, string[]>();
  for (const { host, kind } of failures) {
    const word = failureWord(kind);
    byWord.set(word, [...(byWord.get(word) ?? []), host]);
  }
  return [...byWord].map(([word, hosts]) => `${hostNames(hosts)}: ${word}`);
}

/** One line for a whole plan: `2 to change on web-1`, `no changes`, `7 to change on 5 hosts, web-9: not reached`. */
export function planHeadline(plan: ProjectPlan): string {
  const plans = plansOf(plan);
  const failures = failuresOf(plan);
  const changing = plans.filter((host) => changeCount(host) > 0);
  const refused = plans.filter((host) => host.changes.some((change) => change.action === 'refused'));
  const verb = plans.some((host) => host.kind === 'rollback') ? say`to take back` : say`to change`;
  const parts: string[] = [];
  if (changing.length > NAMED_HOSTS_MAX) {
    const total = changing.reduce((sum, host) => sum + changeCount(host), 0);
    parts.push(say`${total} ${verb} on ${hostNames(changing.map((host) => host.host))}`);
  } else {
    const byCount = new Map<number, string[]>();
    for (const host of changing) {
      byCount.set(changeCount(host), [...(byCount.get(changeCount(host)) ?? []), host.host]);
    }
    for (const [count, hosts] of byCount) parts.push(say`${count} ${verb} on ${hostNames(hosts)}`);
  }
  if (refused.length > 0) parts.push(say`not possible on ${hostNames(refused.map((host) => host.host))}`);
  parts.push(...failuresText(failures));
  return parts.length === 0 ? say`no changes` : parts.join(', ');
}

/** Who started a run and when, as a host remembers it. */
export function runText(run: { readonly who: string; readonly startedAt: number }, now: number): string {
  return `${run.who}, ${ago(run.startedAt * 1000, now)}`;
}

/** What ran and can not be taken back is named. */
const butFor = ({ staying = [] }: ApplyResult, text: string): string =>
  staying.length === 0 ? text : say`${text}, but for what ${staying.join(', ')} did`;

/** How a run ended on a host, in words that say what state the host is in. */
export function outcomeText(result: ApplyResult, work: 'apply' | 'rollback'): string {
  switch (result.outcome) {
    case 'done':
      return work === 'apply'
        ? say`${plural(result.changed, 'change')} made`
        : say`${plural(result.changed, 'change')} taken back`;
    case 'nothing':
      return say`nothing to do`;
    case 'undone':
      return butFor(
        result,
        result.failure?.kind === 'cancelled' ? say`cancelled; all is as before` : say`failed; all is as before`,
      );
    case 'stopped':
      return say`stopped halfway; what was done stays`;
    case 'partly':
      return butFor(result, say`${plural(result.changed, 'change')} made; some failed and are as before`);
    case 'stuck':
      return say`failed and could not go back; the next command resumes that`;
    case 'stale':
      return say`changed since the plan; nothing was touched`;
    case 'locked':
      return say`busy with another run; nothing was touched`;
    case 'not-begun':
      return result.failure?.kind === 'cancelled'
        ? say`cancelled before its turn`
        : say`not begun; nothing was touched`;
    case 'taken-back':
      return say`taken back, because another host failed`;
    case 'unreachable':
    case 'failed':
      if (result.failure?.kind === 'refused') return say`left alone; nothing was touched`;
      return result.failure ? failureWord(result.failure.kind) : say`failed`;
  }
}

/** One line for a run on several hosts, those that ended alike together. */
export function resultsHeadline(results: readonly ApplyResult[], work: 'apply' | 'rollback'): string {
  const byText = new Map<string, string[]>();
  for (const result of results) {
    const text = outcomeText(result, work);
    byText.set(text, [...(byText.get(text) ?? []), result.host]);
  }
  return [...byText].map(([text, hosts]) => `${hostNames(hosts)}: ${text}`).join(', ');
}

/** Whether a run left everything as it was meant to be. */
export const wentWell = (results: readonly ApplyResult[]): boolean =>
  results.every((result) => result.outcome === 'done' || result.outcome === 'nothing');
