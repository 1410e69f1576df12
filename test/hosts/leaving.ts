// What becomes of a page's host when its resources leave the text: what viki made goes, what was there before it stays, and a
// rollback brings back all of it.
import assert from 'node:assert/strict';
import type { Operator } from '../../engine/operate.ts';
import type { HostPlan } from '../../engine/result.ts';
import type { ThingId } from '../../modules/contract.ts';
import { modules } from '../../modules/index.generated.ts';
import type { LabHost } from '../lab/lab.ts';
import { contentsOf } from '../support/projects.ts';
import { planOf } from './support.ts';
import { projectOfText, rolledBack, textOn } from './text.ts';

type Case = {
  readonly host: LabHost;
  /** The plan of the run that made the host what it is. */
  readonly plan: HostPlan;
  /** What the host was before that run, in words that `state` says. */
  readonly before: string;
  state(): Promise<string>;
};

const isAbsent = ({ before }: HostPlan, id: ThingId): boolean => before[id]?.['is'] === 'absent';

/** The things that a run made; and whether it changed others, which were there before. */
function madeBy(plan: HostPlan): { readonly some: boolean; readonly others: boolean } {
  const things = (plan.request?.resources ?? []).flatMap(({ address, forward }) => {
    const [name = ''] = address.split('.');
    const isCreated = plan.changes.some((change) => change.address === address && change.action === 'create');
    const isEach = modules.find((module) => module.name === name)?.eachForItself === true;
    return forward.map(({ thing }) => isCreated || (isEach && isAbsent(plan, thing)));
  });
  return { some: things.includes(true), others: things.includes(false) };
}

/** Line by line, what was not there before is not there again, and all else is as it came to be. */
function linesLeft(before: string, after: string): string {
  const was = before.split('\n');
  return after
    .split('\n')
    .map((line, index) => (/ absent$/.test(was[index] ?? '') ? was[index] : line))
    .join('\n');
}

/** Plans and applies the text without them. */
export async function leavesText(operator: Operator, { host, plan, before, state }: Case): Promise<void> {
  const project = projectOfText(textOn(host, ''));
  const after = await state();
  const made = madeBy(plan);
  const leaving = await operator.plan(project, contentsOf(project));
  const { request } = planOf(leaving);
  assert.equal(request !== undefined, made.some, 'what viki made leaves with the text, and nothing else does');
  if (!request) return;
  const [result] = await operator.apply(project, leaving, contentsOf(project));
  assert.equal(result?.outcome, 'done', JSON.stringify(result));
  assert.equal(await state(), made.others ? linesLeft(before, after) : before);
  await rolledBack(operator, project);
  assert.equal(await state(), after, 'what left the text came back');
}
