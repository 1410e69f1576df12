// What stands at an offset: the keys that lead there, and the node or key itself. Pure.
import type { Document } from '../language/parse.ts';
import { contains, type Span } from '../language/text.ts';
import type { Node } from '../language/tree.ts';

export type Cursor = {
  /** The keys on the way, this one included when the offset is in a key or in its value. */
  readonly path: readonly string[];
  readonly on: 'key' | 'value';
  /** The key, or the scalar that is (an item of) its value. */
  readonly span: Span;
  readonly node: Node;
};

export function cursorAt(document: Document, offset: number): Cursor | undefined {
  const part = document.parts.find(({ start, end }) => start <= offset && offset <= end);
  return part?.root && descend(part.root, offset, []);
}

function descend(node: Node, offset: number, path: readonly string[]): Cursor | undefined {
  if (node.kind === 'scalar') {
    return contains(node, offset) && node.end > node.start ? { path, on: 'value', span: node, node } : undefined;
  }
  if (node.kind === 'list') {
    const item = node.items.find((candidate) => contains(candidate, offset));
    return item && descend(item, offset, path);
  }
  for (const { key, value } of node.entries) {
    const here = [...path, key.name];
    if (contains(key, offset)) return { path: here, on: 'key', span: { start: key.start, end: key.end }, node: value };
    const found = contains(value, offset) ? descend(value, offset, here) : undefined;
    if (found) return found;
  }
  return undefined;
}
