// The hosts of a project and who is in which group, from what hosts and groups say of each other; and the variables that
// they set for themselves.
import type { Declaration } from './declaration.ts';
import type { HostTable } from './scope.ts';
import { inTextOrder, type Key, type Names } from './tables.ts';
import { childOf, entriesOf, type Node } from './tree.ts';

/** A variable that a host or group sets for itself. */
export type OwnValue = { readonly declaration: Declaration; readonly node: Node };

export type FullHostTable = HostTable & {
  /** By variable: who sets it. */
  readonly setters: ReadonlyMap<string, readonly OwnValue[]>;
};

export const NO_HOSTS: FullHostTable = {
  names: [],
  groups: new Map(),
  isLegacy: false,
  signature: '',
  setters: new Map(),
};

/** Is it the table itself that was looked up, and not what somebody sets? */
export const isOfTable = (key: Key): boolean => key === 'hosts' || key === 'names:set';

/** Are the same variables set, whatever to? */
function setsSameNames({ setters: one }: FullHostTable, { setters: other }: FullHostTable): boolean {
  return one.size === other.size && [...one.keys()].every((name) => other.has(name));
}

/** What whoever looked it up reads anew. `areAll`: what hosts and groups set may come to something else. */
export function changedKeys(before: FullHostTable, after: FullHostTable, areAll: boolean): readonly Key[] {
  return [
    ...changedVariables(before, after, areAll).map((name) => `variable:${name}`),
    ...(before.signature === after.signature ? [] : ['hosts']),
    ...(setsSameNames(before, after) ? [] : ['names:set']),
  ];
}

/** The variables that hosts or groups set otherwise than before; all that they set, if these may come to something else. */
function changedVariables(before: FullHostTable, after: FullHostTable, areAll: boolean): readonly string[] {
  const names = [...new Set([...before.setters.keys(), ...after.setters.keys()])];
  // (on which hosts a variable has another value depends on who is in which group, too)
  if (areAll || before.signature !== after.signature) return names;
  return names.filter((name) => !isSameSetters(before.setters.get(name), after.setters.get(name)));
}

/** Do the same declarations set it, in the same words? */
function isSameSetters(one: readonly OwnValue[] = [], other: readonly OwnValue[] = []): boolean {
  return (
    one.length === other.length &&
    one.every(({ declaration, node }, index) => {
      const then = other[index];
      return (
        then !== undefined &&
        then.declaration.name === declaration.name &&
        textOf(declaration, node) === textOf(then.declaration, then.node)
      );
    })
  );
}

const textOf = ({ piece }: Declaration, { start, end }: Node): string => piece.text.slice(start, end);

const namedIn = (node: Node | undefined): readonly string[] => {
  const nodes = node === undefined ? [] : node.kind === 'list' ? node.items : [node];
  return nodes.flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : []));
};

/** The declarations of a kind that count, in the order of the text. */
export const declared = (names: Names, kind: 'host' | 'group'): readonly Declaration[] =>
  [...names.ofKind(kind)].flatMap((name) => names.first(`${kind}:${name}`) ?? []).sort(inTextOrder);

export function hostTable(names: Names): FullHostTable {
  const hosts = declared(names, 'host');
  const groups = declared(names, 'group');
  const members = new Map<string, Set<string>>();
  const join = (group: string, host: string): void => {
    const known = members.get(group);
    if (known) known.add(host);
    else members.set(group, new Set([host]));
  };
  for (const group of groups) members.set(group.name, new Set());
  for (const { name, entry } of hosts) for (const group of namedIn(childOf(entry.value, 'groups'))) join(group, name);
  const known = new Set(hosts.map(({ name }) => name));
  for (const { name, entry } of groups) {
    for (const host of namedIn(childOf(entry.value, 'hosts'))) if (known.has(host)) join(name, host);
  }
  const order = [...known];
  const implied = order.length === 0 ? legacyHost(names) : undefined;
  if (implied !== undefined) order.push(implied);
  const inOrder = new Map([...members].map(([group, of]) => [group, order.filter((host) => of.has(host))] as const));
  const setters = new Map<string, OwnValue[]>();
  for (const declaration of [...groups, ...hosts]) {
    for (const { key, value } of entriesOf(childOf(declaration.entry.value, 'vars'))) {
      setters.set(key.name, [...(setters.get(key.name) ?? []), { declaration, node: value }]);
    }
  }
  const signature = JSON.stringify([order, [...inOrder], implied !== undefined]);
  return { names: order, groups: inOrder, isLegacy: implied !== undefined, signature, setters };
}

/** The first viki had one host, in `vars`. */
function legacyHost(names: Names): string | undefined {
  const hostname = names.first('variable:hostname');
  return hostname && LEGACY_HOST;
}

/** What the host of a file without `hosts` is called. */
export const LEGACY_HOST = 'host';
const LEGACY_VARIABLES: ReadonlySet<string> = new Set(['hostname', 'username', 'password', 'sudo_password']);

export const isLegacyHost = (variable: string): boolean => LEGACY_VARIABLES.has(variable);
