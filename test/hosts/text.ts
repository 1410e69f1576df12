// Projects as text, for one host of the lab as root, and their runs: what tests of what is written in a text share.
import assert from 'node:assert/strict';
import type { Operator } from '../../engine/operate.ts';
import type { Project } from '../../engine/project.ts';
import type { ApplyResult, HostPlan } from '../../engine/result.ts';
import { parseDocument, readProject } from '../../language/index.ts';
import type { LabHost } from '../lab/lab.ts';
import { contentsOf } from '../support/projects.ts';
import { knownHosts, lab, planOf } from './support.ts';

/** The host as an entry of `hosts`. */
export const hostEntry = ({ name, address }: LabHost): string =>
  `${name}: { address: ${address}, user: root, identity: ${lab.keyFile}, known_hosts: ${knownHosts} }`;

/** A text with these modules; `sections` stand above the hosts. */
export const textOn = (host: LabHost, mods: string, sections = ''): string =>
  `viki:\n${sections}  hosts:\n    ${hostEntry(host)}\n  mods:\n${mods.replace(/^(?=.)/gm, '    ')}`;

export function projectOfText(text: string): Project {
  const { project, problems } = readProject([parseDocument('main.vk.yaml', text)], 'main');
  assert.ok(project, JSON.stringify(problems, undefined, 1));
  return project;
}

export type Applied = { readonly plan: HostPlan; readonly result: ApplyResult };

/** Plans and applies it, however that ends. */
export async function applied(operator: Operator, project: Project): Promise<Applied> {
  const contents = contentsOf(project);
  const plan = await operator.plan(project, contents);
  const [result] = await operator.apply(project, plan, contents);
  assert.ok(result);
  return { plan: planOf(plan), result };
}

/** Takes the last run back, which has to succeed. */
export async function rolledBack(operator: Operator, project: Project): Promise<void> {
  const [back] = await operator.apply(project, await operator.planRollback(project), undefined);
  assert.equal(back?.outcome, 'done', JSON.stringify(back));
}

/** A second plan has nothing to do. */
export async function nothingLeft(operator: Operator, project: Project, contents = contentsOf(project)): Promise<void> {
  const { request } = planOf(await operator.plan(project, contents));
  assert.equal(request, undefined, 'nothing is left to do');
}
