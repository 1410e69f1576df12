// "Apply": does exactly the plan of the text as it stands, after one question that says what that is.

import { withResults } from '../../disk/seen.ts';
import { wishes, wishesIn } from '../../disk/wish.ts';
import type { Contents } from '../../engine/contents.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { approved } from '../approve.ts';
import type { Desk, Planned } from '../desk.ts';
import { forgetFailures, tellFailures } from '../failures.ts';
import { hostsToChange } from '../folds/approval.ts';
import type { Board } from '../folds/board.ts';
import { hindrances } from '../folds/failure.ts';
import { resultLines } from '../folds/log.ts';
import { ended } from '../folds/news.ts';
import type { Asked } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { plansOf } from '../folds/words.ts';
import { forceButtons } from '../forcing.ts';
import { type Going, goingOf, unheardOf } from '../going.ts';
import { askAfter } from '../history.ts';
import { tellInfo, writeLog } from '../messages.ts';
import { noteSeen } from '../note.ts';
import { onResources, putBack, type Ready, sameContents } from '../ready.ts';
import { tellResults } from '../results.ts';
import { makePlan, readContents } from './plan.ts';

/** The plan that was shown, if it is of this very text, these bytes, and all hosts that are asked for. */
function shownPlan(desk: Desk, ready: Ready, contents: Contents): Planned | undefined {
  const shown = desk.plans.get(ready.folder);
  if (shown?.mark !== ready.mark || !sameContents(shown.contents, contents)) return undefined;
  const hosts = ready.hosts ?? [...ready.project.hosts.keys()];
  const reached = shown.plan.hosts.filter(({ result }) => 'plan' in result && result.plan.kind === 'apply');
  return hosts.every((host) => reached.some((candidate) => candidate.host === host)) ? shown : undefined;
}

const onlyHosts = (plan: ProjectPlan, hosts: readonly string[] | undefined): ProjectPlan => ({
  hosts: plan.hosts.filter(({ host }) => hosts?.includes(host) ?? true),
});

/** What has been tried on these hosts is no plan any more. */
function useUp(desk: Desk, folder: string, hosts: readonly string[]): void {
  const kept = desk.plans.get(folder);
  if (!kept) return;
  const plan = { hosts: kept.plan.hosts.filter(({ host }) => !hosts.includes(host)) };
  desk.plans.set(folder, { ...kept, plan });
}

/** Notes what goes on. A run does not wait for a note: without one it is merely not found again by itself. */
async function note(desk: Desk, folder: string, going: Going): Promise<void> {
  const warn = (error: unknown): void => desk.log.warn(`could not note what goes on in ${folder}: ${String(error)}`);
  await desk.going.write(folder, going).catch(warn);
}

/** Does an approved plan on the hosts that it changes, and tells how it ended. */
export async function perform(
  desk: Desk,
  ready: Ready,
  work: 'apply' | 'rollback',
  approvedPlan: Planned,
): Promise<void> {
  const { folder } = ready;
  const { project, plan, contents, mark } = approvedPlan;
  const hosts = hostsToChange(plan).map(({ host }) => host);
  forgetFailures(desk, folder);
  const asked = contents ? wishesIn(plan, wishes(project, contents)) : new Map();
  const chosen = plansOf(plan).filter(({ host }) => hosts.includes(host));
  const going = goingOf(work, chosen, asked, { startedAt: Date.now(), mark });
  await note(desk, folder, going);
  const results = await desk.works.run(folder, work, hosts, (cancel) =>
    desk.operators.use(folder, project, (operator) => operator.apply(project, plan, contents, { hosts, cancel })),
  );
  await note(desk, folder, unheardOf(going, results));
  useUp(desk, folder, hosts);
  desk.boards.update(folder, (board) => ended(board, work, results, mark, Date.now()));
  writeLog(desk.log, resultLines(results, work));
  tellResults(desk, ready, work, results);
  await noteSeen(desk, ready, (state) => withResults(state, plan, results, asked, Date.now()));
  await askAfter(desk, folder, project, results);
}

/** True when there is something to do; otherwise says why there is not. */
export function hasWork(desk: Desk, ready: Ready, plan: ProjectPlan, nothing: string): boolean {
  if (hostsToChange(plan).length > 0) return true;
  const troubles = hindrances(plan).filter(({ kind }) => kind !== 'nothing-to-undo');
  if (troubles.length > 0) tellFailures(desk, ready.folder, troubles, ...forceButtons(ready.folder, plan));
  else tellInfo(`${ready.project.name}: ${nothing}`);
  return false;
}

/** Whoever insists and then says no has not insisted: what was planned before is what may be applied. */
async function forgetForced(desk: Desk, folder: string, before: Board, kept: Planned | undefined): Promise<void> {
  if (kept) desk.plans.set(folder, kept);
  else desk.plans.delete(folder);
  await putBack(desk, folder, before);
}

async function applyReady(desk: Desk, ready: Ready, { force = false }: Asked): Promise<void> {
  const before = desk.boards.get(ready.folder);
  const kept = desk.plans.get(ready.folder);
  const contents = await readContents(desk, ready);
  const shown = contents && !force ? shownPlan(desk, ready, contents) : undefined;
  const found = shown ?? (contents && (await makePlan(desk, ready, contents, force)));
  if (!found) return;
  const plan = onlyHosts(found.plan, ready.hosts);
  if (!hasWork(desk, ready, plan, say`everything is as it should be, there is nothing to apply.`)) return;
  if (await approved(ready.project, plan)) await perform(desk, ready, 'apply', { ...found, plan });
  else if (force) await forgetForced(desk, ready.folder, before, kept);
}

export const applyCommand = (desk: Desk, asked: Asked): Promise<void> =>
  onResources(desk, asked, (ready) => applyReady(desk, ready, asked));
