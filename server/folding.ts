// What can be folded: sections, modules, entries and values over several lines, and comments. Pure; it asks for no more
// than the text and how it is cut.
import { pointIn } from '../language/document.ts';
import type { Document, Piece } from '../language/index.ts';
import type { Node } from '../language/tree.ts';
import { linesOf } from './layout.ts';

/** Lines count from 0, and the last one is folded away as well. */
export type Fold = { readonly first: number; readonly last: number; readonly kind: 'entry' | 'comment' };

export function folds(document: Document): readonly Fold[] {
  const found: Fold[] = [];
  const add = (first: number, last: number, kind: Fold['kind']): void => {
    if (last > first) found.push({ first, last, kind });
  };
  /** The headers whose entries have not ended yet. */
  const open: Piece[] = [];
  let lastLine = 0;
  const close = (level: number): void => {
    for (let header = open.at(-1); header !== undefined && header.cut.level >= level; header = open.at(-1)) {
      add(header.line, lastLine, 'entry');
      open.pop();
    }
  };
  for (const piece of document.pieces) {
    const { kind, level, isHeader, isAside } = piece.cut;
    if (!isAside) close(kind === 'entry' ? level : 0);
    lastLine = Math.max(lastLine, lastContent(piece));
    if (isHeader) open.push(piece);
    else foldEntries(piece, add);
  }
  close(0);
  foldComments(document, add);
  return found.sort((one, other) => one.first - other.first || other.last - one.last);
}

type Add = (first: number, last: number, kind: Fold['kind']) => void;

type LineKind = 'comment' | 'blank' | 'content';

/** What each line of a piece is. A `#` in a text over several lines begins no comment. */
function kindsOf(piece: Piece): readonly LineKind[] {
  const kinds = linesOf(piece.text).map(({ old }): LineKind => {
    const content = old.replace('\ufeff', '').trim();
    return content === '' ? 'blank' : content.startsWith('#') ? 'comment' : 'content';
  });
  if (!kinds.includes('comment')) return kinds;
  const look = (node: Node): void => {
    if (node.kind === 'list') node.items.forEach(look);
    else if (node.kind === 'map') for (const { value } of node.entries) look(value);
    else if (node.style === 'block' || node.style === 'quoted') {
      const first = pointIn(piece, node.start).line - piece.line + 1;
      const end = pointIn(piece, node.end).line - piece.line + (node.style === 'block' ? 0 : 1);
      for (let line = first; line < end; line += 1) if (kinds[line] === 'comment') kinds[line] = 'content';
    }
  };
  look(rootOf(piece));
  return kinds;
}

const rootOf = ({ text, parsed: { root, entries } }: Piece): Node =>
  root ?? { kind: 'map', start: 0, end: text.length, entries };

/** The last line with something of the piece's own: comments and empty lines at its end belong to what follows. */
const lastContent = (piece: Piece): number => piece.line + Math.max(kindsOf(piece).lastIndexOf('content'), 0);

function foldEntries(piece: Piece, add: Add): void {
  const lineOf = (offset: number): number => pointIn(piece, offset).line;
  const endOf = ({ start, end }: Node): number => lineOf(start + piece.text.slice(start, end).trimEnd().length);
  const look = (node: Node): void => {
    if (node.kind === 'list') {
      for (const item of node.items) {
        if (item.kind !== 'scalar') add(lineOf(item.start), endOf(item), 'entry');
        look(item);
      }
    } else if (node.kind === 'map') {
      for (const { key, value } of node.entries) {
        add(lineOf(key.start), endOf(value), 'entry');
        look(value);
      }
    }
  };
  look(rootOf(piece));
}

function foldComments(document: Document, add: Add): void {
  let first: number | undefined;
  let line = 0;
  for (const piece of document.pieces) {
    line = piece.line;
    for (const kind of kindsOf(piece)) {
      if (kind === 'comment') first ??= line;
      else if (first !== undefined) {
        add(first, line - 1, 'comment');
        first = undefined;
      }
      line += 1;
    }
  }
  if (first !== undefined) add(first, line - 1, 'comment');
}
