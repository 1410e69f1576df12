// Where the pieces of a file stand, and which keys they lie under: one pass over all of them, after every edit, that does
// nothing but count.
import type { Piece } from './piece.ts';

const ROOT: readonly string[] = [];

type Headers = (Piece | undefined)[];

/** The pieces that were there before and now lie under other keys, or in another document of the file. */
export function placePieces(pieces: readonly Piece[], added: ReadonlySet<Piece>): readonly Piece[] {
  const moved: Piece[] = [];
  let headers: Headers = [];
  const closed: Headers[] = [];
  let [offset, line, part] = [0, 0, 0];
  // (this is the one loop over all of a file on every key: it is written to be fast)
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] as Piece;
    const { cut } = piece;
    if (cut.kind === 'mark' || cut.kind === 'whole') {
      if (index > 0) part += 1;
      headers = [];
    }
    if (cut.restoredFrom !== undefined) {
      headers = [...(closed[cut.restoredFrom] ?? [])];
      closed[cut.restoredFrom] = [];
    }
    piece.index = index;
    piece.offset = offset;
    piece.line = line;
    offset += piece.text.length;
    line += piece.lineCount;
    piece.header = cut.level === 0 ? undefined : headers[cut.level - 1];
    if (hasNewPlace(piece, part) && !added.has(piece)) moved.push(piece);
    if (cut.kind === 'entry' && !cut.isAside) open(piece, headers, closed);
  }
  return moved;
}

/** An entry closes what lies deeper than it, which is remembered, and opens its own level if it holds entries. */
function open(piece: Piece, headers: Headers, closed: Headers[]): void {
  const { level, isHeader, isSettled } = piece.cut;
  if (isSettled) closed.length = 0;
  else if (headers.length > level + 1) closed[level] = headers.slice();
  headers.length = level;
  headers[level] = isHeader ? piece : undefined;
}

function hasNewPlace(piece: Piece, part: number): boolean {
  const path = piece.header === undefined ? ROOT : piece.header.below;
  if (piece.path === path && piece.part === part && piece.headerKey === undefined) return false;
  const isSame = piece.part === part && isSamePath(piece.path, path);
  piece.part = part;
  piece.path = path;
  // (the same list for all that lies below, as long as it says the same)
  if (piece.headerKey !== undefined) {
    const below = [...path, piece.headerKey];
    if (!isSamePath(below, piece.below)) piece.below = below;
  }
  return !isSame;
}

const isSamePath = (one: readonly string[], other: readonly string[]): boolean =>
  one === other || (one.length === other.length && one.every((key, index) => key === other[index]));
