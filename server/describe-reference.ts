// What is said about a reference between `${` and `}`: what it names, and what it comes to, on each host where that
// differs. Pure.
import { Collector } from '../language/analysis.ts';
import type { Found } from '../language/evaluate.ts';
import { Expander } from '../language/expand.ts';
import type { Each } from '../language/expansion.ts';
import { type Reference, referencesOf } from '../language/expression.ts';
import { partsOf } from '../language/expression-tokens.ts';
import { expressionIn } from '../language/expressions.ts';
import type { Declaration, LiveProject, Piece } from '../language/index.ts';
import { instancesOf } from '../language/instances.ts';
import { found, meaningOf } from '../language/references.ts';
import { contains } from '../language/text.ts';
import { childOf, type Node } from '../language/tree.ts';
import { describeEntry, describeGroup, describeVariable } from './describe.ts';
import { factWords } from './fact-words.ts';
import { code } from './manual.ts';
import { valueInWords, variableIn } from './names.ts';
import type { FactsByHost } from './seen-facts.ts';

/** How many hosts are asked for their value. */
const HOSTS_LIMIT = 10;
/** How many instances are shown. */
const INSTANCES_LIMIT = 10;

/** The reference of a text that an offset in the piece lies in. */
export function referenceAt(piece: Piece, node: Node, at: number): Reference | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const written = piece.text.slice(node.start, node.end);
  for (const part of partsOf(written)) {
    if (part.kind !== 'expression') continue;
    const { expression } = expressionIn(piece, node.start, written, part);
    // (with the braces around it, where there is nothing else between them)
    const braces = { start: node.start + part.start, end: node.start + part.end };
    const references = referencesOf(expression);
    const isAlone = references.length === 1 && contains(braces, at) && expression.kind === 'reference';
    const named = isAlone ? references[0] : references.find((reference) => contains(reference, at));
    if (named) return isAlone ? { ...named, ...braces } : named;
  }
  return undefined;
}

/** What hosts told of themselves the last time, and what time it is. */
export type Seen = { readonly facts: FactsByHost; readonly now: number };

export function describeReference(
  live: LiveProject,
  piece: Piece,
  reference: Reference,
  seen: () => Seen,
): string | undefined {
  const meaning = meaningOf(reference, (name) => variableIn(live, name) !== undefined);
  const words = reference.path.map(({ name }) => name).join('.');
  const [first] = meaning.rest;
  if (meaning.kind === 'variable' && first === undefined) return describeVariable(live, meaning.name);
  if (meaning.kind === 'group' && first !== undefined) return describeGroup(live, first.name);
  // (what the environment holds may be a secret)
  if (meaning.kind === 'env') return `**${words}**: the environment variable ${code(first?.name ?? '')}`;
  if (meaning.kind === 'fact') {
    const { facts, now } = seen();
    return `**${words}**: what the host tells of itself; known at plan${factWords(live, meaning.rest, facts, now)}`;
  }
  if (meaning.kind === 'each') {
    const each = eachWords(live, declarationAt(live, piece, reference.start), reference);
    return `**${words}**: of the item that this instance is for${each}`;
  }
  const title = `**${words}**${valueWords(live, declarationAt(live, piece, reference.start), reference)}`;
  const more =
    meaning.kind === 'variable'
      ? describeVariable(live, meaning.name)
      : meaning.kind === 'resource'
        ? describeEntry(live, 'resource', meaning.address)
        : undefined;
  return more === undefined ? title : `${title}\n\n${more}`;
}

function wordsOf(value: Found): string {
  if (value.kind === 'value') return code(valueInWords(value.json));
  return value.kind === 'open' ? 'known at plan' : 'no value';
}

const declarationAt = (live: LiveProject, piece: Piece, at: number): Declaration | undefined =>
  live.declaredIn(piece).findLast(({ entry }) => contains({ start: entry.key.start, end: entry.value.end }, at));

/** What it comes to in each instance. */
function eachWords(live: LiveProject, declaration: Declaration | undefined, reference: Reference): string {
  const node = childOf(declaration?.entry.value, 'each');
  if (declaration === undefined || node === undefined) return '';
  const scope = live.scopeOf(declaration);
  const expander = (each?: Each): Expander =>
    new Expander(scope, new Collector(declaration), { host: live.hosts().names[0], each });
  const instances = instancesOf(new Collector(declaration), expander(), node);
  if (instances === 'open') return '; known at plan';
  const lines = instances.slice(0, INSTANCES_LIMIT).map((each) => {
    const value = found(expander(each), reference);
    return `- ${code(String(each.key))}: ${wordsOf(value)}`;
  });
  if (instances.length > INSTANCES_LIMIT) lines.push(`- and ${instances.length - INSTANCES_LIMIT} more`);
  return lines.length === 0 ? '' : `:\n\n${lines.join('\n')}`;
}

/** The one value that it has everywhere, or one for each host. */
function valueWords(live: LiveProject, declaration: Declaration | undefined, reference: Reference): string {
  if (declaration === undefined) return '';
  const scope = live.scopeOf(declaration);
  const hosts = live.hosts().names.slice(0, HOSTS_LIMIT);
  const values = (hosts.length > 0 ? hosts : [undefined]).map((host) => {
    const value = found(new Expander(scope, new Collector(declaration), { host, each: 'open' }), reference);
    return { host, words: wordsOf(value) };
  });
  const different = new Set(values.map(({ words }) => words));
  if (different.size === 1) return `: ${values[0]?.words}`;
  return ` on each host:\n\n${values.map(({ host, words }) => `- ${code(host ?? '')}: ${words}`).join('\n')}`;
}
