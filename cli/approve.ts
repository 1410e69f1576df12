// From a plan that was shown to the runs that do it: asks, applies exactly that plan, says how each host stands.
import { approvalOf, hostsToChange } from '../client/folds/approval.ts';
import { areTyped, namesToType } from '../client/folds/protection.ts';
import { wentWell } from '../client/folds/words.ts';
import { type Wish, withResults } from '../disk/seen.ts';
import { refusal } from '../engine/failure.ts';
import { failedToOpen } from '../engine/outcome.ts';
import type { ApplyResult, HostFailure, PlanResult, ProjectPlan } from '../engine/result.ts';
import { askLine, askYes } from './asker.ts';
import { type Ending, EXIT, type Invocation } from './command.ts';
import { planData, resultsData } from './data.ts';
import { resultLines } from './result-lines.ts';
import { type Desk, note } from './work.ts';

type Refusal = { readonly message: string; readonly hint: string; readonly protected?: readonly string[] };

/** Nobody can be asked, or nobody is to be. `names` is what is protected and was not named. */
function unasked(names: readonly string[], isMeant: boolean): Refusal {
  const words = [...(isMeant ? [] : ['--yes']), ...names.map((name) => `--protected ${name}`)];
  const hint = `look at the plan, then add ${words.join(' ')}`;
  if (names.length === 0) return { message: 'nobody can be asked here, so nothing was changed', hint };
  const subject = `${names.join(', ')} ${names.length === 1 ? 'is protected and was' : 'are protected and were'}`;
  return { message: `${subject} not named, so nothing was changed`, hint, protected: names };
}

const DECLINED: Refusal = { message: 'declined: nothing was changed', hint: '' };

/** Why it is not done; undefined when the person, or `--yes` with the names of what is protected, wants it. */
async function refusalOf(
  { given, terminal }: Invocation,
  { project }: Desk,
  plan: ProjectPlan,
): Promise<Refusal | undefined> {
  const hosts = hostsToChange(plan).map(({ host }) => host);
  const names = namesToType(project, hosts, given.protected);
  if (given.yes && names.length === 0) return undefined;
  if (given.yes || terminal.isJson || !terminal.canAsk) return unasked(names, given.yes ?? false);
  const question = `\n${approvalOf(project.name, plan, Date.now()).message}`;
  if (names.length === 0) return (await askYes(terminal, question)) ? undefined : DECLINED;
  const typed = await askLine(terminal, `${question} It is protected: type ${names.join(' ')} to go on: `, false);
  return areTyped(typed ?? '', names) ? undefined : DECLINED;
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
  const error = (await refusalOf(invocation, desk, plan)) ?? (desk.options.cancel?.aborted ? DECLINED : undefined);
  if (error) {
    terminal.warn(
      ...(error === DECLINED ? ['viki: nothing was changed'] : ['', `viki: ${error.message}; ${error.hint}`]),
    );
    return { ending: { exit: EXIT.failed, document: { ...document, error } } };
  }
  const rollbackAll = invocation.given.rollback === 'all';
  const work = wishes === undefined ? 'rollback' : 'apply';
  const results = await runPlan(desk, plan, work, rollbackAll);
  await note(desk, (state) => withResults(state, plan, results, wishes ?? new Map(), Date.now()));
  const all = withLeftAlone(plan, results);
  terminal.say('', ...resultLines(all, work, terminal.paint));
  return { results: all };
}

/** How a plan ends in which there is nothing to do, or nothing that can be done. */
export function endingWithoutRuns({ terminal, project }: Desk, plan: ProjectPlan, isWhole: boolean): Ending {
  const results = withLeftAlone(plan, []);
  if (isWhole) terminal.say('nothing to do');
  else if (results.length > 0) terminal.say('', ...resultLines(results, 'apply', terminal.paint));
  const document = { project: project.name, hosts: planData(plan), results: resultsData(results) };
  return { exit: isWhole ? EXIT.done : EXIT.failed, document };
}

/** A host that has no plan, or one that can't be done, has an outcome as well: nothing was done there, and why. */
function withLeftAlone(plan: ProjectPlan, results: readonly ApplyResult[]): readonly ApplyResult[] {
  return plan.hosts.flatMap(({ host, result }) => {
    const known = results.find((one) => one.host === host);
    const why = known ? undefined : whyLeftAlone(host, result);
    return known ? [known] : why ? [{ host, milliseconds: 0, ...failedToOpen(why) }] : [];
  });
}

function whyLeftAlone(host: string, result: PlanResult): HostFailure | undefined {
  // (a rollback has nothing to do on a host without a run, and that is well)
  if ('failure' in result) return result.failure.kind === 'nothing-to-undo' ? undefined : result.failure;
  const { changes } = result.plan;
  return changes.some(({ action }) => action === 'refused') ? refusal(host, changes) : undefined;
}

async function runPlan(
  desk: Desk,
  plan: ProjectPlan,
  work: 'apply' | 'rollback',
  rollbackAll: boolean,
): Promise<readonly ApplyResult[]> {
  const { operator, project, contents, options, progress } = desk;
  const hosts = hostsToChange(plan).map(({ host }) => host);
  progress.planned(plan);
  progress.begin(work, hosts);
  desk.setChanging(true);
  const bytes = work === 'apply' ? contents : undefined;
  const results = await operator.apply(project, plan, bytes, { ...options, hosts, rollbackAll });
  desk.setChanging(false);
  progress.end();
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
