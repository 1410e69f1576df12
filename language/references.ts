// What a name in `${...}` leads to: a variable, the host, a group, the environment, a fact, the instance of an `each`, or
// a field of another resource. It tells what leads nowhere, and remembers who is mentioned where.
import type { Json } from '../modules/contract.ts';
import type { Declaration } from './declaration.ts';
import type { Found } from './evaluate.ts';
import type { Each, Expansion } from './expansion.ts';
import type { Reference, Segment } from './expression.ts';
import type { Scope } from './scope.ts';
import { childOf, type Node } from './tree.ts';

export const HOST_FIELDS = ['name', 'address', 'port', 'user', 'groups'] as const;
/** How many resources may refer to each other in a row. */
const DEPTH_LIMIT = 8;

const OPEN: Found = { kind: 'open' };
const MISSING: Found = { kind: 'missing' };
const known = (json: Json): Found => ({ kind: 'value', json });

const ROOTS: ReadonlySet<string> = new Set(['host', 'group', 'env', 'fact']);

export type Meaning =
  | { readonly kind: 'variable'; readonly name: string; readonly rest: readonly Segment[] }
  | { readonly kind: 'host' | 'group' | 'env' | 'fact' | 'each'; readonly rest: readonly Segment[] }
  | { readonly kind: 'resource'; readonly address: string; readonly rest: readonly Segment[] };

/** What kind of thing a reference names; variables win, as they always could be named so. */
export function meaningOf({ path }: Reference, isVariable: (name: string) => boolean): Meaning {
  const [first, second, ...others] = path as readonly [Segment, ...Segment[]];
  const { name } = first;
  if (name === 'each') return { kind: 'each', rest: path.slice(1) };
  if (ROOTS.has(name) && second !== undefined) return { kind: name as 'host', rest: path.slice(1) };
  if (second === undefined || isVariable(name)) return { kind: 'variable', name, rest: path.slice(1) };
  return { kind: 'resource', address: `${name}.${second.name}`, rest: others };
}

export const within = (json: Json, rest: readonly Segment[]): Json | undefined => {
  let value: Json | undefined = json;
  for (const { name } of rest) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    // (`length` is a list's own, and nothing that anybody wrote)
    if (Array.isArray(value) && !/^\d+$/.test(name)) return undefined;
    value = (value as { readonly [key: string]: Json })[name];
  }
  return value;
};

const foundWithin = (json: Json, rest: readonly Segment[]): Found => {
  const value = within(json, rest);
  return value === undefined ? MISSING : known(value);
};

/** What a reference comes to, for the expander's host and instance. */
export function found(expander: Expansion, reference: Reference): Found {
  const { scope, circumstances } = expander;
  const meaning = meaningOf(reference, (name) => scope.variable(name) !== undefined);
  const { rest } = meaning;
  const [first] = rest;
  switch (meaning.kind) {
    case 'variable':
      return foundVariable(expander, meaning.name, rest);
    case 'resource':
      return foundField(expander, meaning.address, rest);
    case 'each':
      return foundEach(circumstances.each, rest);
    case 'group':
      return first === undefined ? MISSING : foundGroup(expander, first.name);
    case 'env':
      return foundInEnvironment(scope, first?.name ?? '');
    case 'fact':
      return foundFact(expander, rest);
    case 'host':
      return foundOfHost(expander, first?.name ?? '');
  }
}

function foundEach(each: Each | 'open' | undefined, rest: readonly Segment[]): Found {
  if (each === undefined || each === 'open') return each === undefined ? MISSING : OPEN;
  const [only] = rest.length === 1 ? rest : [];
  if (only?.name === 'key') return known(each.key);
  return foundWithin(each.value, only?.name === 'value' ? [] : rest);
}

function foundInEnvironment(scope: Scope, name: string): Found {
  const value = scope.environment(name);
  if (value !== undefined) return known(value);
  return scope.knowsEnvironment() ? MISSING : OPEN;
}

function foundVariable(expander: Expansion, name: string, rest: readonly Segment[]): Found {
  const info = expander.scope.variable(name);
  if (info === undefined) return MISSING;
  const { host } = expander.circumstances;
  if (info.onHosts.size > 0) expander.varies = true;
  const own = host === undefined ? undefined : info.onHosts.get(host);
  if (own !== undefined) return foundWithin(own.json, rest);
  if (info.value.kind === 'plain') return foundWithin(info.value.json, rest);
  const mayBeSet = host === undefined || !expander.scope.knowsEnvironment();
  return info.value.kind === 'unset' && mayBeSet ? OPEN : MISSING;
}

function foundGroup({ scope }: Expansion, name: string): Found {
  const members = scope.hosts().groups.get(name);
  return members === undefined ? MISSING : known(members);
}

function foundOfHost(expander: Expansion, field: string): Found {
  const { host } = expander.circumstances;
  expander.varies = true;
  if (host === undefined) return OPEN;
  if (field === 'name') return known(host);
  const declaration = expander.scope.host(host);
  const node = childOf(declaration?.entry.value, field);
  if (field === 'groups') {
    return known([...expander.scope.hosts().groups].flatMap(([group, of]) => (of.includes(host) ? [group] : [])));
  }
  if (node === undefined) return field === 'address' ? known(host) : field === 'port' ? known(22) : OPEN;
  return valueIn(expander, declaration as Declaration, node);
}

/** Open until the host has told its facts. */
function foundFact(expander: Expansion, rest: readonly Segment[]): Found {
  const { host } = expander.circumstances;
  if (expander.scope.knowsFacts()) expander.varies = true;
  const facts = expander.scope.factsOf(host ?? '');
  return facts === undefined ? OPEN : foundWithin(facts, rest);
}

/** A field of another resource, as it would be on this host. */
function foundField(expander: Expansion, address: string, rest: readonly Segment[]): Found {
  const declaration = expander.scope.resource(address);
  const [field, ...further] = rest;
  if (declaration === undefined || field === undefined) return MISSING;
  const node = childOf(declaration.entry.value, field.name);
  if (node !== undefined) {
    const value = valueIn(expander, declaration, node);
    return value.kind === 'value' ? foundWithin(value.json, further) : value;
  }
  if (expander.scope.module(declaration.path[2] ?? '')?.mainField === field.name)
    return known(declaration.entry.key.name);
  return MISSING;
}

function valueIn(expander: Expansion, declaration: Declaration, node: Node): Found {
  if ((expander.circumstances.depth ?? 0) >= DEPTH_LIMIT) return OPEN;
  const inner = expander.within(declaration);
  const json = inner.value(node);
  if (inner.varies) expander.varies = true;
  return inner.unknown.size > 0 ? OPEN : known(json);
}
