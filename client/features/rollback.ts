// "Roll Back": shows what taking back the last run on each host would do, asks once, and does exactly that.
import { approved } from '../approve.ts';
import type { Desk } from '../desk.ts';
import { forgetFailures } from '../failures.ts';
import type { Asked } from '../folds/request.ts';
import { onProject, type Ready } from '../ready.ts';
import { hasWork, perform } from './apply.ts';
import { showPlan } from './plan.ts';

async function rollbackReady(desk: Desk, ready: Ready): Promise<void> {
  const { folder, project, hosts, mark } = ready;
  forgetFailures(desk, folder);
  const before = desk.boards.get(folder);
  const plan = await desk.works.run(folder, 'plan', hosts, async (cancel) => {
    const options = { cancel, ...(hosts ? { hosts } : {}) };
    const made = await desk.operators.use(folder, project, (operator) => operator.planRollback(project, options));
    return cancel.aborted ? undefined : made;
  });
  if (!plan) return;
  showPlan(desk, ready, plan);
  const wanted =
    hasWork(desk, ready, plan, 'there is no run that could be taken back.') && (await approved(project, plan));
  if (wanted) await perform(desk, ready, 'rollback', { project, plan, contents: undefined, mark });
  // What was only looked at must not stay in the views as if it were to come.
  else desk.boards.update(folder, () => before);
}

export const rollbackCommand = (desk: Desk, asked: Asked): Promise<void> =>
  onProject(desk, asked, (ready) => rollbackReady(desk, ready));
