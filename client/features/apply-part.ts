// "Apply Checked…" and "Apply This…": a part of the plan that is shown. Its plan is made anew, of just that part, so that what
// is asked about is what will be done; everything else stays as it was planned.

import { withDrift } from '../../disk/drift.ts';
import { readState } from '../../disk/state.ts';
import { wishes } from '../../disk/wish.ts';
import type { Contents } from '../../engine/contents.ts';
import { forEachLimited } from '../../engine/limited.ts';
import { partOf } from '../../engine/part.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { approved } from '../approve.ts';
import type { Desk } from '../desk.ts';
import { isChosen } from '../folds/choice.ts';
import { narrowed } from '../folds/news.ts';
import { isPending } from '../folds/plan-rows.ts';
import type { Asked } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { tellInfo } from '../messages.ts';
import { onResources, putBack, type Ready } from '../ready.ts';
import { applyCommand, hasWork, perform } from './apply.ts';
import { readContents } from './plan.ts';

/** What is to be applied on a host. */
type Part = { readonly host: string; readonly wanted: readonly string[] };

function partsOf(desk: Desk, { folder, hosts }: Ready, address: string | undefined): readonly Part[] {
  const choice = desk.choice.of(folder);
  return desk.boards.get(folder).hosts.flatMap((host): Part[] => {
    if (!(hosts?.includes(host.name) ?? true)) return [];
    const isWanted = (name: string): boolean =>
      address === undefined ? isChosen(choice, host.name, name) : name === address;
    const pending = host.resources.filter((row) => isPending(host, row) && isWanted(row.address));
    return pending.length === 0 ? [] : [{ host: host.name, wanted: pending.map((row) => row.address) }];
  });
}

/** Each host is asked about its own part. */
async function planParts(
  desk: Desk,
  { folder, project }: Ready,
  contents: Contents,
  parts: readonly Part[],
): Promise<ProjectPlan | undefined> {
  const hosts = parts.map(({ host }) => host);
  return await desk.works.run(folder, 'plan', hosts, async (cancel) => {
    const plans = await desk.operators.use(folder, project, (operator) =>
      forEachLimited(parts, project.policy.parallel, ({ host, wanted }) =>
        operator.plan(partOf(project, wanted), contents, { cancel, hosts: [host] }),
      ),
    );
    return cancel.aborted ? undefined : { hosts: plans.flatMap((plan) => plan.hosts) };
  });
}

async function applyPart(desk: Desk, ready: Ready, address: string | undefined): Promise<void> {
  const { folder, project, mark } = ready;
  const parts = partsOf(desk, ready, address);
  if (parts.length === 0) {
    tellInfo(say`${project.name}: nothing of the plan is chosen. Plan it, and check what is to be applied.`);
    return;
  }
  const contents = await readContents(desk, ready);
  const before = desk.boards.get(folder);
  const made = contents && (await planParts(desk, ready, contents, parts));
  // What was asked only to apply a part is not the whole plan.
  await putBack(desk, folder, before);
  if (!made) return;
  const { state } = await readState(folder, project.name);
  const plan = withDrift(made, state, wishes(project, contents));
  if (!hasWork(desk, ready, plan, say`what is chosen is as it should be, there is nothing to apply.`)) return;
  if (!(await approved(project, plan))) return;
  desk.boards.update(folder, (board) => narrowed(board, plan));
  await perform(desk, ready, 'apply', { project, plan, contents, mark });
}

/** Whether something of the plan was unchecked. */
const isWhole = (desk: Desk): boolean => desk.boards.all().every(({ folder }) => desk.choice.of(folder).size === 0);

/** What is checked in the view; the row that was clicked, alone, where one was. */
export function applyPartCommand(desk: Desk, asked: Asked): Promise<void> {
  if (asked.address === undefined && isWhole(desk)) return applyCommand(desk, asked);
  return onResources(desk, asked, (ready) => applyPart(desk, ready, asked.address));
}
