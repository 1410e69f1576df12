// Comments that silence problems: `# viki-ignore CODE, CODE` on a line, or in the comment lines directly above it. Pure;
// it reads single lines, so a `#` within a text of several lines counts as a comment, as it does in a script there.
import type { Span } from './text.ts';

const WORD = 'viki-ignore';
/** How many comment lines above a line are looked at. */
const COMMENT_LINES_LIMIT = 50;

export type IgnoredCode = Span & { readonly name: string };

/** A comment that silences; spans count from the beginning of the text that was searched. */
export type Ignore = Span & {
  /** 1-based, in that text. */
  readonly line: number;
  /** None where the comment names none: it silences nothing. */
  readonly codes: readonly IgnoredCode[];
};

/** The text of a line without its end, counted from 0; undefined where there is none. */
export type LineText = (line: number) => string | undefined;

/** A quoted text begins where a value may begin; elsewhere a quote is a character like others, as in `it's`. */
const isOpeningQuote = (line: string, at: number, last: string): boolean =>
  /["']/.test(line.charAt(at)) && /^[:,[{?-]?$/.test(last) && (at === 0 || /[\s:,[{]/.test(line.charAt(at - 1)));

/** Where the comment of a line begins: at a `#` that stands at its beginning or behind a space, and in no quotes. */
function commentStart(line: string): number | undefined {
  let quote: string | undefined;
  /** The last character that is no space. */
  let last = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (quote === '"' && character === '\\') at += 1;
    else if (quote !== undefined && character === quote) {
      if (quote === "'" && line.charAt(at + 1) === "'") at += 1;
      else quote = undefined;
    } else if (quote !== undefined) continue;
    else if (character === '#' && (at === 0 || /\s/.test(line.charAt(at - 1)))) return at;
    else if (isOpeningQuote(line, at, last)) quote = character;
    if (/\S/.test(character)) last = character;
  }
  return undefined;
}

/** The codes behind a `viki-ignore`, separated by commas; what follows them is a reason, for people. */
function codesFrom(line: string, start: number): readonly IgnoredCode[] {
  const codes: IgnoredCode[] = [];
  const pattern = /\s*([\w-]+)\s*(,?)/y;
  pattern.lastIndex = start;
  for (let found = pattern.exec(line); found !== null; found = pattern.exec(line)) {
    const [whole, name = '', comma] = found;
    const from = found.index + whole.indexOf(name);
    codes.push({ name, start: from, end: from + name.length });
    if (comma === '') break;
  }
  return codes;
}

/** What a line silences, in columns from 0. */
function ignoreOn(line: string): (Span & { readonly codes: readonly IgnoredCode[] }) | undefined {
  if (!line.includes(WORD)) return undefined;
  const comment = commentStart(line);
  if (comment === undefined) return undefined;
  const found = /#\s*viki-ignore(?![\w-])/.exec(line.slice(comment));
  if (found === null) return undefined;
  const end = comment + found.index + found[0].length;
  return { start: end - WORD.length, end, codes: codesFrom(line, end) };
}

const silences = (line: string, code: string): boolean =>
  ignoreOn(line)?.codes.some(({ name }) => name === code) === true;

/** The line (1-based, as problems count) of the comment that silences a problem; undefined where nothing does. */
export function silencedBy(
  lineText: LineText,
  { line, code }: { readonly line: number; readonly code: string },
): number | undefined {
  const own = lineText(line - 1);
  if (own !== undefined && silences(own, code)) return line;
  for (let above = line - 1; above > 0 && line - above <= COMMENT_LINES_LIMIT; above -= 1) {
    const text = lineText(above - 1);
    if (text === undefined || !/^\s*#/.test(text)) return undefined;
    if (silences(text, code)) return above;
  }
  return undefined;
}

export const isSilenced = (lineText: LineText, problem: { readonly line: number; readonly code: string }): boolean =>
  silencedBy(lineText, problem) !== undefined;

/** All that a text silences, in its order. A text without the word costs one search for it. */
export function ignoresIn(text: string): readonly Ignore[] {
  const ignores: Ignore[] = [];
  let counted = 0;
  let line = 1;
  for (let at = text.indexOf(WORD); at !== -1; ) {
    const start = text.lastIndexOf('\n', at) + 1;
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    for (let next = text.indexOf('\n', counted); next !== -1 && next < start; next = text.indexOf('\n', counted)) {
      line += 1;
      counted = next + 1;
    }
    const found = ignoreOn(text.slice(start, end));
    if (found) {
      const codes = found.codes.map((code) => ({ ...code, start: start + code.start, end: start + code.end }));
      ignores.push({ start: start + found.start, end: start + found.end, line, codes });
    }
    at = text.indexOf(WORD, end);
  }
  return ignores;
}
