// The YAML package's tree to ours; the only file that knows the former. Tells what it meets on the way: keys given
// twice, keys that are no text, aliases that lead nowhere.
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import { type Problem, problemAt } from './problem.ts';
import type { Source, Span } from './text.ts';
import type { Entry, Node, ScalarNode, ScalarValue } from './tree.ts';

/** How many values a document may have once its aliases are followed, so that no "billion laughs" get in. */
const NODE_COUNT_LIMIT = 500_000;

type Conversion = {
  readonly source: Source;
  readonly problems: Problem[];
  readonly anchors: Map<string, { readonly node: Node; readonly count: number }>;
  /** Values so far, those behind aliases counted each time. */
  count: number;
};

/** Our tree, and problems appended; undefined when there is nothing, or far too much. */
export function convert(source: Source, yaml: unknown, problems: Problem[]): Node | undefined {
  if (yaml === null) return undefined;
  const conversion: Conversion = { source, problems, anchors: new Map(), count: 0 };
  const node = convertNode(conversion, yaml, { start: 0, end: 0 });
  if (conversion.count <= NODE_COUNT_LIMIT) return node;
  const message = `This document has more than ${NODE_COUNT_LIMIT} values once its aliases are followed`;
  problems.push(problemAt(source, { start: node.start, end: node.start + 1 }, 'too-large', message));
  return undefined;
}

/** What a YAML node of any kind may carry; the package leaves the range open for nodes that were not parsed. */
type Ranged = { readonly range?: readonly [number, number, number] | null; readonly anchor?: string };

function spanOf(yaml: unknown, fallback: Span): Span {
  const range = (yaml as Ranged | null)?.range;
  return range ? { start: range[0], end: range[1] } : fallback;
}

/** `place` is where a value that has no text of its own (`key:`) would stand. */
function convertNode(conversion: Conversion, yaml: unknown, place: Span): Node {
  const span = spanOf(yaml, place);
  const countBefore = conversion.count;
  conversion.count += 1;
  if (isAlias(yaml)) return followAlias(conversion, yaml.source, span);
  const node = convertOwn(conversion, yaml, span);
  const anchor = (yaml as Ranged | null)?.anchor;
  if (anchor !== undefined) conversion.anchors.set(anchor, { node, count: conversion.count - countBefore });
  return node;
}

function convertOwn(conversion: Conversion, yaml: unknown, span: Span): Node {
  if (isMap(yaml)) return { kind: 'map', ...span, entries: convertEntries(conversion, yaml.items, span) };
  if (isPair(yaml)) return { kind: 'map', ...span, entries: convertEntries(conversion, [yaml], span) };
  if (isSeq(yaml)) {
    return { kind: 'list', ...span, items: yaml.items.map((item) => convertNode(conversion, item, span)) };
  }
  return convertScalar(yaml, span);
}

function convertScalar(yaml: unknown, span: Span): ScalarNode {
  const scalar = isScalar(yaml) ? yaml : undefined;
  const type = scalar?.type ?? 'PLAIN';
  const style = type === 'PLAIN' ? 'plain' : type.startsWith('QUOTE') ? 'quoted' : 'block';
  return { kind: 'scalar', ...span, value: scalarValue(scalar?.value), style };
}

function scalarValue(value: unknown): ScalarValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : String(value);
}

function followAlias(conversion: Conversion, name: string, span: Span): Node {
  const anchor = conversion.anchors.get(name);
  if (anchor) {
    conversion.count += anchor.count;
    return { ...anchor.node, ...span };
  }
  const message = `\`*${name}\` refers to \`&${name}\`, which is not declared above it`;
  const suggestion = `If a text begins with \`*\`, write it in quotes.`;
  conversion.problems.push(problemAt(conversion.source, span, 'syntax', message, { suggestion }));
  return { kind: 'scalar', ...span, value: null, style: 'plain' };
}

type YamlPair = { readonly key: unknown; readonly value: unknown };

function convertEntries(conversion: Conversion, pairs: readonly YamlPair[], place: Span): readonly Entry[] {
  const entries = new Map<string, Entry>();
  const merged: Node[] = [];
  for (const pair of pairs) {
    const keySpan = spanOf(pair.key, place);
    const value = convertNode(conversion, pair.value, { start: keySpan.end, end: keySpan.end });
    if (!isScalar(pair.key)) {
      const message = 'A key must be a text';
      conversion.problems.push(problemAt(conversion.source, keySpan, 'syntax', message));
      continue;
    }
    const name = String(scalarValue(pair.key.value) ?? '');
    if (name === '<<' && pair.key.type === 'PLAIN') {
      merged.push(...(value.kind === 'list' ? value.items : [value]));
      continue;
    }
    if (name === '' && pair.key.type !== 'QUOTE_DOUBLE' && pair.key.type !== 'QUOTE_SINGLE') {
      conversion.problems.push(
        problemAt(conversion.source, keySpan, 'syntax', 'A key is missing in front of this `:`'),
      );
      continue;
    }
    const earlier = entries.get(name);
    if (earlier) tellDuplicate(conversion, earlier.key, { ...keySpan, name });
    else entries.set(name, { key: { ...keySpan, name }, value });
  }
  // `<<: *defaults`: what is written here wins over what is merged in, and the first merged over the next.
  for (const entry of merged.flatMap((node) => (node.kind === 'map' ? node.entries : []))) {
    if (!entries.has(entry.key.name)) entries.set(entry.key.name, entry);
  }
  return [...entries.values()];
}

function tellDuplicate(conversion: Conversion, first: Entry['key'], second: Entry['key']): void {
  const { source, problems } = conversion;
  const related = [{ file: source.file, start: first.start, end: first.end, message: 'given here first' }];
  const extras = { suggestion: 'Remove one of the two, or give it another name.', related };
  problems.push(problemAt(source, second, 'duplicate-key', `\`${second.name}\` is given twice here`, extras));
}
