// Texts with `${...}` in them, cut into what stands for itself and what is an expression; and expressions into tokens.
import type { Span } from './text.ts';

export type TextPart = Span & {
  readonly kind:
    | 'literal'
    /** `$${`: stands for `${`. */
    | 'escape'
    | 'expression'
    /** `${` without its `}`. */
    | 'open';
  /** Between the braces. */
  readonly inner: Span;
};

/** The parts of a text, as written; offsets count from the text's beginning. */
export function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  const literalUntil = (end: number): void => {
    if (end > at) parts.push({ kind: 'literal', start: at, end, inner: { start: at, end } });
  };
  for (let found = text.indexOf('${', at); found !== -1; found = text.indexOf('${', at)) {
    if (text.charAt(found - 1) === '$' && found > at) {
      literalUntil(found - 1);
      parts.push({ kind: 'escape', start: found - 1, end: found + 2, inner: { start: found, end: found + 2 } });
      at = found + 2;
      continue;
    }
    literalUntil(found);
    const close = closingBrace(text, found + 2);
    const end = close === undefined ? endOfOpen(text, found) : close + 1;
    const inner = { start: found + 2, end: close ?? end };
    parts.push({ kind: close === undefined ? 'open' : 'expression', start: found, end, inner });
    at = end;
  }
  literalUntil(text.length);
  return parts;
}

/**
 * Texts in quotes. Where YAML has the whole in double quotes, theirs are written `\"`, and `''` where it has it in single
 * ones. No part of them can match in two ways, so that no text makes this slow.
 */
const texts = (close: '' | '?'): string =>
  [
    String.raw`\\"[^"\\\n]*(?:\\(?:\\\\"|[^"\n])[^"\\\n]*)*(?:\\")${close}`,
    String.raw`"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*(?:")${close}`,
    String.raw`''(?:[^\s'\])},=!][^'\n]*)?''`,
    String.raw`'[^'\n]*(?:')${close}`,
  ].join('|');

const CLOSED_TEXT = new RegExp(`^(?:${texts('')})$`);
const UNTIL_BRACE = new RegExp(String.raw`${texts('')}|[}\n]|\$\{`, 'g');

/** The `}` that ends an expression; those in quotes do not. */
function closingBrace(text: string, from: number): number | undefined {
  UNTIL_BRACE.lastIndex = from;
  for (let next = UNTIL_BRACE.exec(text); next !== null; next = UNTIL_BRACE.exec(text)) {
    if (next[0] === '}') return next.index;
    if (next[0] === '\n' || next[0] === '${') break;
  }
  const stop = text.slice(from).search(/\n|\$\{/);
  const plain = (stop === -1 ? text.slice(from) : text.slice(from, from + stop)).indexOf('}');
  return plain === -1 ? undefined : from + plain;
}

/** An expression without its end is taken to be as long as a name could be. */
const endOfOpen = (text: string, start: number): number =>
  start + (/^\$\{[\w.[\]-]*/.exec(text.slice(start))?.[0].length ?? 2);

export type ExpressionToken = Span & {
  readonly kind: 'word' | 'number' | 'text' | 'symbol';
  readonly text: string;
  /** What a number or a text in quotes stands for. */
  readonly value?: string | number;
  readonly isOpen?: boolean;
};

const TOKEN = new RegExp(
  [
    String.raw`\s+|(?<text>${texts('?')})`,
    String.raw`(?<number>-?\d+(?:\.\d+)?(?![\w-]))|(?<word>[A-Za-z_][\w-]*|\d[\w-]*)`,
    String.raw`(?<symbol>==|!=|&&|\|\||\?\?|:-|[\s\S])`,
  ].join('|'),
  'gu',
);

export function tokensOf(text: string, offset: number): readonly ExpressionToken[] {
  const tokens: ExpressionToken[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [written] = match;
    const { text: quoted, number, word, symbol } = match.groups ?? {};
    const span = { start: offset + match.index, end: offset + match.index + written.length };
    if (quoted !== undefined) tokens.push(quotedToken(written, span));
    else if (number !== undefined) tokens.push({ kind: 'number', text: written, value: Number(written), ...span });
    else if (word !== undefined) tokens.push({ kind: 'word', text: written, ...span });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: written, ...span });
  }
  return tokens;
}

function quotedToken(written: string, span: Span): ExpressionToken {
  const opening = /^(?:\\"|''(?=.)|.)/.exec(written)?.[0] ?? '';
  const isOpen = !CLOSED_TEXT.test(written);
  const inner = written === "''" ? '' : written.slice(opening.length, isOpen ? undefined : -opening.length);
  const value = opening === '"' ? inner.replace(/\\(["\\])/g, '$1') : inner;
  return { kind: 'text', text: written, value, isOpen, ...span };
}
