// What YAML text comes down to: maps, lists and scalars that know where they stand. Pure data; the parser makes it,
// and nothing else in the project looks at the YAML package's own trees.
import type { Span } from './text.ts';

export type ScalarValue = string | number | boolean | null;

export type ScalarNode = Span & {
  readonly kind: 'scalar';
  readonly value: ScalarValue;
  /** An alias (its value is the name that it refers to) is followed before anybody but `aliases.ts` sees it. */
  readonly style: 'plain' | 'quoted' | 'block' | 'alias';
};

export type Entry = {
  /** The key's span, quotes included. */
  readonly key: Span & { readonly name: string };
  readonly value: Node;
};

export type MapNode = Span & { readonly kind: 'map'; readonly entries: readonly Entry[] };

export type ListNode = Span & { readonly kind: 'list'; readonly items: readonly Node[] };

export type Node = ScalarNode | MapNode | ListNode;

export function entryOf(node: Node | undefined, name: string): Entry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key.name === name) : undefined;
}

export const childOf = (node: Node | undefined, name: string): Node | undefined => entryOf(node, name)?.value;

export const entriesOf = (node: Node | undefined): readonly Entry[] => (node?.kind === 'map' ? node.entries : []);

/** The node at a JSON pointer's segments, and the last key on the way to it. */
export function nodeAt(
  root: Node,
  path: readonly string[],
): { readonly node: Node; readonly entry: Entry | undefined } {
  let node = root;
  let entry: Entry | undefined;
  for (const segment of path) {
    const next: Entry | undefined = entryOf(node, segment);
    const item = node.kind === 'list' ? node.items[Number(segment)] : next?.value;
    if (item === undefined) break;
    node = item;
    entry = next ?? entry;
  }
  return { node, entry };
}

/** `key:` with nothing behind it. */
export const isNothing = (node: Node): boolean => node.kind === 'scalar' && node.value === null;
