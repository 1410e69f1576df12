// The YAML package's tree to ours; the only file that knows the former. Tells what it meets on the way: keys given
// twice, keys that are no text. Aliases are left for later: what they lead to may stand in another piece.
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import { type Fault, faultAt } from './fault.ts';
import type { Source, Span } from './text.ts';
import type { Entry, Node, ScalarNode, ScalarValue } from './tree.ts';

export type Converted = {
  readonly node: Node;
  readonly anchors: ReadonlyMap<string, Node>;
  /** There are aliases or merge keys in it. */
  readonly hasAliases: boolean;
};

type Conversion = {
  readonly source: Source;
  readonly faults: Fault[];
  readonly anchors: Map<string, Node>;
  hasAliases: boolean;
};

const NO_ANCHORS: ReadonlyMap<string, Node> = new Map();

/** Our tree, and faults appended; undefined when there is nothing. */
export function convert(source: Source, yaml: unknown, faults: Fault[]): Converted | undefined {
  if (yaml === null) return undefined;
  const conversion: Conversion = { source, faults, anchors: new Map(), hasAliases: false };
  const node = convertNode(conversion, yaml, { start: 0, end: 0 });
  const anchors = conversion.anchors.size === 0 ? NO_ANCHORS : conversion.anchors;
  return { node, anchors, hasAliases: conversion.hasAliases };
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
  if (isAlias(yaml)) {
    conversion.hasAliases = true;
    return { kind: 'scalar', ...span, value: yaml.source, style: 'alias' };
  }
  const node = convertOwn(conversion, yaml, span);
  const anchor = (yaml as Ranged | null)?.anchor;
  if (anchor !== undefined) conversion.anchors.set(anchor, node);
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

type YamlPair = { readonly key: unknown; readonly value: unknown };

function convertEntries(conversion: Conversion, pairs: readonly YamlPair[], place: Span): readonly Entry[] {
  const { source, faults } = conversion;
  const entries = new Map<string, Entry>();
  const merges: Entry[] = [];
  for (const pair of pairs) {
    const keySpan = spanOf(pair.key, place);
    const value = convertNode(conversion, pair.value, { start: keySpan.end, end: keySpan.end });
    if (!isScalar(pair.key)) {
      faults.push(faultAt(source, keySpan, 'syntax', 'A key must be a text'));
      continue;
    }
    const name = String(scalarValue(pair.key.value) ?? '');
    const key = { ...keySpan, name };
    if (name === '<<' && pair.key.type === 'PLAIN') {
      conversion.hasAliases = true;
      merges.push({ key, value });
    } else if (name === '' && pair.key.type !== 'QUOTE_DOUBLE' && pair.key.type !== 'QUOTE_SINGLE') {
      faults.push(faultAt(source, keySpan, 'syntax', 'A key is missing in front of this `:`'));
    } else if (entries.has(name)) {
      faults.push(...twice({ source, entry: entries.get(name) as Entry }, { source, entry: { key, value } }));
    } else {
      entries.set(name, { key, value });
    }
  }
  return [...entries.values(), ...merges];
}

type Given = { readonly source: Source; readonly entry: Entry };

/** One key twice in one map: told where it stands the second time. */
export function twice(first: Given, second: Given): readonly Fault[] {
  const { key } = second.entry;
  const { start, end } = first.entry.key;
  const related = [{ source: first.source, start, end, message: 'given here first' }];
  const extras = { suggestion: 'Remove one of the two, or give it another name.', related };
  return [faultAt(second.source, key, 'duplicate-key', `\`${key.name}\` is given twice here`, extras)];
}
