// `viki plan`: asks the hosts what would change, and touches nothing.
import { failuresOf, planHeadline, plansOf } from '../../client/folds/words.ts';
import { withPlan } from '../../disk/seen.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { planData } from '../data.ts';
import { planLines } from '../plan-lines.ts';
import { atDesk, type Desk, note } from '../work.ts';

export async function makePlan(desk: Desk): Promise<ProjectPlan> {
  const { operator, project, contents, options, progress } = desk;
  progress.begin('plan', options.hosts);
  const plan = await operator.plan(project, contents, options);
  progress.end();
  await note(desk, (state) => withPlan(state, plan, Date.now()));
  return plan;
}

export function showPlan({ terminal, project }: Desk, plan: ProjectPlan): void {
  terminal.say(...planLines(plan, terminal.isVerbose, terminal.paint));
  if (plan.hosts.length === 0) terminal.say(`${project.name} has no hosts: nothing to do`);
  else if (plan.hosts.length > 1) terminal.say('', `${project.name}: ${planHeadline(plan)}`);
}

export const isImpossible = (plan: ProjectPlan): boolean =>
  failuresOf(plan).length > 0 ||
  plansOf(plan).some(({ changes }) => changes.some((change) => change.action === 'refused'));

export const hasChanges = (plan: ProjectPlan): boolean =>
  plansOf(plan).some(({ changes }) => changes.some((change) => change.action !== 'none'));

export function run(invocation: Invocation): Promise<Ending> {
  return atDesk(invocation, async (desk) => {
    const plan = await makePlan(desk);
    showPlan(desk, plan);
    const exit = isImpossible(plan) ? EXIT.failed : hasChanges(plan) ? EXIT.changes : EXIT.done;
    return { exit, document: { project: desk.project.name, hosts: planData(plan) } };
  });
}
