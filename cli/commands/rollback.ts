// `viki rollback`: shows what taking back a run would do, asks, and does it. It is a run itself, and can be taken back.
import { hostsToChange } from '../../client/folds/approval.ts';
import { failuresOf, plansOf } from '../../client/folds/words.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { approveAndRun, endingOf, endingWithoutRuns } from '../approve.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { planData } from '../data.ts';
import { atDesk, type Desk } from '../work.ts';
import { showPlan } from './plan.ts';

async function preview(invocation: Invocation, desk: Desk): Promise<ProjectPlan> {
  const { operator, project, progress, options } = desk;
  const { run, resource: resources } = invocation.given;
  progress.begin('plan', options.hosts);
  const plan = await operator.planRollback(project, {
    ...options,
    ...(run === undefined ? {} : { run }),
    ...(resources === undefined ? {} : { resources }),
  });
  progress.end();
  await showPlan(invocation, desk, plan);
  return plan;
}

/** A host that has no such run is as it should be, unless it is a run that was named and that no host has. */
function isWhole(plan: ProjectPlan, named: boolean): boolean {
  const failures = failuresOf(plan);
  const without = failures.filter(({ kind }) => kind === 'nothing-to-undo');
  const refused = plansOf(plan).some(({ changes }) => changes.some(({ action }) => action === 'refused'));
  const isNowhere = named && without.length === plan.hosts.length;
  return without.length === failures.length && !refused && !isNowhere;
}

/** A resource that was named, and that no run has which would be taken back: a slip, and no reason to go on without it. */
function withoutResource(
  plan: ProjectPlan,
  named: readonly string[] = [],
): { message: string; hint: string } | undefined {
  const plans = plansOf(plan);
  const missing = named.filter((name) => !plans.some(({ changes }) => changes.some(({ address }) => address === name)));
  if (missing.length === 0 || plans.length === 0) return undefined;
  const message = `no run that would be taken back has ${missing.join(', ')}, so nothing was changed`;
  return { message, hint: '`viki rollback` without --resource shows what it would take back, and asks' };
}

export function run(invocation: Invocation): Promise<Ending> {
  return atDesk(invocation, async (desk) => {
    const { terminal, project } = desk;
    const plan = await preview(invocation, desk);
    const without = withoutResource(plan, invocation.given.resource);
    if (without) {
      terminal.warn(`viki: ${without.message}; ${without.hint}`);
      return { exit: EXIT.failed, document: { project: project.name, hosts: planData(plan), error: without } };
    }
    const whole = isWhole(plan, invocation.given.run !== undefined);
    if (hostsToChange(plan).length === 0) return endingWithoutRuns(desk, plan, whole);
    const done = await approveAndRun(invocation, desk, plan, undefined);
    return 'ending' in done ? done.ending : endingOf(desk, plan, done.results, whole);
  });
}
