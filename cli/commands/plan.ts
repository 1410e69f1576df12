// `viki plan`: asks the hosts what would change, and touches nothing.
import { resolve } from 'node:path';
import { plural } from '../../client/folds/spoken.ts';
import { failuresOf, planHeadline, plansOf } from '../../client/folds/words.ts';
import { withDrift } from '../../disk/drift.ts';
import { newSalt } from '../../disk/hidden.ts';
import { mark, writeSavedPlan } from '../../disk/saved-plan.ts';
import { withPlan } from '../../disk/seen.ts';
import { readState } from '../../disk/state.ts';
import { wishes } from '../../disk/wish.ts';
import { isNamed } from '../../engine/part.ts';
import type { Part, Project } from '../../engine/project.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { savePlan } from '../../engine/saved-plan.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { planData } from '../data.ts';
import { diffsOf } from '../diffs.ts';
import { meant, UsageError } from '../flags.ts';
import { planLines } from '../plan-lines.ts';
import { atResources, type Desk, note } from '../work.ts';

export async function makePlan(desk: Desk): Promise<ProjectPlan> {
  const { operator, project, contents, options, progress } = desk;
  progress.begin('plan', options.hosts);
  const read = await operator.plan(project, contents, options);
  progress.end();
  const { state: seen } = await readState(desk.folder, project.name);
  const plan = withDrift(read, seen, wishes(project, contents));
  // (what was asked of a part is not how the host stands)
  await note(desk, (state) => (project.part ? state : withPlan(state, plan, Date.now())));
  return plan;
}

/** The same, for names that somebody has just said. */
export async function makePlanAsked(desk: Desk): Promise<ProjectPlan> {
  const plan = await makePlan(desk);
  if (desk.project.part) checkNames(desk.project, desk.project.part, plan);
  return plan;
}

/** A name that no host knows is a slip; a host that gave no plan might have known it. */
function checkNames({ resources }: Project, { names, leftOut }: Part, plan: ProjectPlan): void {
  if (failuresOf(plan).length > 0) return;
  const planned = plansOf(plan).flatMap(({ changes }) => changes.map(({ address }) => address));
  const known = [...resources, ...leftOut].map(({ address }) => address);
  for (const name of names) {
    if (planned.some((address) => isNamed(address, [name]))) continue;
    throw new UsageError(`there is no ${name} to be planned`, meant(name, known, '`viki plan -v` shows them all'));
  }
}

/** What is left out for what was named, where only a part is planned. */
export const leftOutOf = ({ part }: Project): readonly string[] | undefined =>
  part?.leftOut.map(({ address }) => address);

export async function showPlan({ given }: Invocation, desk: Desk, plan: ProjectPlan): Promise<void> {
  const { terminal, project } = desk;
  const diffs = given.diff && !terminal.isJson ? await diffsOf(desk, plan) : undefined;
  terminal.say(...planLines(plan, { isVerbose: terminal.isVerbose, now: Date.now(), paint: terminal.paint, diffs }));
  const leftOut = leftOutOf(project);
  if (leftOut && leftOut.length > 0) {
    terminal.say(
      '',
      terminal.paint.dim(`left out, as only --resource is planned: ${plural(leftOut.length, 'other resource')}`),
    );
  }
  if (plan.hosts.length === 0) terminal.say(`${project.name} has no hosts: nothing to do`);
  else if (plan.hosts.length > 1) terminal.say('', `${project.name}: ${planHeadline(plan)}`);
}

export const isImpossible = (plan: ProjectPlan): boolean =>
  failuresOf(plan).length > 0 ||
  plansOf(plan).some(({ changes }) => changes.some((change) => change.action === 'refused'));

export const hasChanges = (plan: ProjectPlan): boolean =>
  plansOf(plan).some(({ changes }) => changes.some((change) => change.action !== 'none'));

/** Keeps the plan in a file for later; a plan with a hole in it is no plan. */
async function keep(
  desk: Desk,
  plan: ProjectPlan,
  { out, salt }: { readonly out: string; readonly salt: string },
): Promise<{ saved: string } | { error: object }> {
  const { project, contents, terminal } = desk;
  const trouble = isImpossible(plan)
    ? { message: 'the plan is not kept, for a host has none', hint: 'mend it, or name the others with --host' }
    : await writeSavedPlan(
        resolve(out),
        out,
        savePlan(project, contents, plansOf(plan), { madeAt: timeText(), salt, marker: mark }),
      );
  if (trouble) {
    terminal.warn('', `viki: ${trouble.message}; ${trouble.hint}`);
    return { error: trouble };
  }
  terminal.say('', `kept in ${out}; to do it: viki apply ${out}`);
  return { saved: out };
}

const timeText = (): string => new Date().toISOString();

export function run(invocation: Invocation): Promise<Ending> {
  const { out } = invocation.given;
  const keeping = out === undefined ? undefined : { out, salt: newSalt() };
  return atResources(
    invocation,
    async (desk) => {
      const plan = await makePlanAsked(desk);
      await showPlan(invocation, desk, plan);
      const kept = keeping ? await keep(desk, plan, keeping) : {};
      const isFailed = isImpossible(plan) || 'error' in kept;
      const exit = isFailed ? EXIT.failed : hasChanges(plan) ? EXIT.changes : EXIT.done;
      const leftOut = leftOutOf(desk.project);
      return { exit, document: { project: desk.project.name, leftOut, hosts: planData(plan), ...kept } };
    },
    keeping?.salt,
  );
}
