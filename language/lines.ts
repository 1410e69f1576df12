// One line of a text as far as its place in the outline goes: how far it is indented, and what begins on it. It knows
// no values; anything that it is not sure of is simply "other", and left to the parser.

export type Line = {
  readonly start: number;
  /** Without the end of the line. */
  readonly end: number;
  /** Where the next line begins; the text's end behind the last one. */
  readonly next: number;
  /** Spaces only: a tab is the beginning of the line's content. */
  readonly indent: number;
  readonly kind:
    | 'empty'
    /** `---` or `...` at the beginning of a line, whatever is open. */
    | 'mark'
    | 'directive'
    /** `key:`, in plain letters. */
    | 'key'
    /** Something that can begin an entry, but is no plain key. */
    | 'start'
    /** Something that can only go on with what is open: `- `, `}`, `? `. */
    | 'other';
};

const BYTE_ORDER_MARK = 0xfeff;
/**
 * A plain key with the spaces in front of its colon, and what stands behind that. (Matched apart from the key, many spaces
 * would take a time that grows with their square.)
 */
const KEY = /^([^\s"'#&*!|>%@`[\]{},?:-][^#:]*):(?:[ \t]+(.*))?$/;
const CONTINUES = /^(?:[-?:](?:\s|$)|[\]},])/;

export function lineFrom(text: string, start: number): Line {
  const newline = text.indexOf('\n', start);
  const next = newline === -1 ? text.length : newline + 1;
  let end = newline === -1 ? text.length : newline;
  if (end > start && text.charCodeAt(end - 1) === 13) end -= 1;
  let at = start;
  if (text.charCodeAt(at) === BYTE_ORDER_MARK) at += 1;
  const first = at;
  while (at < end && text.charCodeAt(at) === 32) at += 1;
  return { start, end, next, indent: at - first, kind: kindOf(text, at, end, at === first) };
}

function kindOf(text: string, at: number, end: number, isAtMargin: boolean): Line['kind'] {
  const content = text.slice(at, end);
  const first = content.charCodeAt(0);
  if (Number.isNaN(first) || first === 35 || content.trim() === '') return 'empty';
  if (isAtMargin && (first === 45 || first === 46) && /^(?:---|\.\.\.)(?:\s|$)/.test(content)) return 'mark';
  if (isAtMargin && first === 37) return 'directive';
  if (first === 9 || CONTINUES.test(content)) return 'other';
  return KEY.test(content) ? 'key' : 'start';
}

export type KeyLine = {
  readonly key: string;
  /** What stands behind the colon, without a comment; undefined where there is no colon. */
  readonly rest: string | undefined;
};

/** The key of a `key` line, or the word that a `start` line consists of. */
export function keyOf(text: string, line: Line): KeyLine | undefined {
  const content = text
    .slice(line.start, line.end)
    .replace(/^\ufeff/, '')
    .trim();
  const found = KEY.exec(content);
  if (found) return { key: (found[1] ?? '').trimEnd(), rest: withoutComment(found[2] ?? '') };
  return /^[\w.-]+$/.test(content) ? { key: content, rest: undefined } : undefined;
}

const withoutComment = (rest: string): string => (rest.startsWith('#') ? '' : rest.replace(/\s#.*$/, '').trim());

/** Whether something stands in front of this line in its document, be it only what goes on with nothing. */
export function hasContentBefore(text: string, { start }: Line): boolean {
  for (let at = start; at > 0; ) {
    at = at === 1 ? 0 : text.lastIndexOf('\n', at - 2) + 1;
    const { kind } = lineFrom(text, at);
    if (kind === 'mark' || kind === 'directive') return false;
    if (kind !== 'empty') return true;
  }
  return false;
}

/** The first line behind this one that has something on it; undefined at the end of the document. */
export function nextContent(text: string, line: Line): Line | undefined {
  for (let at = line.next; at < text.length; ) {
    const next = lineFrom(text, at);
    if (next.kind === 'mark') return undefined;
    if (next.kind !== 'empty') return next;
    at = next.next;
  }
  return undefined;
}
