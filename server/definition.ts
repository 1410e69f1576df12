// Where what stands at an offset comes from: a declaration, whoever sets a variable, an anchor, a file. Pure.
import { anchorsIn } from '../language/aliases.ts';
import type { Document, LiveProject, Piece } from '../language/index.ts';
import { contains, type Span } from '../language/text.ts';
import type { Entry, Node } from '../language/tree.ts';
import { linksIn } from './links.ts';
import { originsOf, siteAt } from './sites.ts';

/** A place in a file of the project, or at the beginning of another file. */
export type Target = Span & { readonly file: string };

/** All the places that give it its meaning: the values that hosts have of their own included. */
export function definition(live: LiveProject, document: Document, offset: number): readonly Target[] {
  const alias = anchorAt(document, offset);
  if (alias !== undefined) return [alias];
  const piece = document.pieceAt(offset);
  const link = piece && linksIn(piece).find((candidate) => contains(candidate, offset));
  if (link !== undefined) return link.target.startsWith('file:') ? [{ file: link.target, start: 0, end: 0 }] : [];
  const site = siteAt(live, document, offset);
  return site === undefined ? [] : originsOf(live, site.key).map(({ file, start, end }) => ({ file, start, end }));
}

/** The one place that declares it. */
export const declaration = (live: LiveProject, document: Document, offset: number): readonly Target[] =>
  definition(live, document, offset).slice(0, 1);

/** Where `&name` stands, for the `*name` at an offset. */
function anchorAt(document: Document, offset: number): Target | undefined {
  const piece = document.pieceAt(offset);
  if (piece === undefined || !piece.parsed.hasAliases) return undefined;
  const name = aliasIn(piece.parsed.entries, offset - piece.offset);
  const anchor = name === undefined ? undefined : anchorsIn(document)(piece, name);
  return anchor && anchorSpan(anchor.piece, anchor.node, name ?? '');
}

function aliasIn(entries: readonly Entry[], at: number): string | undefined {
  for (const { value } of entries) {
    const found = contains(value, at) ? aliasAt(value, at) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function aliasAt(node: Node, at: number): string | undefined {
  if (node.kind === 'map') return aliasIn(node.entries, at);
  if (node.kind === 'scalar') return node.style === 'alias' && contains(node, at) ? String(node.value) : undefined;
  for (const item of node.items) {
    const found = contains(item, at) ? aliasAt(item, at) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The anchor stands in front of the value that it names. */
function anchorSpan({ file, text, offset }: Piece, node: Node, name: string): Target {
  const found = text.lastIndexOf(`&${name}`, node.start);
  const start = offset + (found === -1 ? node.start : found);
  return { file, start, end: found === -1 ? start : start + name.length + 1 };
}
