// "Roll Back": shows what taking back the last run on each host would do, asks once, and does exactly that.

import type { Operator } from '../../engine/operator.ts';
import { approved } from '../approve.ts';
import type { Desk } from '../desk.ts';
import { forgetFailures } from '../failures.ts';
import type { Asked } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { onProject, type Ready } from '../ready.ts';
import { hasWork, perform } from './apply.ts';
import { showPlan } from './plan.ts';

/** The last run of each host; or those that were named, each on its own host. */
async function planBack(operator: Operator, { project, hosts }: Ready, runs: Asked['runs'], cancel: AbortSignal) {
  if (!runs) return await operator.planRollback(project, { cancel, ...(hosts ? { hosts } : {}) });
  const plans = await Promise.all(
    Object.entries(runs).map(([host, run]) => operator.planRollback(project, { cancel, hosts: [host], run })),
  );
  return { hosts: plans.flatMap((plan) => plan.hosts) };
}

async function rollbackReady(desk: Desk, ready: Ready, runs: Asked['runs']): Promise<void> {
  const { folder, project, hosts, mark } = ready;
  forgetFailures(desk, folder);
  const before = desk.boards.get(folder);
  const plan = await desk.works.run(folder, 'plan', hosts, async (cancel) => {
    const made = await desk.operators.use(folder, project, (operator) => planBack(operator, ready, runs, cancel));
    return cancel.aborted ? undefined : made;
  });
  if (!plan) return;
  showPlan(desk, ready, plan);
  const wanted =
    hasWork(desk, ready, plan, say`there is no run that could be taken back.`) && (await approved(project, plan));
  if (wanted) await perform(desk, ready, 'rollback', { project, plan, contents: undefined, mark });
  // What was only looked at must not stay in the views as if it were to come.
  else desk.boards.update(folder, () => before);
}

export const rollbackCommand = (desk: Desk, asked: Asked): Promise<void> =>
  onProject(desk, asked, (ready) => rollbackReady(desk, ready, asked.runs));
