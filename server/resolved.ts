// What an expression in `${...}` comes to, on each of the hosts that it is for, in a few words. It never says a secret, and
// nothing that is made of one or is called like one. Pure.
import { Collector } from '../language/analysis.ts';
import { hostsFor } from '../language/analyze/fields.ts';
import { Expander } from '../language/expand.ts';
import { type Expression, referencesOf } from '../language/expression.ts';
import { variablesIn } from '../language/expressions.ts';
import type { Declaration, LiveProject, Scope } from '../language/index.ts';
import { childOf, type Node } from '../language/tree.ts';
import type { Json } from '../modules/contract.ts';

const WORDS_LIMIT = 40;
/** How many hosts are told apart, and how many are asked. */
const SHOWN_LIMIT = 3;
const HOSTS_LIMIT = 50;
/** How many variables are gone through to find that one is made of a secret. */
const DEPTH_LIMIT = 8;
const LIKE_A_SECRET = /pass|secret|token|credential|private|api_?key/i;

/** The hosts that a declaration is for. */
export function hostsOf(live: LiveProject, declaration: Declaration): readonly string[] {
  const { kind, name } = declaration;
  const { names, groups } = live.hosts();
  if (kind === 'host') return [name];
  if (kind === 'group') return groups.get(name) ?? [];
  if (kind !== 'resource' && kind !== 'data' && kind !== 'check') return names;
  const scope = live.scopeOf(declaration);
  const collector = new Collector(declaration);
  return hostsFor(collector, scope, new Expander(scope, collector));
}

/** `8080`, or `8080 · web-1: 8081` where hosts differ; undefined where it is not known, or nobody's business. */
export function resolved(live: LiveProject, declaration: Declaration, expression: Expression): string | undefined {
  const scope = live.scopeOf(declaration);
  const references = referencesOf(expression);
  if (references.length === 0) return undefined;
  const names = references.flatMap(({ path }) => path.map((segment) => segment.name));
  if (names.some((name) => LIKE_A_SECRET.test(name) || isMadeOfSecrets(scope, name, 0))) return undefined;
  if (
    references.some(({ path: [module, name, field] }) =>
      isFieldOfSecrets(scope, `${module?.name}.${name?.name}`, field?.name),
    )
  )
    return undefined;
  const on = (host: string | undefined) => {
    const expander = new Expander(scope, new Collector(declaration), { host, each: 'open' });
    const result = expander.evaluate(expression);
    return { words: result.kind === 'value' ? inWords(result.json) : undefined, varies: expander.varies };
  };
  const { words: usual, varies } = on(undefined);
  if (!varies) return usual;
  const hosts = hostsOf(live, declaration).slice(0, HOSTS_LIMIT);
  const own = hosts.map((host) => ({ host, words: on(host).words }));
  return apart(usual, own);
}

type Own = { readonly host: string; readonly words: string | undefined };

function apart(usual: string | undefined, own: readonly Own[]): string | undefined {
  const known = own.filter(({ words }) => words !== undefined);
  const [first] = known;
  if (first === undefined) return usual;
  if (known.length === own.length && known.every(({ words }) => words === first.words)) return first.words;
  const isUsual = usual !== undefined && known.some(({ words }) => words === usual);
  const others = known.filter(({ words }) => !isUsual || words !== usual);
  const shown = others.slice(0, SHOWN_LIMIT).map(({ host, words }) => `${host}: ${words}`);
  const more = others.length > SHOWN_LIMIT ? [`${others.length - SHOWN_LIMIT} more`] : [];
  return [...(isUsual ? [usual] : []), ...shown, ...more].join(' · ');
}

function inWords(json: Json): string {
  const words = (typeof json === 'object' && json !== null ? JSON.stringify(json) : String(json)).replace(/\s+/g, ' ');
  return words.length > WORDS_LIMIT ? `${words.slice(0, WORDS_LIMIT - 1)}…` : words;
}

/** A variable that is a secret, stands in clear text where one belongs, or has one in it. */
function isMadeOfSecrets(scope: Scope, name: string, depth: number): boolean {
  const info = scope.variable(name);
  if (info === undefined) return false;
  if (info.value.kind === 'secret' || depth > DEPTH_LIMIT) return true;
  const setters = [...info.onHosts.values()].map(({ declaration }) => declaration);
  const own: [Declaration, Node | undefined][] = setters.map((setter) => [
    setter,
    childOf(childOf(setter.entry.value, 'vars'), name),
  ]);
  if (info.declaration.kind === 'variable') own.push([info.declaration, info.declaration.entry.value]);
  return own.some(([setter, node]) => hasSecrets(scope, setter, node, depth));
}

function isFieldOfSecrets(scope: Scope, address: string, field: string | undefined): boolean {
  const declaration = field === undefined ? undefined : scope.resource(address);
  return declaration !== undefined && hasSecrets(scope, declaration, childOf(declaration.entry.value, field ?? ''), 0);
}

function hasSecrets(scope: Scope, { piece }: Declaration, node: Node | undefined, depth: number): boolean {
  const inner = node === undefined ? [] : variablesIn(piece, node);
  return inner.some(({ name }) => LIKE_A_SECRET.test(name) || isMadeOfSecrets(scope, name, depth + 1));
}
