// A file's text as pieces. An edit cuts and parses the pieces that it touches anew and keeps the others; all else that it
// costs is one pass that counts lines.
import { Piece } from './piece.ts';
import { placePieces } from './placing.ts';
import { type Cut, isSameState, START, type State, split } from './split.ts';
import type { Span } from './text.ts';

/** A file that is larger than this is not a description of servers. */
export const TEXT_LENGTH_LIMIT = 4 * 1024 * 1024;
/** How many pieces behind an edit are cut anew at first; twice as many each time that is not enough. */
const PIECES_AHEAD = 4;
/** As many may be given to a function at once; a larger number overflows the stack. */
const ARGUMENTS_LIMIT = 1000;

/** 0-based, as editors count. */
export type Point = { readonly line: number; readonly character: number };

export type Change = {
  readonly removed: readonly Piece[];
  readonly added: readonly Piece[];
  /** Pieces that are the same, but lie under other keys or in another document of the file. */
  readonly moved: readonly Piece[];
};

export class Document {
  readonly file: string;
  #pieces: Piece[] = [];
  #text: string | undefined;
  /** The longest text that was ever refused; undefined where the text is read. */
  #unread: string | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.#replaceAll(text);
  }

  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  /** The text is too long to be read, and has no pieces. */
  get isTooLong(): boolean {
    return this.#unread !== undefined;
  }

  get text(): string {
    this.#text ??= this.#unread ?? this.#pieces.map((piece) => piece.text).join('');
    return this.#text;
  }

  get length(): number {
    if (this.#unread !== undefined) return this.#unread.length;
    const last = this.#pieces.at(-1);
    return last === undefined ? 0 : last.offset + last.text.length;
  }

  /** The piece that an offset lies in: the later one where two meet. */
  pieceAt(offset: number): Piece | undefined {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low];
  }

  #pieceOfLine(line: number): Piece | undefined {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.line ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low];
  }

  offsetAt({ line, character }: Point): number {
    const piece = this.#pieceOfLine(line);
    if (piece === undefined || line < 0) return 0;
    const start = piece.lineStarts[line - piece.line];
    if (start === undefined) return this.length;
    const next = piece.lineStarts[line - piece.line + 1] ?? piece.text.length;
    let end = next;
    while (end > start && /[\r\n]/.test(piece.text.charAt(end - 1))) end -= 1;
    return piece.offset + Math.min(start + Math.max(character, 0), end);
  }

  pointAt(offset: number): Point {
    const piece = this.pieceAt(Math.min(Math.max(offset, 0), this.length));
    if (piece === undefined) return { line: 0, character: 0 };
    return pointIn(piece, Math.min(Math.max(offset, 0), this.length) - piece.offset);
  }

  /** The text of a line (0-based), without its end; undefined where there is none. */
  lineText(line: number): string | undefined {
    const piece = this.#pieceOfLine(line);
    const start = piece?.lineStarts[line - piece.line];
    if (piece === undefined || start === undefined || line < 0) return undefined;
    const end = piece.text.indexOf('\n', start);
    return piece.text.slice(start, end === -1 ? undefined : end).replace(/\r$/, '');
  }

  /** Puts `text` in the place of a span. */
  edit({ start, end }: Span, text: string): Change {
    const length = this.length - (end - start) + text.length;
    const isCut = this.#unread === undefined && length <= TEXT_LENGTH_LIMIT && this.#pieces.length > 0;
    if (!isCut) {
      const whole = this.text;
      return this.#replaceAll(whole.slice(0, start) + text + whole.slice(end));
    }
    this.#text = undefined;
    // (whether a line begins a piece may depend on the line behind it, and so on the edit)
    let first = Math.max((this.pieceAt(start)?.index ?? 0) - 2, 0);
    const last = this.pieceAt(end)?.index ?? 0;
    // (a key whose quote was looked for further down may find it now)
    const looking = this.#pieces.findIndex((piece) => piece.cut.looksAhead);
    if (looking !== -1) first = Math.min(first, looking);
    const begin = this.#pieces[first]?.offset ?? 0;
    for (let ahead = PIECES_AHEAD; ; ahead *= 2) {
      const until = Math.min(last + 1 + ahead, this.#pieces.length);
      const old = this.#pieces.slice(first, until);
      const was = old.map((piece) => piece.text).join('');
      const now = was.slice(0, start - begin) + text + was.slice(end - begin);
      const replaced = this.#cutAnew(first, last, until, now, text.length - (end - start));
      if (replaced) return replaced;
    }
  }

  /** Cuts the new text of some pieces; undefined when it does not come to fit what stands behind them. */
  #cutAnew(first: number, last: number, until: number, text: string, growth: number): Change | undefined {
    const isRest = until === this.#pieces.length;
    const begin = this.#pieces[first]?.offset ?? 0;
    const oldStarts = new Map<number, number>();
    for (let index = last + 1; index < until; index += 1) {
      oldStarts.set((this.#pieces[index]?.offset ?? 0) - begin + growth, index);
    }
    let fits = this.#pieces.length;
    const isEnd = (start: number, before: State): boolean => {
      const index = oldStarts.get(start);
      const old = index === undefined ? undefined : this.#pieces[index];
      if (index === undefined || old === undefined || !isSameState(old.before, before)) return false;
      fits = index;
      return true;
    };
    const state = this.#pieces[first]?.before ?? START;
    const { cuts, end } = split(text, state, isEnd);
    const sawAll = isRest || (end < text.length && !cuts.some((cut) => cut.looksAhead));
    if (!sawAll) return undefined;
    return this.#put(first, fits, piecesOf(this.file, text.slice(0, end), cuts));
  }

  #replaceAll(text: string): Change {
    this.#text = text;
    this.#unread = text.length > TEXT_LENGTH_LIMIT ? text : undefined;
    const cuts = this.#unread === undefined ? split(text, START, () => false).cuts : [];
    return this.#put(0, this.#pieces.length, piecesOf(this.file, text, cuts));
  }

  #put(first: number, until: number, fresh: readonly Piece[]): Change {
    const old = this.#pieces.slice(first, until);
    const pieces = reuse(old, fresh);
    const kept = new Set(pieces);
    const known = new Set(old);
    this.#replace(first, until, pieces);
    const added = pieces.filter((piece) => !known.has(piece));
    const moved = placePieces(this.#pieces, new Set(added));
    return { removed: old.filter((piece) => !kept.has(piece)), added, moved };
  }

  #replace(first: number, until: number, pieces: readonly Piece[]): void {
    if (pieces.length <= ARGUMENTS_LIMIT) this.#pieces.splice(first, until - first, ...pieces);
    else this.#pieces = [...this.#pieces.slice(0, first), ...pieces, ...this.#pieces.slice(until)];
  }
}

const piecesOf = (file: string, text: string, cuts: readonly Cut[]): readonly Piece[] =>
  cuts.map((cut, index) => new Piece(file, text.slice(cut.start, cuts[index + 1]?.start ?? text.length), cut));

/** Pieces that were cut as before, with the same text, stay what they are: from both ends of what was cut anew. */
function reuse(old: readonly Piece[], fresh: readonly Piece[]): readonly Piece[] {
  const pieces = [...fresh];
  const shared = Math.min(old.length, fresh.length);
  let head = 0;
  const keep = (one: Piece | undefined, index: number): boolean => {
    const other = fresh[index];
    if (one === undefined || other === undefined || !isSame(one, other)) return false;
    one.before = other.before;
    pieces[index] = one;
    return true;
  };
  while (head < shared && keep(old[head], head)) head += 1;
  for (let tail = 1; tail <= shared - head && keep(old.at(-tail), fresh.length - tail); ) tail += 1;
  return pieces;
}

function isSame(old: Piece, fresh: Piece): boolean {
  const [one, other] = [old.cut, fresh.cut];
  return (
    old.text === fresh.text &&
    one.kind === other.kind &&
    one.level === other.level &&
    one.isHeader === other.isHeader &&
    one.isAside === other.isAside &&
    one.restoredFrom === other.restoredFrom &&
    one.expected === other.expected &&
    one.isSettled === other.isSettled &&
    one.looksAhead === other.looksAhead
  );
}

/** 0-based, from an offset in a piece. */
export function pointIn(piece: Piece, offset: number): Point {
  const { lineStarts } = piece;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const start = lineStarts[low] ?? 0;
  // (between the two characters that end a line there is no place for a cursor)
  const isInside = offset > start && piece.text.charAt(offset) === '\n' && piece.text.charAt(offset - 1) === '\r';
  return { line: piece.line + low, character: offset - start - (isInside ? 1 : 0) };
}
