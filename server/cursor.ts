// What stands at an offset: the keys that lead there, and the node or key itself. Pure.
import type { Document, Piece } from '../language/index.ts';
import { contains, type Span } from '../language/text.ts';
import type { Entry, Node } from '../language/tree.ts';

export type Cursor = {
  /** The keys on the way, this one included when the offset is in a key or in its value. */
  readonly path: readonly string[];
  readonly on: 'key' | 'value';
  /** The key, or the scalar that is (an item of) its value; in the file. */
  readonly span: Span;
  /** What its spans count from. */
  readonly piece: Piece;
  readonly node: Node;
};

export function cursorAt(document: Document, offset: number): Cursor | undefined {
  const piece = document.pieceAt(offset);
  if (piece === undefined) return undefined;
  const { root, entries } = piece.parsed;
  const at = offset - piece.offset;
  return inEntries(piece, entries, at, piece.path) ?? (root && inNode(piece, root, at, []));
}

function inNode(piece: Piece, node: Node, at: number, path: readonly string[]): Cursor | undefined {
  if (node.kind === 'map') return inEntries(piece, node.entries, at, path);
  if (node.kind === 'list') {
    const item = node.items.find((candidate) => contains(candidate, at));
    return item && inNode(piece, item, at, path);
  }
  if (!contains(node, at) || node.end === node.start) return undefined;
  return { path, on: 'value', span: inFile(piece, node), piece, node };
}

function inEntries(piece: Piece, entries: readonly Entry[], at: number, path: readonly string[]): Cursor | undefined {
  for (const { key, value } of entries) {
    const here = [...path, key.name];
    if (contains(key, at)) return { path: here, on: 'key', span: inFile(piece, key), piece, node: value };
    const found = contains(value, at) ? inNode(piece, value, at, here) : undefined;
    if (found) return found;
  }
  return undefined;
}

export const inFile = ({ offset }: Piece, { start, end }: Span): Span => ({ start: offset + start, end: offset + end });

/** Without the end of its last line, which belongs to values that go over several. */
export function withoutEnd({ text }: Piece, { start, end }: Span): Span {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}
