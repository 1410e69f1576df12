// What a person is asked before hosts are changed: which hosts, how much, what can't be taken back, and what won't be
// done. Pure: it may not import vscode; the time is handed in.

import type { HostPlan, PlanResult, ProjectPlan } from '../../engine/result.ts';
import { earlierTexts } from './earlier.ts';
import { plural, say } from './spoken.ts';
import { changeCount, countsText, failureWord, hostNames, isChange, plansOf, runText } from './words.ts';

/** A modal dialog has no scroll bar everywhere; the whole plan is in the log. */
const DETAIL_LINES_MAX = 24;

export type Approval = { readonly message: string; readonly detail: string; readonly button: string };

/** The hosts that would be changed. */
export const hostsToChange = (plan: ProjectPlan): readonly HostPlan[] =>
  plansOf(plan).filter((host) => host.request !== undefined && changeCount(host) > 0);

function undoneRun(plan: HostPlan, now: number): string {
  const run = plan.runs.find((candidate) => candidate.run === plan.undoes);
  return run ? say`takes back the run of ${runText(run, now)}: ` : '';
}

function hostLines(host: string, result: PlanResult, now: number): string[] {
  if ('failure' in result) return [say`${host}: left alone (${failureWord(result.failure.kind)})`];
  const { plan } = result;
  const refused = plan.changes.find((change) => change.refusal !== undefined);
  if (refused) return [say`${host}: left alone (${refused.address}: ${refused.refusal?.message ?? ''})`];
  if (!plan.request) return [];
  const changes = plan.changes.filter(isChange);
  const steps = changes.flatMap((change) => change.steps.map((step) => `    ${step}`));
  const warnings = changes.flatMap(({ address, outlook }) =>
    (outlook?.warnings ?? []).map((why) => `    ! ${address}: ${why}`),
  );
  const earlier = earlierTexts(plan, now).map((text) => `    ! ${text}`);
  return [`${host}: ${undoneRun(plan, now)}${countsText(plan)}`, ...earlier, ...warnings, ...steps];
}

/** What no rollback will undo, each resource once with all its hosts: it decides more than anything else here. */
export function oneWayLines(hosts: readonly HostPlan[]): string[] {
  const hostsByWords = new Map<string, string[]>();
  for (const { host, changes } of hosts) {
    for (const { address, outlook } of changes.filter(isChange)) {
      for (const why of outlook?.oneWay ?? []) {
        const words = `${address}: ${why}`;
        hostsByWords.set(words, [...(hostsByWords.get(words) ?? []), host]);
      }
    }
  }
  const lines = [...hostsByWords].map(([words, names]) => `    ${words} (${hostNames(names)})`);
  return lines.length === 0 ? [] : [say`Can not be taken back:`, ...lines];
}

/** The question before an apply or a rollback. It says all that the answer decides about; `typed` is asked for after it. */
export function approvalOf(name: string, plan: ProjectPlan, now: number, typed: readonly string[] = []): Approval {
  const hosts = hostsToChange(plan);
  const where = hostNames(hosts.map((host) => host.host));
  const count = plural(
    hosts.reduce((sum, host) => sum + changeCount(host), 0),
    'change',
  );
  const rollback = hosts.some((host) => host.kind === 'rollback');
  const lines = [...oneWayLines(hosts), ...plan.hosts.flatMap(({ host, result }) => hostLines(host, result, now))];
  const shown = lines.slice(0, DETAIL_LINES_MAX);
  const hidden = lines.length - shown.length;
  const more = hidden > 0 ? [say`and ${plural(hidden, 'more line')}: the log has the whole plan`] : [];
  const guarded = typed.length > 0 ? [say`Protected: you will be asked to type ${typed.join(say` and `)}.`] : [];
  const button = rollback ? say`Roll Back` : say`Apply`;
  return {
    message: rollback ? say`Take back ${count} of ${name} on ${where}?` : say`Apply ${count} of ${name} to ${where}?`,
    detail: [...guarded, ...shown, ...more].join('\n'),
    button: typed.length > 0 ? `${button}…` : button,
  };
}
