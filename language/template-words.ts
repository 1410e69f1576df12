// What liquidjs throws, as mistakes in our words at their exact place. It knows liquidjs's messages and nothing else of it.
import type { Mistake } from './expression.ts';
import { nearest } from './nearest.ts';
import { ownCallFor, ownTagFor } from './template-habits.ts';
import { NESTING_LIMIT, NestingError } from './template-names.ts';
import type { Span } from './text.ts';

type LiquidError = Error & {
  readonly token?: { readonly begin: number; readonly end: number; readonly input: string };
  readonly originalError?: unknown;
};

export const isLiquidError = (error: unknown): error is LiquidError => error instanceof Error && 'token' in error;

/** Where liquidjs saw it: the whole template when that was in a text of its own. */
export function spanOfError(error: unknown, text: string): Span {
  const token = isLiquidError(error) ? error.token : undefined;
  if (token === undefined || token.input !== text) return { start: 0, end: text.length };
  const start = Math.min(token.begin, text.length);
  return { start, end: Math.max(Math.min(token.end, text.length), start) };
}

const PLACE = /, line:\d+, col:\d+$/;
const NO_FILES = 'A template reaches no other file: put the text here.';
const UNDONE = 'See whether all that was opened before it is closed.';

type Words = { readonly message: string; readonly suggestion?: string };
type Said = Words & { readonly span?: Span };
type Sentence = readonly [pattern: RegExp, say: (found: string, span: Span, text: string) => Said];

const TOO_DEEP: Words = { message: `Tags lie more than ${NESTING_LIMIT} levels deep in each other` };

const missingName = (what: string) => (_: string, span: Span, text: string) => ({
  message: `${what} is missing here`,
  span: restOfTag(span.start, text),
});

const lastOf = (bracket: string, { start }: Span, text: string): Span => {
  const at = text.lastIndexOf(bracket, start);
  return at === -1 ? { start, end: start } : { start: at, end: at + 1 };
};

/** The first group of a pattern is handed to what says it. */
const SENTENCES: readonly Sentence[] = [
  [/^undefined variable: (.*)$/s, (name, span, text) => noValue(name, span, text)],
  [/^(?:tag|output) ".*" not closed$/s, (_, span, text) => openDelimiter(span, text)],
  [/^raw ".*" not closed$/s, (_, span, text) => openRaw(span, text)],
  [/^tag (\{%.*) not closed$/s, (tag) => openTag(/\w+/.exec(tag)?.[0] ?? '')],
  [
    /^tag "(include|render|layout|block)" not found$/,
    (name) => ({ message: `\`${name}\` can't be used`, suggestion: NO_FILES }),
  ],
  [/^tag "(end\w*|else|elsif|when)" not found$/, (name) => stray(name)],
  [/^invalid value expression/, missingName('A name or a value')],
  [/^expected "\|" before filter/, (_, { start }, text) => unexpected(start - 1, text)],
  [/^(?:expected ":" after filter name|unexpected character)/, (_, { start }, text) => unexpected(start, text)],
  [/^expected filter name/, (_, { start }, text) => unexpected(start - 1, text)],
  [/^illegal (?:liquid )?tag syntax/, () => ({ message: 'The name of a tag is missing here' })],
  [/^illegal tag: .*?(for|tablerow)/s, (name) => incomplete(`{% ${name} item in list %}`)],
  [/^expected variable name|^expected "="/, () => incomplete('{% assign name = value %}')],
  [/^invalid capture name/, () => incomplete('{% capture name %}')],
  [/^empty candidates/, () => incomplete('{% cycle "one", "two" %}')],
  [
    /^unexpected "(.*)"$/s,
    (extra) => ({ message: `\`${extra}\` does not belong behind an \`else\` or an end in this` }),
  ],
  [/^duplicated else|^unexpected elsif/, () => ({ message: 'An `else` of this is not its last branch' })],
  [/^Maximum call stack/, (_, _span, text) => ({ ...TOO_DEEP, span: { start: 0, end: text.length } })],
  [/^\[ not closed/, (_, span, text) => ({ message: 'This `[` is never closed', span: lastOf('[', span, text) })],
  [/^invalid range syntax/, (_, span, text) => noRange(lastOf('(', span, text))],
  [
    /^(?:memory alloc|template render) limit exceeded/,
    () => ({ message: 'This takes too much memory or time', suggestion: 'Let it go over less.' }),
  ],
];

/** A mistake from whatever was thrown; what is no fault of the template is thrown on. */
export function mistakeOf(error: unknown, text: string, tags: readonly string[]): Mistake {
  if (error instanceof NestingError || error instanceof RangeError) {
    return { start: 0, end: text.length, ...TOO_DEEP };
  }
  if (!isLiquidError(error)) throw error;
  const span = spanOfError(error, text);
  const original = error.message.replace(PLACE, '');
  const { span: own = span, ...words } = said(original, span, text, tags);
  return { ...widened(own, text), ...words };
}

function said(original: string, span: Span, text: string, tags: readonly string[]): Said {
  for (const [pattern, say] of SENTENCES) {
    const match = pattern.exec(original);
    if (match) return say(match[1] ?? '', span, text);
  }
  const unknown = /^tag "(.*)" not found$/s.exec(original)?.[1];
  return unknown === undefined ? { message: `This does not work: ${original}` } : unknownTag(unknown, span, text, tags);
}

/** A place of no length, or of blanks only, can't be seen: it becomes the tag that it is in. */
function widened({ start, end }: Span, text: string): Span {
  if (text.slice(start, end).trim() !== '') return { start, end };
  const open = Math.max(text.lastIndexOf('{{', start), text.lastIndexOf('{%', start));
  const close = text.slice(start).search(/[%}]\}/);
  return { start: Math.max(open, 0), end: close === -1 ? text.length : start + close + 2 };
}

/** From somewhere in a tag to its end. */
function restOfTag(start: number, text: string): Span {
  const length = text.slice(start).search(/\s*(?:-?[%}]\}|\n)/);
  return { start, end: length === -1 ? text.length : start + length };
}

function noValue(name: string, { start, end }: Span, text: string): Words {
  const written = end - start < text.length ? text.slice(start, end) : name;
  return { message: `There is no value for \`${written}\`` };
}

function unknownTag(name: string, span: Span, text: string, tags: readonly string[]): Said {
  const at = text.indexOf(name, span.start);
  const own = at === -1 || at + name.length > span.end ? span : { start: at, end: at + name.length };
  const meant = ownTagFor(name) ?? nearest(name, tags);
  const suggestion = meant === undefined ? {} : { suggestion: `Did you mean \`${meant}\`?` };
  return { message: `There is no tag \`${name}\``, ...suggestion, span: own };
}

function openDelimiter({ start }: Span, text: string): Said {
  const delimiter = text.slice(start, start + 2);
  const suggestion = `Write \`${delimiter === '{{' ? '}}' : '%}'}\` behind it.`;
  return { message: `This \`${delimiter}\` is never closed`, suggestion, span: { start, end: start + 2 } };
}

function openRaw({ start }: Span, text: string): Said {
  const span = { start: Math.max(text.lastIndexOf('{%', start - 1), 0), end: start };
  return { ...openTag('raw'), span };
}

const openTag = (name: string): Words => ({
  message: `This \`${name}\` is never closed`,
  suggestion: `Write \`{% end${name} %}\` where it ends.`,
});

function stray(name: string): Words {
  const opening = name.startsWith('end') ? name.slice(3) : name === 'when' ? 'case' : 'if';
  return { message: `No \`${opening}\` is open that \`${name}\` could belong to`, suggestion: UNDONE };
}

const incomplete = (example: string): Words => ({
  message: 'This is not whole',
  suggestion: `Write it like \`${example}\`.`,
});

const noRange = (span: Span): Said => ({
  message: 'This `(` begins no range',
  suggestion: 'Ranges are written `(1..5)`; conditions take no brackets.',
  span,
});

/** What people of other languages write. */
const MEANT: readonly (readonly [written: string, meant: string])[] = [
  ['&&', 'and'],
  ['||', 'or'],
  ['=', '=='],
];

function unexpected(start: number, text: string): Said {
  const meant = MEANT.find(([written]) => text.startsWith(written, start));
  if (meant !== undefined) {
    const span = { start, end: start + meant[0].length };
    return { message: `\`${meant[0]}\` is no operator`, suggestion: `Did you mean \`${meant[1]}\`?`, span };
  }
  const call = ownCallFor(text, start);
  if (call !== undefined) {
    const message = 'What a filter needs stands behind a colon, without brackets';
    return { message, suggestion: `Did you mean \`${call}\`?`, span: restOfTag(start, text) };
  }
  const isFilter = text.charAt(start) === '|';
  return {
    message: isFilter ? 'The name of a filter is missing here' : 'This does not belong to the value before it',
    suggestion: 'Conditions are joined by `and` and `or`, filters by `|`.',
    span: restOfTag(start, text),
  };
}
