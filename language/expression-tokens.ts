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

/** The `}` that ends an expression; those in quotes do not. */
function closingBrace(text: string, from: number): number | undefined {
  const token = /\\?"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[}\n]|\$\{/g;
  token.lastIndex = from;
  const found = token.exec(text);
  for (let next = found; next !== null; next = token.exec(text)) {
    if (next[0] === '}') return next.index;
    if (next[0] === '\n' || next[0] === '${') break;
  }
  const plain = text.indexOf('}', from);
  const stop = text.slice(from).search(/\n|\$\{/);
  return plain === -1 || (stop !== -1 && plain > from + stop) ? undefined : plain;
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

const TOKEN =
  /\s+|(?<text>\\?"(?:[^"\\]|\\[^"]|\\"(?=[^"]*"))*(?:"|$)|'[^']*(?:'|$))|(?<number>-?\d+(?:\.\d+)?(?![\w-]))|(?<word>[A-Za-z_][\w-]*|\d[\w-]*)|(?<symbol>==|!=|&&|\|\||\?\?|[\s\S])/gu;

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

/** In a text that is itself in double quotes, they are written `\"`. */
function quotedToken(written: string, span: Span): ExpressionToken {
  const opening = written.startsWith('\\"') ? '\\"' : written.charAt(0);
  const isOpen = written.length < opening.length * 2 || !written.endsWith(opening.slice(-1));
  const value = written.slice(opening.length, isOpen ? undefined : -opening.length);
  return { kind: 'text', text: written, value, isOpen, ...span };
}
