// Follows aliases (`*name`) and merge keys (`<<`) to what they stand for. What stands behind an alias is told at the
// alias: there it is used, and there it may be wrong.
import type { Document } from './document.ts';
import { type Fault, faultAt } from './fault.ts';
import type { Piece } from './piece.ts';
import type { Span } from './text.ts';
import type { Entry, Node } from './tree.ts';

/** Finds what an anchor names, for an alias in a piece: the last one above it. */
export type AnchorOf = (piece: Piece, name: string) => { readonly piece: Piece; readonly node: Node } | undefined;

/** How many values aliases may come to in one piece, so that no "billion laughs" get in. */
const NODES_LIMIT = 20_000;
/** How many aliases may lead to each other in a row. */
const DEPTH_LIMIT = 16;

type Following = {
  readonly anchorOf: AnchorOf;
  readonly piece: Piece;
  readonly faults: Fault[];
  nodes: number;
  isTold: boolean;
};

/** The entries of a piece, with faults appended. */
export function followed(piece: Piece, anchorOf: AnchorOf, faults: Fault[]): readonly Entry[] {
  const { entries, hasAliases } = piece.parsed;
  if (!hasAliases) return entries;
  const following: Following = { anchorOf, piece, faults, nodes: 0, isTold: false };
  return followEntries(following, piece, entries, undefined, 0);
}

/** `at` is the alias that led here: everything behind it is told there. */
function follow(following: Following, piece: Piece, node: Node, at: Span | undefined, depth: number): Node {
  following.nodes += 1;
  const span = at === undefined ? { start: node.start, end: node.end } : { start: at.start, end: at.end };
  if (following.nodes > NODES_LIMIT || depth > DEPTH_LIMIT) return tooMuch(following, span);
  if (node.kind === 'scalar' && node.style === 'alias') {
    const name = String(node.value);
    const anchor = following.anchorOf(piece, name);
    if (anchor === undefined) return nowhere(following, name, span);
    return follow(following, anchor.piece, anchor.node, span, depth + 1);
  }
  if (node.kind === 'scalar') return { ...node, ...span };
  if (node.kind === 'list') {
    return { ...node, ...span, items: node.items.map((item) => follow(following, piece, item, at, depth)) };
  }
  return { ...node, ...span, entries: followEntries(following, piece, node.entries, at, depth) };
}

function followEntries(
  following: Following,
  piece: Piece,
  entries: readonly Entry[],
  at: Span | undefined,
  depth: number,
): readonly Entry[] {
  const own = new Map<string, Entry>();
  const merged: Entry[] = [];
  for (const { key, value } of entries) {
    const node = follow(following, piece, value, at, depth);
    if (key.name !== '<<') {
      own.set(key.name, { key: at === undefined ? key : { ...key, start: at.start, end: at.end }, value: node });
      continue;
    }
    const maps = node.kind === 'list' ? node.items : [node];
    for (const map of maps) if (map.kind === 'map') for (const entry of map.entries) merged.push(entry);
  }
  // What is written here wins over what is merged in, and the first merged over the next.
  for (const entry of merged) if (!own.has(entry.key.name)) own.set(entry.key.name, entry);
  return [...own.values()];
}

const nothingAt = (span: Span): Node => ({ kind: 'scalar', ...span, value: null, style: 'plain' });

function nowhere({ piece, faults }: Following, name: string, span: Span): Node {
  const message = `\`*${name}\` refers to \`&${name}\`, which is not declared above it`;
  const suggestion = 'If a text begins with `*`, write it in quotes.';
  faults.push(faultAt(piece, span, 'alias', message, { suggestion }));
  return nothingAt(span);
}

function tooMuch(following: Following, span: Span): Node {
  const message = `The aliases here come to more than ${NODES_LIMIT} values, or lead to themselves`;
  if (!following.isTold) following.faults.push(faultAt(following.piece, span, 'too-large', message));
  following.isTold = true;
  return nothingAt(span);
}

/** The anchors of a file; they are looked for when the first alias asks. */
export function anchorsIn(document: Document): AnchorOf {
  let anchored: readonly Piece[] | undefined;
  return (piece, name) => {
    anchored ??= document.pieces.filter((candidate) => candidate.parsed.anchors.size > 0);
    const found = anchored.findLast(
      ({ part, index, parsed }) => part === piece.part && index <= piece.index && parsed.anchors.has(name),
    );
    const node = found?.parsed.anchors.get(name);
    return found === undefined || node === undefined ? undefined : { piece: found, node };
  };
}
