// From a plan that was shown to the runs that do it: asks, applies exactly that plan, says how each host stands.
import { approvalOf, hostsToChange } from '../client/folds/approval.ts';
import { wentWell } from '../client/folds/words.ts';
import { type Wish, withResults } from '../disk/seen.ts';
import type { ApplyResult, ProjectPlan } from '../engine/result.ts';
import { askYes } from './asker.ts';
import { type Ending, EXIT, type Invocation } from './command.ts';
import { planData, resultsData } from './data.ts';
import { resultLines } from './result-lines.ts';
import { type Desk, note } from './work.ts';

/** Whether the person, or `--yes`, wants it; undefined when nobody could be asked. */
async function approved({ given, terminal }: Invocation, question: string): Promise<boolean | undefined> {
  if (given.yes) return true;
  if (terminal.isJson || !terminal.canAsk) return undefined;
  return await askYes(terminal, `\n${question}`);
}

/** `wishes` marks what the text asked for; a rollback has none. */
export async function approveAndRun(
  invocation: Invocation,
  desk: Desk,
  plan: ProjectPlan,
  wishes: ReadonlyMap<string, Wish> | undefined,
): Promise<{ readonly results: readonly ApplyResult[] } | { readonly ending: Ending }> {
  const { terminal, project } = desk;
  const document = { project: project.name, hosts: planData(plan) };
  const answer = await approved(invocation, approvalOf(project.name, plan, Date.now()).message);
  if (answer === undefined) {
    const message = 'nobody can be asked here, so nothing was changed';
    const hint = 'look at the plan, then add --yes';
    terminal.warn('', `viki: ${message}; ${hint}`);
    return { ending: { exit: EXIT.failed, document: { ...document, error: { message, hint } } } };
  }
  if (!answer || desk.options.cancel?.aborted) {
    terminal.warn('viki: nothing was changed');
    const error = { message: 'declined: nothing was changed', hint: '' };
    return { ending: { exit: EXIT.failed, document: { ...document, error } } };
  }
  const rollbackAll = invocation.given.rollback === 'all';
  const results = await runPlan(desk, plan, wishes === undefined ? 'rollback' : 'apply', rollbackAll);
  await note(desk, (state) => withResults(state, plan, results, wishes ?? new Map(), Date.now()));
  return { results };
}

async function runPlan(
  desk: Desk,
  plan: ProjectPlan,
  work: 'apply' | 'rollback',
  rollbackAll: boolean,
): Promise<readonly ApplyResult[]> {
  const { operator, project, contents, options, progress, terminal } = desk;
  const hosts = hostsToChange(plan).map(({ host }) => host);
  progress.planned(plan);
  progress.begin(work, hosts);
  desk.setChanging(true);
  const bytes = work === 'apply' ? contents : undefined;
  const results = await operator.apply(project, plan, bytes, { ...options, hosts, rollbackAll });
  desk.setChanging(false);
  progress.end();
  terminal.say('', ...resultLines(results, work, terminal.paint));
  return results;
}

/** A host that went back by itself is as before, which scripts may want to tell from one that is not. */
export function exitOf(results: readonly ApplyResult[], isWhole: boolean): number {
  if (isWhole && wentWell(results)) return EXIT.done;
  const unwell = results.filter((result) => !wentWell([result]));
  return isWhole && unwell.every(({ outcome }) => outcome === 'undone') ? EXIT.undone : EXIT.failed;
}

/** How the command ends when the runs have: well only if every host that was asked for is as it was to be. */
export const endingOf = (desk: Desk, plan: ProjectPlan, results: readonly ApplyResult[], isWhole: boolean): Ending => ({
  exit: exitOf(results, isWhole),
  document: { project: desk.project.name, hosts: planData(plan), results: resultsData(results) },
});
