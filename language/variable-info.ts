// The value of a variable: what its declaration says, what groups and hosts say instead, and what the environment says
// over all of them.
import type { Json } from '../modules/contract.ts';
import { Collector } from './analysis.ts';
import type { Declaration } from './declaration.ts';
import { Expander } from './expand.ts';
import type { FullHostTable, OwnValue } from './host-table.ts';
import type { HostValue, Scope, SecretOrigin, VariableInfo } from './scope.ts';
import { childOf, entriesOf, isNothing, type Node } from './tree.ts';
import { wrongWay } from './variable-way.ts';

/** The name of the environment variable that a variable can be set by. */
export const environmentName = (variable: string): string => `VK_VAR_${variable}`;

const TYPED_KEYS: ReadonlySet<string> = new Set(['default', 'type', 'description']);

export type Declared =
  | { readonly kind: 'plain'; readonly node: Node | undefined; readonly type: string | undefined }
  | { readonly kind: 'secret'; readonly from: SecretOrigin };

const ORIGINS: ReadonlySet<string> = new Set(['env', 'prompt', 'age', 'keychain']);

/** What kind of variable its text declares. A map with other keys than those of the long form is a value. */
export function declaredAs(node: Node): Declared {
  const entries = entriesOf(node);
  const isTyped = entries.length > 0 && entries.every(({ key }) => TYPED_KEYS.has(key.name));
  const isLong = isTyped || childOf(node, 'secret') !== undefined;
  if (!isLong) return { kind: 'plain', node, type: undefined };
  const secret = childOf(node, 'secret');
  if (secret?.kind === 'scalar' && secret.value !== false) {
    const from = childOf(node, 'from');
    const origin = from?.kind === 'scalar' && ORIGINS.has(String(from.value)) ? String(from.value) : 'env';
    return { kind: 'secret', from: origin as SecretOrigin };
  }
  const type = childOf(node, 'type');
  return {
    kind: 'plain',
    node: childOf(node, 'default'),
    type: type?.kind === 'scalar' && typeof type.value === 'string' ? type.value : undefined,
  };
}

export function variableInfo(
  name: string,
  declaration: Declaration | undefined,
  hosts: FullHostTable,
  scope: Scope,
): VariableInfo | undefined {
  const setters = hosts.setters.get(name) ?? [];
  const from = declaration ?? setters[0]?.declaration;
  if (from === undefined) return undefined;
  // (that was told there; to follow a way without an end would exhaust the stack)
  if (declaration !== undefined && wrongWay(scope, declaration) !== undefined) return brokenVariable(name, declaration);
  const override = scope.environment(environmentName(name));
  const said = declaration === undefined ? undefined : declaredAs(declaration.entry.value);
  if (said?.kind === 'secret') {
    return { name, declaration: from, value: { kind: 'secret', from: said.from }, onHosts: new Map() };
  }
  // (`port:` declares it, and leaves its value to hosts, groups or the environment)
  const node = said?.node === undefined || isNothing(said.node) ? undefined : said.node;
  const own = node && valueIn(scope, declaration ?? from, node, undefined);
  if (override !== undefined && declaration !== undefined) {
    const json = typedLike(override, own, said?.type);
    return { name, declaration: from, value: { kind: 'plain', json }, onHosts: new Map() };
  }
  // (`secret: false` is told at the variable)
  const isUnset = node === undefined && childOf(declaration?.entry.value, 'secret') === undefined;
  const value: VariableInfo['value'] =
    own !== undefined ? { kind: 'plain', json: own } : { kind: isUnset ? 'unset' : 'broken' };
  return { name, declaration: from, value, onHosts: onHosts(setters, hosts, scope) };
}

/** Undefined where something in it is wrong or not known. */
function valueIn(scope: Scope, declaration: Declaration, node: Node, host: string | undefined): Json | undefined {
  const expander = new Expander(scope, new Collector(declaration), { host });
  const json = expander.value(node);
  return expander.unknown.size > 0 ? undefined : json;
}

/** Groups first, then hosts: who says it more exactly counts. */
function onHosts(setters: readonly OwnValue[], hosts: FullHostTable, scope: Scope): ReadonlyMap<string, HostValue> {
  const values = new Map<string, HostValue>();
  for (const { declaration, node } of setters) {
    const members = declaration.kind === 'group' ? (hosts.groups.get(declaration.name) ?? []) : [declaration.name];
    for (const host of members) {
      const json = valueIn(scope, declaration, node, host);
      if (json !== undefined) values.set(host, { json, declaration });
    }
  }
  return values;
}

/** The environment knows texts only; a variable keeps the type that it has in the file. */
function typedLike(text: string, own: Json | undefined, type: string | undefined): Json {
  const wants = type ?? (own === null || own === undefined ? 'string' : typeof own);
  if ((wants === 'number' || wants === 'integer') && text.trim() !== '' && Number.isFinite(Number(text))) {
    return Number(text);
  }
  if (wants === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** A variable that has no value, and about which that was told. */
export const brokenVariable = (name: string, declaration: Declaration): VariableInfo => ({
  name,
  declaration,
  value: { kind: 'broken' },
  onHosts: new Map(),
});
