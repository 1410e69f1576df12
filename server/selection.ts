// What a selection grows to, step by step: from a word to the value that it stands in, to its entry, to the maps and
// sections around it, to the document. Pure.
import type { Document, Piece } from '../language/index.ts';
import { contains, type Span } from '../language/text.ts';
import type { Entry, Node } from '../language/tree.ts';
import { inFile, withoutEnd } from './cursor.ts';

/** The spans around an offset, the smallest one first; each lies in the next. */
export function selection(document: Document, offset: number): readonly Span[] {
  const piece = document.pieceAt(offset);
  if (piece === undefined) return [{ start: 0, end: document.length }];
  const inner: Span[] = [];
  const { root, entries } = piece.parsed;
  const at = offset - piece.offset;
  if (root !== undefined) collectNode(piece, root, at, inner);
  else collectEntries(piece, entries, at, inner);
  const word = wordAt(piece, at);
  const spans = [...(word === undefined ? [] : [word]), ...inner.toReversed()].map((span) => inFile(piece, span));
  return nested([...spans, ...around(document, piece), { start: 0, end: document.length }], offset);
}

/** Only what has the offset in it, is larger than the one before it, and has that one in it. */
function nested(spans: readonly Span[], offset: number): readonly Span[] {
  const kept: Span[] = [];
  for (const span of spans.filter((candidate) => contains(candidate, offset))) {
    const last = kept.at(-1);
    const isLarger = last === undefined || span.end - span.start > last.end - last.start;
    if (isLarger && (last === undefined || (span.start <= last.start && last.end <= span.end))) kept.push(span);
  }
  return kept;
}

function wordAt({ text }: Piece, at: number): Span | undefined {
  let [start, end] = [at, at];
  while (start > 0 && /[\w-]/.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && /[\w-]/.test(text.charAt(end))) end += 1;
  return end > start ? { start, end } : undefined;
}

/** From the outside to the inside. */
function collectEntries(piece: Piece, entries: readonly Entry[], at: number, spans: Span[]): void {
  for (const { key, value } of entries) {
    const whole = { start: key.start, end: Math.max(key.end, value.end) };
    if (!contains(whole, at)) continue;
    spans.push(withoutEnd(piece, whole));
    if (contains(key, at)) spans.push(...withInside(piece, key));
    else if (contains(value, at)) collectNode(piece, value, at, spans);
    return;
  }
}

function collectNode(piece: Piece, node: Node, at: number, spans: Span[]): void {
  if (node.kind === 'scalar') {
    spans.push(...withInside(piece, node));
    return;
  }
  spans.push(withoutEnd(piece, node));
  if (node.kind === 'map') collectEntries(piece, node.entries, at, spans);
  const item = node.kind === 'list' ? node.items.find((candidate) => contains(candidate, at)) : undefined;
  if (item !== undefined) collectNode(piece, item, at, spans);
}

/** A text in quotes, and without them. */
function withInside(piece: Piece, span: Span): readonly Span[] {
  const { start, end } = withoutEnd(piece, span);
  const isQuoted = end - start >= 2 && /["']/.test(piece.text.charAt(start));
  return isQuoted
    ? [
        { start, end },
        { start: start + 1, end: end - 1 },
      ]
    : [{ start, end }];
}

/** The entries that the piece lies in, and its YAML document. */
function around(document: Document, piece: Piece): readonly Span[] {
  const spans: Span[] = [spanOf(piece, piece)];
  const { pieces } = document;
  for (let header: Piece | undefined = piece.cut.isHeader ? piece : piece.header; header; header = header.header) {
    spans.push(spanOf(header, lastBelow(pieces, header)));
  }
  const ofPart = pieces.filter(({ part }) => part === piece.part);
  const [first, last] = [ofPart[0], ofPart.at(-1)];
  if (first !== undefined && last !== undefined) spans.push(spanOf(first, last));
  return spans;
}

/** The last piece whose entries lie under a header. */
function lastBelow(pieces: readonly Piece[], header: Piece): Piece {
  let last = header;
  for (let index = header.index + 1; index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (piece === undefined || piece.part !== header.part) break;
    if (isBelow(piece, header)) last = piece;
    else if (piece.cut.kind === 'entry') break;
  }
  return last;
}

function isBelow(piece: Piece, header: Piece): boolean {
  for (let at = piece.header; at !== undefined; at = at.header) if (at === header) return true;
  return false;
}

/** Whole entries, from the first one's text to the end of the last one's. */
function spanOf(first: Piece, last: Piece): Span {
  const indent = first.text.length - first.text.trimStart().length;
  return { start: first.offset + indent, end: last.offset + last.text.trimEnd().length };
}
