// "Plan": asks the hosts what would change, and touches nothing. The plan is kept for apply and shown by every view.

import * as vscode from 'vscode';
import { loadContents } from '../../disk/contents.ts';
import { withDrift } from '../../disk/drift.ts';
import { withPlan } from '../../disk/seen.ts';
import { readState } from '../../disk/state.ts';
import { wishes } from '../../disk/wish.ts';
import type { Contents } from '../../engine/contents.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { secretsOf } from '../connections.ts';
import type { Desk, Planned } from '../desk.ts';
import { forgetFailures, tellFailures } from '../failures.ts';
import { hostsToChange } from '../folds/approval.ts';
import { hindrances } from '../folds/failure.ts';
import { planLines } from '../folds/log.ts';
import { planned } from '../folds/news.ts';
import type { Asked } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { planHeadline } from '../folds/words.ts';
import { forceButtons } from '../forcing.ts';
import { showLogButton, tellDiskProblem, tellInfo, writeLog } from '../messages.ts';
import { noteSeen } from '../note.ts';
import { onResources, type Ready, sameContents, sourcesSaved } from '../ready.ts';

/** The code for templates is loaded where there is one. */
const loadFill = async () => (await import('../../language/fill.ts')).fill;

/** The bytes that the project asks for; undefined when some can't be had, which has then been said. */
export async function readContents(desk: Desk, ready: Ready): Promise<Contents | undefined> {
  if (!(await sourcesSaved(desk, ready))) return undefined;
  const reveal = secretsOf(desk, ready.folder, ready.project);
  const { contents, problems } = await loadContents(ready.project, ready.folder, loadFill, reveal);
  const [first] = problems;
  if (first && !desk.works.hasUnasked(ready.folder)) tellDiskProblem(ready.folder, first);
  return first ? undefined : contents;
}

/** Shows a plan in the views and writes it to the log. */
export function showPlan(desk: Desk, ready: Ready, plan: ProjectPlan): void {
  desk.boards.update(ready.folder, (board) => planned(board, plan, ready.mark, Date.now()));
  writeLog(desk.log, planLines(ready.project.name, plan));
}

/** Keeps a plan for apply, beside what is still good of the one before: that of hosts which were not asked now. */
function keepPlan(desk: Desk, ready: Ready, made: Planned): void {
  const older = desk.plans.get(ready.folder);
  const good = older?.mark === made.mark && made.contents && sameContents(older.contents, made.contents);
  const others = good ? older.plan.hosts.filter(({ host }) => !made.plan.hosts.some((now) => now.host === host)) : [];
  desk.plans.set(ready.folder, { ...made, plan: { hosts: [...made.plan.hosts, ...others] } });
  desk.choice.forget(ready.folder);
}

/** Asks the hosts. Undefined when it was cancelled, or could not begin, which has then been said. */
export async function makePlan(
  desk: Desk,
  ready: Ready,
  contents: Contents,
  force = false,
): Promise<Planned | undefined> {
  const { folder, project, hosts, failed } = ready;
  forgetFailures(desk, folder);
  const read = await desk.works.run(folder, 'plan', hosts, async (cancel) => {
    const made = await desk.operators.use(folder, project, (operator) =>
      operator.plan(project, contents, { cancel, force, ...(hosts ? { hosts } : {}), ...(failed ? { failed } : {}) }),
    );
    return cancel.aborted ? undefined : made;
  });
  if (!read) return undefined;
  const { state: seen } = await readState(folder, project.name);
  const plan = withDrift(read, seen, wishes(project, contents));
  const made: Planned = { project, plan, contents, mark: ready.mark };
  showPlan(desk, ready, plan);
  keepPlan(desk, ready, made);
  await noteSeen(desk, ready, (state) => withPlan(state, plan, Date.now()));
  return made;
}

function tellPlan(desk: Desk, ready: Ready, { plan }: Planned): void {
  const changes = hostsToChange(plan).length > 0;
  const asked = { folder: ready.folder, ...(ready.hosts ? { hosts: ready.hosts } : {}) };
  const action = () => vscode.commands.executeCommand('viki.apply', asked);
  const apply = changes ? [{ title: say`Apply…`, action }] : [];
  const troubles = hindrances(plan);
  if (troubles.length > 0) tellFailures(desk, ready.folder, troubles, ...apply, ...forceButtons(ready.folder, plan));
  else tellInfo(`${ready.project.name}: ${planHeadline(plan)}.`, ...apply, showLogButton(desk.log));
}

async function newPlan(desk: Desk, ready: Ready): Promise<Planned | undefined> {
  const contents = await readContents(desk, ready);
  return contents && makePlan(desk, ready, contents);
}

export function planCommand(desk: Desk, asked: Asked): Promise<void> {
  return onResources(desk, asked, async (ready) => {
    const made = await newPlan(desk, ready);
    if (made) tellPlan(desk, ready, made);
  });
}

/** The same question, asked to see how things are: only what went wrong is told. */
export function refreshCommand(desk: Desk, asked: Asked): Promise<void> {
  return onResources(desk, asked, async (ready) => {
    const made = await newPlan(desk, ready);
    if (made && !desk.works.hasUnasked(ready.folder)) tellFailures(desk, ready.folder, hindrances(made.plan));
  });
}
