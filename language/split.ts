// Cuts a text into pieces, line by line: one for each key of the frame (`viki`, `mods`, a module) and one for each entry
// below it. Every piece is then parsed by itself, so that what is broken in one is not broken in the next, and an edit
// costs the pieces that it touches. For a sound text the pieces together mean what the whole text means to YAML.
import { DEEPEST_LEVEL, holdsEntries, isFlat, isFrameKey } from './frame.ts';
import { hasContentBefore, keyOf, type Line, lineFrom, nextContent } from './lines.ts';
import { closesWithin } from './open-values.ts';

export type Level = {
  readonly indent: number;
  /** Entries at this level may hold entries that are pieces of their own. */
  readonly opens: boolean;
};

/** What is known of the frame in front of a line. */
export type State = {
  /** The indentation of the entries of each open map, outermost first; empty before the first key of a document. */
  readonly levels: readonly Level[];
  /** By level: the levels as they were before an entry of that level, which may be out of place, closed some of them. */
  readonly closed: readonly (readonly Level[])[];
  /** The document is no map: there is nothing to cut in it. */
  readonly isWhole: boolean;
  /** A line that stood in the way was the last one: what goes on behind it goes on with something else. */
  readonly isInterrupted: boolean;
};

export type Cut = {
  readonly start: number;
  /** `rest`: lines of an entry behind a line that stands in its way. They are left alone until that is mended. */
  readonly kind: 'entry' | 'mark' | 'whole' | 'rest';
  readonly level: number;
  /** A key whose entries are the pieces behind it. */
  readonly isHeader: boolean;
  /** It stands in the way, at a place where it can't belong: what follows goes on as if it were not there. */
  readonly isAside: boolean;
  /** It belongs to what was open before an entry of this level closed it. */
  readonly restoredFrom: number | undefined;
  /** The indentation of its neighbours, where it has another one. */
  readonly expected: number | undefined;
  /** It belongs where it stands, so that what was open before it is done with. */
  readonly isSettled: boolean;
  /** Whether it is a header depended on lines further down than the next one. */
  readonly looksAhead: boolean;
  readonly before: State;
};

export const START: State = { levels: [], closed: [], isWhole: false, isInterrupted: false };

export function isSameState(one: State, other: State): boolean {
  return (
    one.isWhole === other.isWhole &&
    one.isInterrupted === other.isInterrupted &&
    isSameLevels(one.levels, other.levels) &&
    one.closed.length === other.closed.length &&
    one.closed.every((levels, index) => isSameLevels(levels, other.closed[index] ?? []))
  );
}

const isSameLevels = (one: readonly Level[], other: readonly Level[]): boolean =>
  one === other ||
  (one.length === other.length &&
    one.every((level, index) => level.indent === other[index]?.indent && level.opens === other[index]?.opens));

type Begun = { readonly cut: Omit<Cut, 'start' | 'before'>; readonly after: State };

const PLAIN = {
  kind: 'entry',
  level: 0,
  isHeader: false,
  isAside: false,
  restoredFrom: undefined,
  expected: undefined,
  isSettled: false,
  looksAhead: false,
} as const;

/**
 * Cuts `text` from its beginning, where the state is `from`. It ends at the text's end, or in front of a piece for which
 * `isEnd` says so.
 */
export function split(
  text: string,
  from: State,
  isEnd: (start: number, before: State) => boolean,
): { readonly cuts: readonly Cut[]; readonly end: number } {
  const cuts: Cut[] = [];
  let state = from;
  let awaitsMark = false;
  for (let at = 0; at < text.length; ) {
    const line = lineFrom(text, at);
    const begun = awaitsMark && line.kind === 'mark' ? undefined : begin(text, line, state, cuts.length === 0);
    if (begun) {
      if (isEnd(line.start, state)) return { cuts, end: line.start };
      cuts.push({ start: line.start, before: state, ...begun.cut });
      state = begun.after;
    }
    if (line.kind !== 'empty') awaitsMark = line.kind === 'directive';
    at = line.next;
  }
  return { cuts, end: text.length };
}

function begin(text: string, line: Line, state: State, isFirst: boolean): Begun | undefined {
  if (line.kind === 'mark') {
    const content = text.slice(line.start + 3, line.end).trim();
    const isWhole = content !== '' && !content.startsWith('#');
    return { cut: { ...PLAIN, kind: isWhole ? 'whole' : 'mark' }, after: { ...START, isWhole } };
  }
  const goesOn = line.kind === 'empty' || line.kind === 'other' || state.isWhole;
  const isNew = !goesOn && (state.levels.length === 0 ? beginFirst(text, line, state) : beginEntry(text, line, state));
  if (isNew) return isNew;
  if (state.isInterrupted && line.kind !== 'empty') {
    return { cut: { ...PLAIN, kind: 'rest', level: state.levels.length }, after: { ...state, isInterrupted: false } };
  }
  if (!isFirst) return undefined;
  // (a text must begin with a piece, even when what it begins with goes on with nothing)
  const isEmpty = line.kind === 'empty';
  return { cut: { ...PLAIN, kind: isEmpty ? 'mark' : 'whole' }, after: { ...state, isWhole: !isEmpty } };
}

/** The first content of a document. */
function beginFirst(text: string, line: Line, state: State): Begun | undefined {
  if (line.kind === 'directive') return { cut: { ...PLAIN, kind: 'mark' }, after: state };
  const found = keyOf(text, line);
  const next = nextContent(text, line);
  const isMap = line.kind === 'key' || (found !== undefined && next?.kind === 'key' && next.indent > line.indent);
  // (a line that begins with a tab, a `-` or a `?` came before it, and it goes on with that)
  if (!isMap && hasContentBefore(text, line)) return undefined;
  if (!isMap) return { cut: { ...PLAIN, kind: 'whole' }, after: { ...START, isWhole: true } };
  return enter(text, line, { ...START, levels: [{ indent: line.indent, opens: true }] }, 0, {});
}

function beginEntry(text: string, line: Line, state: State): Begun | undefined {
  const { levels } = state;
  const { indent } = line;
  const level = levels.findLastIndex((open) => open.indent === indent);
  if (level !== -1) return standsInTheWay(text, line, level, state) ?? enter(text, line, state, level, {});
  if (indent > (levels.at(-1)?.indent ?? 0)) return sectionTooDeep(text, line, state);
  return restore(text, line, state) ?? misfit(text, line, state);
}

/** A line that stands where something was open until an entry too far out closed it. */
function restore(text: string, line: Line, state: State): Begun | undefined {
  for (const [from, levels] of state.closed.entries()) {
    const level = levels.findLastIndex((open) => open.indent === line.indent);
    if (level === -1) continue;
    const closed = state.closed.map((open, index) => (index === from ? [] : open));
    return enter(text, line, { ...state, levels, closed }, level, { restoredFrom: from });
  }
  return undefined;
}

/** A word or key on a line of its own, too far out, in the middle of what lies further in. */
function standsInTheWay(text: string, line: Line, level: number, state: State): Begun | undefined {
  const { levels } = state;
  if (level === levels.length - 1) return undefined;
  const next = nextContent(text, line);
  const inner = levels.findIndex((open) => open.indent === next?.indent);
  const isKey = line.kind === 'key';
  const isInTheWay = isKey ? isStrayKey(text, line, level, next, inner) : isStrayWord(text, line, level, next, inner);
  return isInTheWay ? { cut: { ...PLAIN, level, isAside: true }, after: { ...state, isInterrupted: true } } : undefined;
}

/** `inner` is the open level of the next line. */
function isStrayKey(text: string, line: Line, level: number, next: Line | undefined, inner: number): boolean {
  const { key, rest } = keyOf(text, line) ?? { key: '', rest: '' };
  if (isFrameKey(level, key)) return false;
  // (what has its value beside it holds no lines that are indented further)
  const holdsNothing = rest !== '' && !/^[|>&!*"'[{]/.test(rest ?? '') && (next?.indent ?? 0) > line.indent;
  return holdsNothing || inner >= (level === 0 ? 1 : level + 2);
}

function isStrayWord(text: string, line: Line, level: number, next: Line | undefined, inner: number): boolean {
  const word = keyOf(text, line)?.key;
  if (word === undefined) return !/:(?:\s|$)/.test(text.slice(line.start, line.end));
  // `mods` without its colon, as the lines below it tell
  const isHeader = inner === level + 1 && next?.kind === 'key' && (level > 0 || isFrameKey(0, word));
  return !isHeader;
}

/** A line that is indented unlike every open level. */
function misfit(text: string, line: Line, state: State): Begun | undefined {
  const { levels } = state;
  const found = keyOf(text, line);
  if (found === undefined) return undefined;
  const outer = levels.findLastIndex((open) => open.indent < line.indent);
  const inner = outer + 1;
  const next = nextContent(text, line);
  const innerIndent = levels[inner]?.indent ?? 0;
  const holds = next !== undefined && next.indent > line.indent && found.rest === '';
  const isOuter = (holds && next.indent === innerIndent) || (outer === 1 && isFrameKey(1, found.key));
  const level = outer !== -1 && isOuter ? outer : inner;
  return enter(text, line, state, level, { expected: levels[level]?.indent });
}

/** A section that is indented a little too far belongs to nothing that was there before it. */
function sectionTooDeep(text: string, line: Line, state: State): Begun | undefined {
  if (state.levels.length !== 2 || line.kind !== 'key') return undefined;
  const found = keyOf(text, line);
  const next = nextContent(text, line);
  const isSection = found?.rest === '' && isFrameKey(1, found.key) && holdsEntries(1, found.key);
  if (!isSection || next?.kind !== 'key' || next.indent <= line.indent) return undefined;
  return enter(text, line, state, 1, { expected: state.levels[1]?.indent });
}

type More = Partial<Pick<Cut, 'restoredFrom' | 'expected'>>;

/** An entry at an open level: closes the levels below it, and opens one if it holds entries. */
function enter(text: string, line: Line, { levels, closed }: State, level: number, more: More): Begun {
  const kept = level === levels.length - 1 ? levels : levels.slice(0, level + 1);
  const opened = levels[level]?.opens ? openedBy(text, line, level) : undefined;
  const isSettled = level < 2 && kept !== levels && isFrameKey(level, keyOf(text, line)?.key ?? '');
  const cut = {
    ...PLAIN,
    level,
    isSettled,
    isHeader: opened?.level !== undefined,
    looksAhead: opened?.looksAhead ?? false,
    ...more,
  };
  const after = {
    levels: opened?.level ? [...kept, opened.level] : kept,
    closed: kept === levels ? closed : isSettled ? START.closed : closedBy(level, levels, closed),
    isWhole: false,
    isInterrupted: false,
  };
  return { cut, after };
}

const closedBy = (level: number, levels: readonly Level[], closed: State['closed']): State['closed'] =>
  Array.from({ length: DEEPEST_LEVEL }, (_, index) => (index === level ? levels : (closed[index] ?? [])));

type Opened = { readonly level: Level | undefined; readonly looksAhead: boolean };

function openedBy(text: string, line: Line, level: number): Opened | undefined {
  const found = keyOf(text, line);
  if (found === undefined || level >= DEEPEST_LEVEL) return undefined;
  if (!holdsEntries(level, found.key)) return undefined;
  const next = nextContent(text, line);
  if (next === undefined || next.indent <= line.indent) return undefined;
  if (next.kind !== 'key' && (next.kind !== 'start' || keyOf(text, next) === undefined)) return undefined;
  const opened = { indent: next.indent, opens: level !== 1 || !isFlat(found.key) };
  // (what stands behind the colon may be a value that goes on over the lines below; else it is there by mistake)
  if (!found.rest) return { level: opened, looksAhead: false };
  if (/^[|>&!*]/.test(found.rest)) return undefined;
  if (!/^["'[{]/.test(found.rest)) return { level: opened, looksAhead: false };
  const closes = closesWithin(text, line);
  return { level: closes === 'below' ? undefined : opened, looksAhead: closes !== 'here' };
}
