// All documents of a folder to one Project, or to the problems that stand in its way.
import type { Policy, Project } from '../engine/project.ts';
import { check } from './check.ts';
import { tellClaims } from './claims.ts';
import { PARALLEL_DEFAULT, policyForm } from './forms.ts';
import { type Gathered, gather } from './gather.ts';
import { readHosts } from './hosts.ts';
import { tellOrder } from './order.ts';
import type { Document } from './parse.ts';
import { inOrder, type Problem, type ProblemCode, problemAt } from './problem.ts';
import { readResources } from './resources.ts';
import { code } from './sentences.ts';
import { lineAt } from './text.ts';
import type { Node } from './tree.ts';
import { policy as validatePolicy } from './validators.generated.js';
import { expand, isObject, type Variables } from './values.ts';
import { readVariables } from './variables.ts';

export type ReadProject = { readonly project: Project | undefined; readonly problems: readonly Problem[] };

export function readProject(documents: readonly Document[], folderName: string): ReadProject {
  const sorted = documents.toSorted((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0));
  const found: Problem[] = [];
  const gathered = gather(sorted, found);
  const variables = readVariables(gathered, found);
  const hosts = readHosts(gathered, variables, found);
  const policy = readPolicy(gathered, variables, found);
  const name = readName(gathered, variables, folderName, found);
  const resources = readResources(gathered, hosts, variables, found);
  tellNoHosts(gathered, found);
  tellOrder(resources, found);
  tellClaims(resources, found);
  const problems = [...sorted.flatMap((document) => document.problems), ...withoutEchoes(sorted, found)].sort(inOrder);
  if (problems.some((problem) => problem.severity === 'error')) return { project: undefined, problems };
  const project = {
    name,
    hosts: hosts.settings,
    groups: new Map(),
    resources: [...resources.values()].map((read) => read.resource),
    policy,
  };
  return { project, problems };
}

function readPolicy(gathered: Gathered, variables: Variables, problems: Problem[]): Policy {
  const declaration = gathered.policies.get('policy');
  const otherwise: Policy = {
    parallel: PARALLEL_DEFAULT,
    onFailure: 'rollback',
    confirmSeconds: undefined,
    retries: 0,
  };
  if (declaration === undefined) return otherwise;
  const { source, entry } = declaration;
  const unknown = new Set<Node>();
  const value = expand({ source, variables, problems, unknown, secretsAt: [] }, entry.value);
  const subject = {
    source,
    form: policyForm,
    title: 'the policy',
    anchor: entry.key,
    node: entry.value,
    value,
    unknown,
  };
  // (what is no map was told with the outline)
  if (!isObject(value) || !check(subject, validatePolicy, problems) || unknown.size > 0) return otherwise;
  return {
    ...otherwise,
    parallel: typeof value['parallel'] === 'number' ? value['parallel'] : otherwise.parallel,
    onFailure: value['on_failure'] === 'stop' ? 'stop' : 'rollback',
  };
}

function readName(gathered: Gathered, variables: Variables, folderName: string, problems: Problem[]): string {
  const declaration = gathered.names.get('name');
  if (declaration === undefined) return folderName;
  const { source, entry } = declaration;
  const value = expand({ source, variables, problems, unknown: new Set(), secretsAt: [] }, entry.value);
  return typeof value === 'string' ? value : folderName;
}

function tellNoHosts(gathered: Gathered, problems: Problem[]): void {
  const first = gathered.mods[0];
  if (first === undefined || gathered.resources.size === 0 || gathered.hosts.size > 0) return;
  const suggestion = `Add ${code('hosts: { here: { via: local } }')} for this machine, or ${code('hosts: { web: { address: ... } }')}.`;
  const message = 'No host is declared that this could go to';
  problems.push(problemAt(first.source, first.entry.key, 'missing-host', message, { suggestion }));
}

/** Where the text is broken, names that seem to be missing may just not have been understood. */
const ABOUT_NAMES: ReadonlySet<ProblemCode> = new Set([
  'unknown-host',
  'unknown-resource',
  'unknown-variable',
  'missing-host',
  'order-without-effect',
]);

/** Drops what is only an echo of broken text: the syntax problem is what the user has to mend. */
function withoutEchoes(documents: readonly Document[], problems: readonly Problem[]): readonly Problem[] {
  const isBroken = documents.some((document) => document.parts.some((part) => part.brokenAt !== undefined));
  const byFile = new Map(documents.map((document) => [document.file, document]));
  return problems.filter((problem) => {
    const document = byFile.get(problem.file);
    if (document === undefined || (isBroken && ABOUT_NAMES.has(problem.code))) return false;
    if (document.problems.some((syntax) => syntax.start < problem.end && problem.start < syntax.end)) return false;
    const part = document.parts.find(({ start, end }) => start <= problem.start && problem.start <= end);
    if (part?.brokenAt === undefined) return true;
    return problem.end <= lineAt(document, part.brokenAt).start && problem.code !== 'missing-field';
  });
}
