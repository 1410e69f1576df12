// "Apply": does exactly the plan of the text as it stands, after one question that says what that is.
import * as vscode from 'vscode';
import { withResults } from '../../disk/seen.ts';
import { wishes } from '../../disk/wish.ts';
import type { Contents } from '../../engine/contents.ts';
import type { ApplyResult, ProjectPlan } from '../../engine/result.ts';
import type { Desk, Planned } from '../desk.ts';
import { forgetFailures, tellFailures } from '../failures.ts';
import { approvalOf, hostsToChange } from '../folds/approval.ts';
import { ended } from '../folds/board.ts';
import { hindrances } from '../folds/failure.ts';
import { resultLines } from '../folds/log.ts';
import type { Asked } from '../folds/request.ts';
import { resultsHeadline, wentWell } from '../folds/words.ts';
import { showLogButton, tellInfo, tellWarning, writeLog } from '../messages.ts';
import { noteSeen } from '../note.ts';
import { onProject, type Ready, sameContents } from '../ready.ts';
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

/** Asks once; the answer is about everything that the question says. */
export async function approved(name: string, plan: ProjectPlan): Promise<boolean> {
  const { message, detail, button } = approvalOf(name, plan, Date.now());
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, button)) === button;
}

function tellResults(desk: Desk, ready: Ready, work: 'apply' | 'rollback', results: readonly ApplyResult[]): void {
  const headline = `${ready.project.name}: ${resultsHeadline(results, work)}.`;
  const failures = results.flatMap(({ failure }) => (failure ? [failure] : []));
  const untouched = failures.some(({ kind }) => kind === 'stale' || kind === 'locked');
  const action = () => vscode.commands.executeCommand('viki.plan', { folder: ready.folder });
  if (wentWell(results)) tellInfo(headline, showLogButton(desk.log));
  // What a person asked for is no failure.
  else if (failures.every(({ kind }) => kind === 'cancelled')) tellWarning(headline, showLogButton(desk.log));
  else tellFailures(desk, ready.folder, failures, ...(untouched ? [{ title: 'Plan Again', action }] : []));
}

/** What has been tried on these hosts is no plan any more. */
function useUp(desk: Desk, folder: string, hosts: readonly string[]): void {
  const kept = desk.plans.get(folder);
  if (!kept) return;
  const plan = { hosts: kept.plan.hosts.filter(({ host }) => !hosts.includes(host)) };
  desk.plans.set(folder, { ...kept, plan });
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
  const results = await desk.works.run(folder, work, hosts, (cancel) =>
    desk.operators.use(folder, project, (operator) => operator.apply(project, plan, contents, { hosts, cancel })),
  );
  useUp(desk, folder, hosts);
  desk.boards.update(folder, (board) => ended(board, work, results, mark, Date.now()));
  writeLog(desk.log, resultLines(results, work));
  tellResults(desk, ready, work, results);
  const asked = contents ? wishes(project, contents) : new Map();
  await noteSeen(desk, ready, (state) => withResults(state, plan, results, asked, Date.now()));
}

/** True when there is something to do; otherwise says why there is not. */
export function hasWork(desk: Desk, ready: Ready, plan: ProjectPlan, nothing: string): boolean {
  if (hostsToChange(plan).length > 0) return true;
  const troubles = hindrances(plan).filter(({ kind }) => kind !== 'nothing-to-undo');
  if (troubles.length > 0) tellFailures(desk, ready.folder, troubles);
  else tellInfo(`${ready.project.name}: ${nothing}`);
  return false;
}

async function applyReady(desk: Desk, ready: Ready): Promise<void> {
  const contents = await readContents(ready);
  const found = contents && (shownPlan(desk, ready, contents) ?? (await makePlan(desk, ready, contents)));
  if (!found) return;
  const plan = onlyHosts(found.plan, ready.hosts);
  if (!hasWork(desk, ready, plan, 'everything is as it should be, there is nothing to apply.')) return;
  if (await approved(ready.project.name, plan)) await perform(desk, ready, 'apply', { ...found, plan });
}

export const applyCommand = (desk: Desk, asked: Asked): Promise<void> =>
  onProject(desk, asked, (ready) => applyReady(desk, ready));
