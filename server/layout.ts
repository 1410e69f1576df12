// The lines of one piece as they should be: indentation, and the spaces between tokens. It breaks no line, joins none,
// and touches nothing inside of quotes and block texts. What comments are aligned with is decided with the lines around.
import { type Token, tokensIn } from '../language/written.ts';

export const INDENT = 2;

export type Line = {
  /** Its text as it stands, without its end. */
  readonly old: string;
  /** The line's end; empty for a last line without one. */
  readonly ending: string;
  readonly kind: 'content' | 'comment' | 'blank' | 'inside' | 'kept';
  readonly oldIndent: number;
  readonly indent: number;
  /** What stands behind the indentation, up to a comment. */
  readonly code: string;
  /** The comment behind the code, and how many spaces stand between the two. */
  readonly comment: string;
  readonly gap: number;
};

const BYTE_ORDER_MARK = '\ufeff';
const SPACE_BEFORE_COLON: ReadonlySet<string> = new Set(['alias', 'anchor', 'tag']);

export function linesOf(text: string): readonly { readonly old: string; readonly ending: string }[] {
  return [...text.matchAll(/([^\n]*?)(\r?\n|$)/g)]
    .filter(([all]) => all !== '')
    .map(([, old = '', ending = '']) => ({ old, ending }));
}

export const indentOf = (line: string): number => /^\ufeff? */.exec(line)?.[0].replace(BYTE_ORDER_MARK, '').length ?? 0;

/** Lines that stay as they are. */
export const keptLines = (text: string): readonly Line[] =>
  linesOf(text).map(({ old, ending }) => {
    const content = old.replace(BYTE_ORDER_MARK, '').trim();
    const kind = content === '' ? 'blank' : content.startsWith('#') ? 'comment' : 'kept';
    const indent = indentOf(old);
    return { old, ending, kind, oldIndent: indent, indent, code: content, comment: '', gap: 0 };
  });

/** The lines of a sound piece whose entry stands at the column `base`; undefined where it can't be told. */
export function laidOut(text: string, base: number): readonly Line[] | undefined {
  const tokens = tokensIn(text);
  if (tokens === undefined) return undefined;
  const layout = new Layout(text, base);
  for (const token of tokens) layout.take(token);
  return layout.lines();
}

type Draft = { -readonly [Key in keyof Line]: Line[Key] };

class Layout {
  readonly #base: number;
  readonly #drafts: Draft[];
  readonly #starts: number[] = [];
  /** The column that each open bracket's line stands at. */
  readonly #open: number[] = [];
  #line = 0;
  #last: Token | undefined;

  constructor(text: string, base: number) {
    this.#base = base;
    let start = 0;
    this.#drafts = linesOf(text).map(({ old, ending }) => {
      this.#starts.push(start);
      start += old.length + ending.length;
      const oldIndent = indentOf(old);
      return { old, ending, kind: 'blank', oldIndent, indent: 0, code: '', comment: '', gap: 0 };
    });
  }

  lines(): readonly Line[] {
    return this.#drafts;
  }

  take(token: Token): void {
    if (token.kind === 'newline' || token.source === '') return;
    while ((this.#starts[this.#line + 1] ?? Number.POSITIVE_INFINITY) <= token.start) this.#line += 1;
    const draft = this.#drafts[this.#line];
    if (draft === undefined) return;
    if (token.kind === 'comment') this.#comment(draft, token);
    else if (token.kind === 'block-scalar') this.#block(token, this.#last?.source ?? '');
    else this.#put(draft, token);
  }

  #comment(draft: Draft, token: Token): void {
    draft.comment = token.source.trimEnd();
    if (draft.kind === 'blank') draft.kind = 'comment';
    else draft.gap = Math.max(token.start - this.#endOfLast(), 1);
  }

  #endOfLast(): number {
    return this.#last === undefined ? 0 : this.#last.start + this.#last.source.length;
  }

  #put(draft: Draft, token: Token): void {
    const isBracketEnd = token.kind === 'flow-map-end' || token.kind === 'flow-seq-end';
    if (draft.kind === 'blank') {
      draft.kind = 'content';
      const open = this.#open.at(-1);
      if (open === undefined) draft.indent = this.#columnOf(token.depth);
      else draft.indent = isBracketEnd ? open : open + INDENT;
    } else {
      const isAdjacent = this.#last === undefined || this.#endOfLast() === token.start;
      draft.code += ' '.repeat(gapBetween(this.#last, token, isAdjacent));
    }
    if (token.kind === 'flow-map-start' || token.kind === 'flow-seq-start') {
      this.#open.push(
        this.#open.length > 0 ? draft.indent : Math.max(draft.indent, this.#columnOf(token.depth) - INDENT),
      );
    } else if (isBracketEnd) {
      this.#open.pop();
    }
    const [first = '', ...rest] = token.source.split('\n');
    draft.code += rest.length === 0 ? first : first.replace(/\r$/, '');
    if (rest.length > 0) this.#goesOn(draft, token, rest);
    this.#last = token;
  }

  #columnOf(depth: number): number {
    return this.#base + depth * INDENT;
  }

  /** A text over several lines: the further ones move with the first, and lie deeper than what they belong to. */
  #goesOn(from: Draft, token: Token, rest: readonly string[]): void {
    const open = this.#open.at(-1);
    const least = open === undefined ? this.#columnOf(Math.max(token.depth, 1)) : open + INDENT;
    const isPlain = token.kind === 'scalar';
    rest.forEach((part, index) => {
      const draft = this.#drafts[this.#line + 1];
      if (draft === undefined) return;
      this.#line += 1;
      const isEnd = index === rest.length - 1;
      const inner = part.replace(/^[ \t]+/, '').replace(/\r$/, isEnd ? '\r' : '');
      draft.kind = isEnd ? 'content' : 'inside';
      draft.code = isPlain || inner.trim() === '' ? inner.trim() : inner;
      draft.indent = draft.code === '' ? 0 : Math.max(draft.oldIndent + from.indent - from.oldIndent, least);
    });
  }

  /** A block text moves as a whole; one whose header counts spaces, together with what it belongs to. */
  #block(token: Token, header: string): void {
    const first = token.source.split('\n').find((line) => line.trim() !== '') ?? '';
    const isCounted = /\d/.test(header);
    const shift = isCounted
      ? this.#columnOf(token.depth - 1) - token.column
      : this.#columnOf(token.depth) - indentOf(first);
    const end = token.start + token.source.length;
    for (let line = this.#line; line < this.#drafts.length; line += 1) {
      const start = this.#starts[line] ?? 0;
      const draft = this.#drafts[line];
      if (draft === undefined || start >= end) break;
      draft.kind = 'inside';
      draft.code = draft.old.slice(draft.oldIndent);
      draft.indent = draft.old === '' || first === '' ? draft.oldIndent : Math.max(draft.oldIndent + shift, 0);
      this.#line = line;
    }
    this.#last = token;
  }
}

function gapBetween(before: Token | undefined, token: Token, isAdjacent: boolean): number {
  if (before === undefined || before.kind === 'byte-order-mark') return 0;
  if (before.kind === 'flow-seq-start' || token.kind === 'flow-seq-end' || token.kind === 'comma') return 0;
  if (before.kind === 'flow-map-start' || token.kind === 'flow-map-end') {
    return before.kind === 'flow-map-start' && token.kind === 'flow-map-end' ? 0 : 1;
  }
  if (token.kind === 'map-value-ind') {
    return SPACE_BEFORE_COLON.has(before.kind) || before.kind === 'comma' || before.kind === 'explicit-key-ind' ? 1 : 0;
  }
  const isOpener = before.kind === 'map-value-ind' || before.kind === 'comma' || before.kind === 'seq-item-ind';
  return isOpener || !isAdjacent ? 1 : 0;
}
