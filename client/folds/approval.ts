// What a person is asked before hosts are changed: which hosts, how much, and what won't be done. Pure: it may not
// import vscode; the time is handed in.
import type { HostPlan, PlanResult, ProjectPlan } from '../../engine/result.ts';
import { earlierTexts } from './earlier.ts';
import { changeCount, countsText, failureWord, hostNames, isChange, plansOf, plural, runText } from './words.ts';

/** A modal dialog has no scroll bar everywhere; the whole plan is in the log. */
const DETAIL_LINES_MAX = 24;

export type Approval = { readonly message: string; readonly detail: string; readonly button: string };

/** The hosts that would be changed. */
export const hostsToChange = (plan: ProjectPlan): readonly HostPlan[] =>
  plansOf(plan).filter((host) => host.request !== undefined && changeCount(host) > 0);

function undoneRun(plan: HostPlan, now: number): string {
  const run = plan.runs.find((candidate) => candidate.run === plan.undoes);
  return run ? `takes back the run of ${runText(run, now)}: ` : '';
}

function hostLines(host: string, result: PlanResult, now: number): string[] {
  if ('failure' in result) return [`${host}: left alone (${failureWord(result.failure.kind)})`];
  const { plan } = result;
  const refused = plan.changes.find((change) => change.refusal !== undefined);
  if (refused) return [`${host}: left alone (${refused.address}: ${refused.refusal?.message})`];
  if (!plan.request) return [];
  const steps = plan.changes.filter(isChange).flatMap((change) => change.steps.map((step) => `    ${step}`));
  const earlier = earlierTexts(plan, now).map((text) => `    ! ${text}`);
  return [`${host}: ${undoneRun(plan, now)}${countsText(plan)}`, ...earlier, ...steps];
}

/** The question before an apply or a rollback. It says all that the answer decides about. */
export function approvalOf(name: string, plan: ProjectPlan, now: number): Approval {
  const hosts = hostsToChange(plan);
  const where = hostNames(hosts.map((host) => host.host));
  const count = plural(
    hosts.reduce((sum, host) => sum + changeCount(host), 0),
    'change',
  );
  const rollback = hosts.some((host) => host.kind === 'rollback');
  const lines = plan.hosts.flatMap(({ host, result }) => hostLines(host, result, now));
  const shown = lines.slice(0, DETAIL_LINES_MAX);
  const hidden = lines.length - shown.length;
  return {
    message: rollback ? `Take back ${count} of ${name} on ${where}?` : `Apply ${count} of ${name} to ${where}?`,
    detail: [...shown, ...(hidden > 0 ? [`and ${plural(hidden, 'more line')}: the log has the whole plan`] : [])].join(
      '\n',
    ),
    button: rollback ? 'Roll Back' : 'Apply',
  };
}
