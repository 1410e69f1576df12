// What a run's program does for each resource, by its number: the way forward, the way back, and what it does once more
// because others changed. Pure text work, for compile.ts.
import { probeOf, quote, type State, type ThingId } from '../modules/contract.ts';
import { typeOf } from '../modules/things/index.ts';
import type { RunRequest, RunResource } from './host.ts';

function setting({ thing, to, validate }: RunResource['forward'][number]): string {
  const { set, needs } = typeOf(thing);
  if (!set) throw new Error(`${thing} can only be read`);
  const [content] = validate?.content ? [validate.content] : validate ? needs(to) : [];
  if (!validate || !content) return set(probeOf(thing).at, to);
  return `v_valid ${content.sha256} ${quote(validate.name)} ${quote(validate.command)} && ${set(probeOf(thing).at, to)}`;
}

function acting({ thing, to }: RunResource['acts'][number]): string {
  const { act } = typeOf(thing);
  if (!act) throw new Error(`${thing} can't be acted upon`);
  return act(probeOf(thing).at, to);
}

/** A shell function that does for the resource of that number what `commands` says. */
function shellCase(
  name: string,
  resources: readonly RunResource[],
  commands: (resource: RunResource) => readonly string[],
): string {
  const cases = resources.flatMap((resource, index) => {
    const all = commands(resource);
    return all.length === 0 ? [] : [`${index + 1}) ${all.join(' && ')} ;;`];
  });
  return cases.length === 0 ? `${name}() { :; }` : `${name}() { case $1 in\n${cases.join('\n')}\nesac; }`;
}

/** A shell function that has a thing tell why it is not as planned, by its place among all. */
function whyCase(before: State): string {
  const cases = (Object.keys(before) as ThingId[]).toSorted().flatMap((id, index) => {
    const why = typeOf(id).why?.(probeOf(id).at);
    return why === undefined ? [] : [`${index}) ${why} ;;`];
  });
  return cases.length === 0 ? 'v_why() { :; }' : `v_why() { case $1 in\n${cases.join('\n')}\nesac; }`;
}

/** The functions that the runner (shell/run.sh) calls. `oneLine`: texts as lines have them. */
export function wayCases(
  { project, resources, before }: RunRequest,
  oneLine: (text: string) => string,
): readonly string[] {
  // What is owed to a resource until it has acted.
  const owed = ({ address, acts }: RunResource): readonly string[] =>
    acts.length === 0 ? [] : [`v_owed_line=${quote(`${oneLine(project)}\t${oneLine(address)}`)}`];
  return [
    shellCase('v_forward', resources, ({ forward, acts }) => [...forward.map(setting), ...acts.map(acting)]),
    shellCase('v_back', resources, ({ back }) => back.map(setting)),
    shellCase('v_again', resources, ({ acts }) => acts.map(acting)),
    shellCase('v_owed', resources, owed),
    whyCase(before),
  ];
}
