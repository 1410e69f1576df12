// What a project declares, by name, as far as its text can be understood: for completion and hover. Pure.
import type { Declaration, LiveProject, VariableInfo } from '../language/index.ts';
import type { Scope } from '../language/scope.ts';
import type { Json } from '../modules/contract.ts';

const KINDS: readonly Declaration['kind'][] = ['variable', 'host', 'group', 'resource', 'data', 'check'];

/** Looks things up as the project's text would; undefined where nothing is declared at all. */
export function scopeIn(live: LiveProject): Scope | undefined {
  for (const kind of KINDS) {
    const [name] = live.namesOf(kind);
    const [declaration] = name === undefined ? [] : live.declarationsOf(`${kind}:${name}`);
    if (declaration !== undefined) return live.scopeOf(declaration);
  }
  return undefined;
}

/** Variables that are declared, and those that only hosts or groups set. */
export const variableNames = (live: LiveProject): readonly string[] => scopeIn(live)?.variableNames() ?? [];

export const variableIn = (live: LiveProject, name: string): VariableInfo | undefined => scopeIn(live)?.variable(name);

/** What is shown of one value at most. */
const VALUE_LENGTH_LIMIT = 80;
/** How many hosts with another value are shown on one line. */
const HOSTS_ON_LINE_LIMIT = 3;

export function valueInWords(json: Json): string {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return text.length > VALUE_LENGTH_LIMIT ? `${text.slice(0, VALUE_LENGTH_LIMIT - 1)}…` : text;
}

/** The value of a variable on one line: the hosts that have another one behind it. */
export function variableInWords({ value, onHosts }: VariableInfo): string {
  const own =
    value.kind === 'plain' ? valueInWords(value.json) : value.kind === 'secret' ? 'A secret' : 'No value of its own';
  const others = [...onHosts].slice(0, HOSTS_ON_LINE_LIMIT).map(([host, { json }]) => `${host}: ${valueInWords(json)}`);
  const more = onHosts.size > HOSTS_ON_LINE_LIMIT ? ['…'] : [];
  return [own, ...others, ...more].join('; ');
}

/** Of sorted names, those that begin with a prefix, without looking at the others. */
export function namesBelow(names: readonly string[], prefix: string): readonly string[] {
  const first = firstNotBelow(names, prefix);
  let end = first;
  while (names[end]?.startsWith(prefix)) end += 1;
  return names.slice(first, end);
}

export const hasBelow = (names: readonly string[], prefix: string): boolean =>
  names[firstNotBelow(names, prefix)]?.startsWith(prefix) === true;

function firstNotBelow(names: readonly string[], prefix: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}
