// A map or list between brackets goes onto lines of its own, and back. What has comments, anchors or texts of several lines
// is left as it is. Pure.
import type { Piece } from '../../language/index.ts';
import { contains } from '../../language/text.ts';
import type { Entry, Node } from '../../language/tree.ts';
import type { Asked, CodeAction } from './action.ts';
import { indentOf } from './section.ts';

/** A line that is longer than this is no improvement. */
const LINE_LENGTH_LIMIT = 120;

export function otherStyle({ document, range, touched }: Asked): readonly CodeAction[] {
  const piece = document.pieceAt(range.start);
  if (piece === undefined || touched.some(({ severity }) => severity === 'error')) return [];
  if (piece.parsed.brokenAt !== undefined) return [];
  const entry = innermost(piece, piece.parsed.entries, range.start - piece.offset);
  if (entry === undefined || entry.value.kind === 'scalar' || isEmpty(entry.value)) return [];
  const isFlow = /[[{]/.test(piece.text.charAt(entry.value.start));
  const text = isFlow ? onLines(piece, entry) : onOneLine(piece, entry);
  if (text === undefined) return [];
  const title = isFlow ? 'Write it on lines of its own' : 'Write it between brackets, on one line';
  const span = { start: piece.offset + entry.key.end, end: piece.offset + endOf(piece, entry.value) };
  return [{ title, kind: 'refactor.rewrite', edits: [{ ...span, text }] }];
}

const isEmpty = (node: Node): boolean =>
  (node.kind === 'map' && node.entries.length === 0) || (node.kind === 'list' && node.items.length === 0);

const endOf = ({ text }: Piece, { start, end }: Node): number => start + text.slice(start, end).trimEnd().length;

/** The last entry on the way to an offset that begins its line, and whose value has others in it. */
function innermost(piece: Piece, entries: readonly Entry[], at: number): Entry | undefined {
  const entry = entries.find(({ key, value }) => contains({ start: key.start, end: value.end }, at));
  if (entry === undefined || indentOf(piece, entry) === undefined || entry.value.kind === 'scalar') return undefined;
  const below = entry.value.kind === 'map' ? innermost(piece, entry.value.entries, at) : undefined;
  // (a header's entries may be pieces of their own)
  return below ?? (piece.cut.isHeader && piece.text.charAt(entry.value.start) !== '{' ? undefined : entry);
}

/** Nothing but `: ` may stand in front of it, and nothing in it that would be lost. */
function isSimple({ text }: Piece, { key, value }: Entry): boolean {
  const inside = text.slice(key.end, value.end);
  return /^\s*:\s*$/.test(text.slice(key.end, value.start)) && !/(?:^|\s)[#&!]/.test(inside);
}

function onLines(piece: Piece, entry: Entry): string | undefined {
  const indent = indentOf(piece, entry);
  if (indent === undefined || !isSimple(piece, entry)) return undefined;
  const lines = linesOf(piece, entry.value, `${indent}  `);
  return lines && `:\n${lines.join('\n')}`;
}

function linesOf(piece: Piece, node: Node, indent: string): readonly string[] | undefined {
  if (node.kind === 'scalar') return undefined;
  const isMap = node.kind === 'map';
  const parts = isMap
    ? node.entries.map(({ key, value }) => ({ key, value }))
    : node.items.map((value) => ({ value, key: undefined }));
  const lines: string[] = [];
  for (const { key, value } of parts) {
    const written = inFlow(piece, value);
    if (written === undefined) return undefined;
    const name = key && piece.text.slice(key.start, key.end);
    lines.push(`${indent}${name === undefined ? '-' : `${name}:`}${written === '' ? '' : ` ${written}`}`);
  }
  return lines;
}

function onOneLine(piece: Piece, entry: Entry): string | undefined {
  if (!isSimple(piece, entry)) return undefined;
  const written = inFlow(piece, entry.value);
  const indent = indentOf(piece, entry) ?? '';
  const { start, end } = entry.key;
  const isShort = written !== undefined && indent.length + (end - start) + written.length + 2 <= LINE_LENGTH_LIMIT;
  return isShort ? `: ${written}` : undefined;
}

/** A value on one line; undefined where it has no such form. */
function inFlow(piece: Piece, node: Node): string | undefined {
  if (node.kind === 'scalar') {
    const text = piece.text.slice(node.start, node.end);
    if (node.style === 'block' || node.style === 'alias' || text.includes('\n')) return undefined;
    // (commas and brackets end a plain text between brackets)
    return node.style === 'plain' && /[,[\]{}]|^[&*!]/.test(text) ? JSON.stringify(node.value) : text;
  }
  if (node.kind === 'list') {
    const items = node.items.map((item) => inFlow(piece, item));
    return items.every((item) => item !== undefined) ? `[${items.join(', ')}]` : undefined;
  }
  const entries = node.entries.map(({ key, value }) => {
    const written = inFlow(piece, value);
    return written === undefined
      ? undefined
      : `${piece.text.slice(key.start, key.end)}:${written === '' ? '' : ` ${written}`}`;
  });
  if (!entries.every((entry) => entry !== undefined)) return undefined;
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
