// Where a completion would go. The text at the cursor is half typed, so a word that nobody writes is put there, the text
// is read as if it were finished, and the word is looked up in what comes out. Pure.
import { type Document, type Piece, parseDocument } from '../language/index.ts';
import { lineAt, type Source, type Span, sourceOf } from '../language/text.ts';
import type { Entry, MapNode, Node } from '../language/tree.ts';

export type Place = {
  /** The keys of the map that a key goes into, or that lead to the value. */
  readonly path: readonly string[];
  readonly kind: 'key' | 'value' | 'reference';
  /** In a reference: the names before the dots that lead to the word. */
  readonly lead: readonly string[];
  /** The half-typed word, to be replaced. */
  readonly span: Span;
  readonly word: string;
  /** Between brackets, where everything stays on one line. */
  readonly isFlow: boolean;
  /** In quotes already. */
  readonly isQuoted: boolean;
  /** In a reference, behind a name or value that is complete: an operator goes on with it. */
  readonly isAfterValue: boolean;
  /** A space is needed in front (`via:|`). */
  readonly needsSpace: boolean;
  /** The brace of a reference is closed already. */
  readonly hasBrace: boolean;
  /** A colon stands behind the word already. */
  readonly hasColon: boolean;
  /** The keys that are there beside it. */
  readonly siblings: readonly string[];
};

const CURSOR = 'vikiCursorIsHere';
const WORD_BEFORE = /(?:[\w./][\w./-]*)?$/;
const WORD_AFTER = /^[\w./-]*/;
const NAMES_BEFORE = /(?:[A-Za-z_][\w-]*\.)*(?:[A-Za-z_][\w-]*)?$/;
const NO_NAMES = Symbol('within a text of an expression');
/** No name is longer. */
const NAMES_LENGTH_LIMIT = 200;

/** Reads the pieces around the cursor, below the keys that they lie under: no more of the text has a say in it. */
export function placeAt(document: Document, offset: number): Place | undefined {
  const around = windowAt(document, offset);
  const place = placeIn(around.source, offset - around.shift);
  if (place === undefined) return undefined;
  const span = { start: place.span.start + around.shift, end: place.span.end + around.shift };
  const siblings = [...new Set([...place.siblings, ...keysBeside(document, around.piece, place.path)])];
  return { ...place, span, siblings };
}

type Window = {
  readonly source: Source;
  readonly piece: Piece | undefined;
  /** From an offset in it to one in the document. */
  readonly shift: number;
};

function windowAt(document: Document, offset: number): Window {
  const { pieces, file } = document;
  const piece = document.pieceAt(offset);
  const index = piece?.index ?? 0;
  const first = pieces[Math.max(index - 1, 0)];
  const headers: Piece[] = [];
  for (let header = first?.header; header !== undefined; header = header.header) headers.unshift(header);
  const lead = headers.map(({ text }) => (text.endsWith('\n') ? text : `${text}\n`)).join('');
  const around = pieces.slice(first?.index ?? 0, index + 2).map(({ text }) => text);
  return { source: sourceOf(file, lead + around.join('')), piece, shift: (first?.offset ?? 0) - lead.length };
}

/** The keys of a map of the frame, whose entries are pieces of their own. */
function keysBeside(document: Document, piece: Piece | undefined, path: readonly string[]): readonly string[] {
  const isBeside = (other: Piece): boolean =>
    other.part === piece?.part &&
    other.path.length === path.length &&
    other.path.every((key, index) => key === path[index]);
  return document.pieces.filter(isBeside).flatMap(({ parsed }) => parsed.entries.map(({ key }) => key.name));
}

const OPERATORS = /^(?:in|and|or|not|default)$/;

/** The names that are typed so far between `${` and the cursor: `mkdir.app.pa`; none within a text of the expression. */
function referenceBefore(before: string): string | typeof NO_NAMES | undefined {
  const start = before.lastIndexOf('${');
  if (start === -1 || before.charAt(start - 1) === '$') return undefined;
  const inside = before.slice(start + 2);
  const isInText = (quote: string): boolean => inside.split(quote).length % 2 === 0;
  if (inside.includes('}')) return undefined;
  if (isInText('"') || isInText("'")) return NO_NAMES;
  return NAMES_BEFORE.exec(inside.slice(-NAMES_LENGTH_LIMIT))?.[0];
}

/** Is what stands between `${` and there a value, and nothing that one must follow? */
function isAfterValue(before: string): boolean {
  const word = /(?:^|[\s{(,])([^\s{(,]+)\s+$/.exec(before.slice(before.lastIndexOf('${') + 1))?.[1];
  return word !== undefined && /[\w"'\])]$/.test(word) && !OPERATORS.test(word);
}

function placeIn(source: Source, offset: number): Place | undefined {
  const line = lineAt(source, offset);
  const before = source.text.slice(line.start, offset);
  const after = source.text.slice(offset, line.end);
  const lead = referenceBefore(before);
  if (lead === NO_NAMES) return undefined;
  const reference = lead?.split('.');
  const wordBefore = reference?.at(-1) ?? WORD_BEFORE.exec(before.slice(-NAMES_LENGTH_LIMIT))?.[0] ?? '';
  const wordAfter = WORD_AFTER.exec(after)?.[0] ?? '';
  const span = { start: offset - wordBefore.length, end: offset + wordAfter.length };
  const inFront = source.text.slice(line.start, span.start);
  const rest = source.text.slice(span.end, line.end);
  const hasColon = /^\s*:(\s|$)/.test(rest);
  const quote = /["'](?=[^"']*$)/.exec(inFront.replaceAll(/"[^"]*"|'[^']*'/g, ''))?.[0];
  const isQuoted = quote !== undefined;
  // (a brace behind the end of the text closes something else)
  const hasBrace = /^[^{}]*\}/.test(isQuoted ? (rest.split(quote)[0] ?? '') : rest);
  const needsSpace = /[\w"']:$/.test(inFront);
  // A word behind `key: ` or in quotes is a value; any other may be a key, so it gets the colon that it lacks.
  const isKey = reference === undefined && !hasColon && !isQuoted && !needsSpace && !/:\s+$/.test(inFront);
  const text = [
    source.text.slice(0, span.start),
    needsSpace ? ' ' : '',
    CURSOR,
    isKey ? ': ' : '',
    source.text.slice(span.end),
  ].join('');
  const found = find(parseDocument(source.file, text));
  // (a text of several lines is nothing but text, apart from its references)
  if (found === undefined || (found.isBlock && reference === undefined)) return undefined;
  const siblings = (found.map?.entries ?? [])
    .map((entry: Entry) => entry.key.name)
    .filter((name) => !name.includes(CURSOR));
  const kind = reference ? 'reference' : found.kind;
  const word = wordBefore;
  return {
    path: found.path,
    kind,
    lead: reference?.slice(0, -1) ?? [],
    span,
    word,
    isFlow: found.isFlow,
    isQuoted,
    isAfterValue: reference?.length === 1 && isAfterValue(before.slice(0, before.length - wordBefore.length)),
    needsSpace,
    hasBrace,
    hasColon,
    siblings,
  };
}

type Found = {
  readonly path: readonly string[];
  readonly kind: 'key' | 'value';
  readonly isFlow: boolean;
  /** In a text of several lines. */
  readonly isBlock: boolean;
  readonly map: MapNode | undefined;
};

function find(document: Document): Found | undefined {
  for (const piece of document.pieces) {
    if (!piece.text.includes(CURSOR)) continue;
    const { root, entries } = piece.parsed;
    const found =
      findInEntries(piece, entries, piece.path, undefined, false) ?? (root && findIn(piece, root, [], false));
    if (found) return found;
  }
  return undefined;
}

function findIn(piece: Piece, node: Node, path: readonly string[], isFlowAround: boolean): Found | undefined {
  if (node.kind === 'scalar') {
    if (typeof node.value !== 'string' || !node.value.includes(CURSOR)) return undefined;
    return { path, kind: 'value', isFlow: isFlowAround, isBlock: node.style === 'block', map: undefined };
  }
  const isFlow = isFlowAround || /[[{]/.test(piece.text.charAt(node.start));
  if (node.kind === 'map') return findInEntries(piece, node.entries, path, node, isFlow);
  for (const item of node.items) {
    const found = findIn(piece, item, path, isFlow);
    // Items are values; a map among them is only the colon that was put there.
    if (found) return { ...found, path, kind: 'value' };
  }
  return undefined;
}

function findInEntries(
  piece: Piece,
  entries: readonly Entry[],
  path: readonly string[],
  map: MapNode | undefined,
  isFlow: boolean,
): Found | undefined {
  for (const { key, value } of entries) {
    if (key.name.includes(CURSOR)) return { path, kind: 'key', isFlow, isBlock: false, map };
    const found = findIn(piece, value, [...path, key.name], isFlow);
    if (found) return found;
  }
  return undefined;
}
