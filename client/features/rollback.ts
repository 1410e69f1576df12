// "Roll Back": shows what taking back the last run on each host would do, asks once, and does exactly that.

import type { Operator } from '../../engine/operator.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { approved } from '../approve.ts';
import type { Desk } from '../desk.ts';
import { forgetFailures, tellFailures } from '../failures.ts';
import { hindrances } from '../folds/failure.ts';
import type { Asked } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { forceButtons } from '../forcing.ts';
import { onProject, putBack, type Ready } from '../ready.ts';
import { hasWork, perform } from './apply.ts';
import { showPlan } from './plan.ts';

/** The last run of each host; or those that were named, each on its own host. */
async function planBack(
  operator: Operator,
  { project, hosts }: Ready,
  { runs, force = false }: Asked,
  cancel: AbortSignal,
) {
  if (!runs) return await operator.planRollback(project, { cancel, force, ...(hosts ? { hosts } : {}) });
  const plans = await Promise.all(
    Object.entries(runs).map(([host, run]) => operator.planRollback(project, { cancel, force, hosts: [host], run })),
  );
  return { hosts: plans.flatMap((plan) => plan.hosts) };
}

/** Hosts that were left alone, when others were worked on: `hasWork` tells it where all were. */
function tellLeftAlone(desk: Desk, { folder }: Ready, plan: ProjectPlan): void {
  const buttons = forceButtons(folder, plan);
  const troubles = hindrances(plan).filter(({ kind }) => kind === 'refused');
  if (buttons.length > 0) tellFailures(desk, folder, troubles, ...buttons);
}

async function rollbackReady(desk: Desk, ready: Ready, asked: Asked): Promise<void> {
  const { folder, project, hosts, mark } = ready;
  forgetFailures(desk, folder);
  const before = desk.boards.get(folder);
  const plan = await desk.works.run(folder, 'plan', hosts, async (cancel) => {
    const made = await desk.operators.use(folder, project, (operator) => planBack(operator, ready, asked, cancel));
    return cancel.aborted ? undefined : made;
  });
  if (!plan) return putBack(desk, folder, before);
  showPlan(desk, ready, plan);
  const mayDo = hasWork(desk, ready, plan, say`there is no run that could be taken back.`);
  const wanted = mayDo && (await approved(project, plan));
  if (wanted) await perform(desk, ready, 'rollback', { project, plan, contents: undefined, mark });
  else await putBack(desk, folder, before);
  if (mayDo) tellLeftAlone(desk, ready, plan);
}

export const rollbackCommand = (desk: Desk, asked: Asked): Promise<void> =>
  onProject(desk, asked, (ready) => rollbackReady(desk, ready, asked));
