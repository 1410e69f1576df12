// Nodes to plain values, with `${name}` replaced. Pure.
import type { Json, JsonObject } from '../modules/contract.ts';
import { nearest } from './nearest.ts';
import { type Problem, problemAt } from './problem.ts';
import type { Source, Span } from './text.ts';
import type { Node, ScalarNode, ScalarValue } from './tree.ts';

export type Variable =
  | { readonly kind: 'plain'; readonly value: ScalarValue }
  | { readonly kind: 'secret'; readonly from: 'env' | 'prompt' }
  /** Declared, but wrongly: that was told, and what uses it is not told again. */
  | { readonly kind: 'broken' };

export type Variables = ReadonlyMap<string, Variable>;

export type Reference = Span & { readonly name: string; readonly literal: boolean };

const REFERENCE = /\$(\$?)\{([^}]*)\}/g;

/** The `${...}` of a scalar, where they stand in the text (`$${` is a literal `${`). */
export function referencesIn(source: Source, node: ScalarNode): readonly Reference[] {
  if (typeof node.value !== 'string' || !node.value.includes('${')) return [];
  const written = source.text.slice(node.start, node.end);
  return [...written.matchAll(REFERENCE)].map((match) => ({
    start: node.start + match.index,
    end: node.start + match.index + match[0].length,
    name: (match[2] ?? '').trim(),
    literal: match[1] === '$',
  }));
}

/** The name, when the whole text is one reference. */
export function wholeReference(node: Node): string | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  return /^\$\{([^}]*)\}$/.exec(node.value)?.[1]?.trim();
}

export type Expansion = {
  readonly value: Json /** Something in it could not be resolved, and that was told. */;
  readonly known: boolean;
};

/** The value of a scalar with its references replaced; tells what is wrong with them. */
function expandScalar(source: Source, node: ScalarNode, variables: Variables, problems: Problem[]): Expansion {
  const { value } = node;
  if (typeof value !== 'string' || !value.includes('${')) return { value, known: true };
  const told = problems.length;
  for (const reference of referencesIn(source, node)) {
    if (!reference.literal) tellReference(source, reference, variables, problems);
  }
  const whole = wholeReference(node);
  const variable = whole === undefined ? undefined : variables.get(whole);
  let known = problems.length === told;
  if (variable?.kind === 'plain') return { value: variable.value, known };
  const expanded = value.replace(REFERENCE, (text, dollar: string, name: string) => {
    if (dollar === '$') return text.slice(1);
    const found = variables.get(name.trim());
    if (found?.kind !== 'plain') known = false;
    return found?.kind === 'plain' ? String(found.value) : text;
  });
  return { value: expanded, known };
}

function tellReference(source: Source, reference: Reference, variables: Variables, problems: Problem[]): void {
  const variable = variables.get(reference.name);
  if (variable === undefined) {
    const meant = nearest(reference.name, variables.keys());
    const message = `There is no variable \`${reference.name}\``;
    const nameStart = source.text.indexOf(reference.name, reference.start + 2);
    problems.push(
      problemAt(source, reference, 'unknown-variable', message, {
        suggestion:
          meant === undefined
            ? 'Declare it under `vars`; a literal `${` is written `$${`.'
            : `Did you mean \`${meant}\`?`,
        fix:
          meant === undefined
            ? undefined
            : {
                title: `Change to \`${meant}\``,
                edits: [{ start: nameStart, end: nameStart + reference.name.length, text: meant }],
              },
      }),
    );
  } else if (variable.kind === 'secret') {
    const message = `The secret \`${reference.name}\` may not stand here: it would be stored and shown in clear text`;
    const suggestion = "A secret may only be the whole value of a host's `password` or of `sudo.password`.";
    problems.push(problemAt(source, reference, 'secret-misplaced', message, { suggestion }));
  }
}

export type Expander = {
  readonly source: Source;
  readonly variables: Variables;
  readonly problems: Problem[];
  /** Nodes whose value is not known: a schema has nothing to say about them. */
  readonly unknown: Set<Node>;
  /** Paths (keys joined by `.`) at which a secret may be the whole value. */
  readonly secretsAt: readonly string[];
};

/** A node as plain data. */
export function expand(expander: Expander, node: Node, path = ''): Json {
  if (node.kind === 'list') return node.items.map((item) => expand(expander, item, path));
  if (node.kind === 'map') {
    return Object.fromEntries(
      node.entries.map(({ key, value }) => [
        key.name,
        expand(expander, value, path === '' ? key.name : `${path}.${key.name}`),
      ]),
    );
  }
  const whole = wholeReference(node);
  if (whole !== undefined && expander.secretsAt.includes(path) && expander.variables.get(whole)?.kind === 'secret') {
    return String(node.value);
  }
  const { value, known } = expandScalar(expander.source, node, expander.variables, expander.problems);
  if (!known) expander.unknown.add(node);
  return value;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
