// Formatting: two spaces for each level, one space where one belongs, comments beside what they are about. Lines stay
// lines, broken pieces stay as they are, and an edit that would change what the text means is not made. Pure.
import { Document } from '../language/document.ts';
import type { Piece } from '../language/index.ts';
import type { Edit } from '../language/problem.ts';
import type { Span } from '../language/text.ts';
import type { Node } from '../language/tree.ts';
import { INDENT, indentOf, keptLines, type Line, laidOut, linesOf } from './layout.ts';

/** How often pieces are set aside whose meaning would change, before nothing is done at all. */
const ROUNDS_LIMIT = 4;

/** The edits that format a document; or, with a span, the entries in it, which stay where they are. */
export function format(document: Document, span?: Span): readonly Edit[] {
  if (document.isTooLong) return [];
  const aside = new Set<Piece>();
  for (let round = 0; round < ROUNDS_LIMIT; round += 1) {
    const edits = editsWithout(document, aside, span);
    const changed = piecesThatChange(document, edits);
    if (changed === undefined) return [];
    if (changed.length === 0) return edits;
    for (const piece of changed) aside.add(piece);
  }
  return [];
}

type Placed = { readonly line: Line; readonly start: number; readonly piece: Piece; readonly isFree: boolean };

function editsWithout(document: Document, aside: ReadonlySet<Piece>, span: Span | undefined): readonly Edit[] {
  const last = document.pieces.at(-1);
  const isMeant = (piece: Piece): boolean =>
    span === undefined ||
    (piece.offset <= span.end && (piece === last || span.start < piece.offset + piece.text.length));
  const isFree = (piece: Piece): boolean => isMeant(piece) && !aside.has(piece) && isSound(piece);
  const stuck = new Set(document.pieces.filter((piece) => !isFree(piece)).map(({ part }) => part));
  const placed = document.pieces.flatMap((piece) => {
    const base = stuck.has(piece.part) ? indentOf(piece.text) : piece.cut.level * INDENT;
    const found = isFree(piece) ? linesIn(piece, base) : undefined;
    let start = piece.offset;
    return (found ?? keptLines(piece.text)).map((line): Placed => {
      const at = start;
      start += line.old.length + line.ending.length;
      return { line, start: at, piece, isFree: found !== undefined };
    });
  });
  return editsFor(placed);
}

const MARK_LINE = /^\ufeff?(?:---|\.\.\.|%|[ \t]*(?:#|$))/;

const isMarks = (piece: Piece): boolean =>
  piece.cut.kind === 'mark' && linesOf(piece.text).every(({ old }) => MARK_LINE.test(old));

/** A piece that something is wrong with, as text, is not laid out. */
function isSound(piece: Piece): boolean {
  const { kind, isAside, restoredFrom, expected } = piece.cut;
  if (piece.parsed.faults.length > 0) return false;
  if (kind !== 'entry') return isMarks(piece);
  return !isAside && restoredFrom === undefined && expected === undefined;
}

function linesIn(piece: Piece, base: number): readonly Line[] | undefined {
  if (piece.cut.kind === 'entry') return laidOut(piece.text, base);
  const kept = keptLines(piece.text);
  return kept.map((line) => (line.kind === 'comment' ? { ...line, code: '', comment: line.code } : line));
}

const isContent = ({ line }: Placed): boolean => line.kind === 'content' || line.kind === 'kept';

function editsFor(placed: readonly Placed[]): readonly Edit[] {
  const columns = commentColumns(placed);
  const gaps = commentGaps(placed);
  const lastKept = placed.findLastIndex(({ line, isFree }) => line.kind !== 'blank' || !isFree);
  let isBlankBefore = true;
  return placed.flatMap(({ line, start, isFree }, index) => {
    const isBlank = line.kind === 'blank';
    const isDropped = isFree && isBlank && (isBlankBefore || index > lastKept);
    isBlankBefore = isBlank;
    const end = start + line.old.length;
    if (!isFree) return [];
    if (isDropped) return [{ start, end: end + line.ending.length, text: '' }];
    const ending = index === lastKept && line.ending === '' ? '\n' : '';
    const text = textOf(line, columns.get(index) ?? line.indent, gaps.get(index) ?? line.gap);
    return [...changeOf(start, line.old, text), ...(ending === '' ? [] : [{ start: end, end, text: ending }])];
  });
}

function textOf(line: Line, indent: number, gap: number): string {
  const mark = line.old.startsWith('\ufeff') ? '\ufeff' : '';
  if (line.kind === 'blank') return mark;
  if (line.kind === 'kept') return line.old.trimEnd();
  return mark + ' '.repeat(indent) + line.code.replace(/^\ufeff/, '') + ' '.repeat(gap) + line.comment;
}

/** What differs between the two, and no more. */
function changeOf(start: number, old: string, text: string): readonly Edit[] {
  if (old === text) return [];
  const shorter = Math.min(old.length, text.length);
  let head = 0;
  while (head < shorter && old[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-tail - 1) === text.at(-tail - 1)) tail += 1;
  return [{ start: start + head, end: start + old.length - tail, text: text.slice(head, text.length - tail) }];
}

/** A comment is about what follows; one that is indented further, about what it goes on with. */
function commentColumns(placed: readonly Placed[]): ReadonlyMap<number, number> {
  const columns = new Map<number, number>();
  let next: Line | undefined;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    const found = placed[index];
    if (found === undefined) continue;
    if (isContent(found)) next = isMarkLine(found) ? undefined : found.line;
    if (found.line.kind === 'comment' && found.isFree) columns.set(index, columnOfComment(placed, index, next));
  }
  return columns;
}

const isMarkLine = ({ line }: Placed): boolean => /^(?:---|\.\.\.)(?:\s|$)/.test(line.old) && line.kind === 'kept';

function columnOfComment(placed: readonly Placed[], index: number, next: Line | undefined): number {
  const column = placed[index]?.line.oldIndent ?? 0;
  if (next !== undefined && column <= next.oldIndent) return next.indent;
  for (let at = index - 1; at >= 0; at -= 1) {
    const before = placed[at];
    if (before === undefined || !isContent(before)) continue;
    if (isMarkLine(before)) break;
    const { oldIndent, indent } = before.line;
    if (oldIndent <= column) return oldIndent === column ? indent : indent + INDENT;
  }
  return next?.indent ?? 0;
}

/** Comments below each other, behind what they are about, stay below each other. */
function commentGaps(placed: readonly Placed[]): ReadonlyMap<number, number> {
  const gaps = new Map<number, number>();
  const columnAt = (index: number): number | undefined => {
    const found = placed[index];
    const isBehind = found?.isFree === true && found.line.comment !== '' && found.line.code !== '';
    return isBehind ? found.line.old.trimEnd().length - found.line.comment.length : undefined;
  };
  const width = ({ indent, code }: Line): number => indent + code.length;
  for (let first = 0; first < placed.length; first += 1) {
    const column = columnAt(first);
    if (column === undefined) continue;
    let end = first + 1;
    while (columnAt(end) === column) end += 1;
    const lines = placed.slice(first, end).map(({ line }) => line);
    const target = Math.max(...lines.map(width)) + Math.min(...lines.map(({ gap }) => gap));
    lines.forEach((line, index) => {
      gaps.set(first + index, target - width(line));
    });
    first = end - 1;
  }
  return gaps;
}

const isNothing = (piece: Piece): boolean => piece.text.trim() === '';

/** The pieces that would come to mean something else; undefined when the outline itself would change. */
function piecesThatChange(document: Document, edits: readonly Edit[]): readonly Piece[] | undefined {
  if (edits.length === 0) return [];
  const fresh = new Document(document.file, applied(document.text, edits)).pieces.filter((piece) => !isNothing(piece));
  const old = document.pieces.filter((piece) => !isNothing(piece));
  if (old.length !== fresh.length) return undefined;
  const isKept = (piece: Piece, other: Piece | undefined): boolean =>
    piece.cut.kind === other?.cut.kind &&
    piece.cut.isHeader === other.cut.isHeader &&
    piece.cut.level === other.cut.level &&
    piece.part === other.part;
  if (!old.every((piece, index) => isKept(piece, fresh[index]))) return undefined;
  return old.filter((piece, index) => {
    const other = fresh[index] as Piece;
    return piece.text !== other.text && meaningIn(piece) !== meaningIn(other);
  });
}

function applied(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** All that a piece says, comments included, and not how it is laid out. */
function meaningIn({ text, parsed }: Piece): string {
  const entries = parsed.entries.map(({ key, value }) => [key.name, dataOf(value)]);
  return JSON.stringify([entries, [...parsed.anchors.keys()], parsed.faults.length, text.replace(/\s+/g, '')]);
}

function dataOf(node: Node): unknown {
  if (node.kind === 'list') return node.items.map(dataOf);
  if (node.kind === 'map') return { map: node.entries.map(({ key, value }) => [key.name, dataOf(value)]) };
  return [node.style, node.value];
}
