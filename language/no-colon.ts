// A line that should be a key and has no colon: what was forgotten there, and the edit that mends it. Pure.
import type { Explanation } from './explanation.ts';
import type { Edit, Fix } from './problem.ts';
import { code } from './sentences.ts';
import { lineAt, type Source, type Span } from './text.ts';

/** A key whose text stands on the lines below it. */
const BLOCK = /:[ \t]+[|>][-+\d]*[ \t]*(?:#[^\n]*)?$/;
export const opensText = (line: string): boolean => BLOCK.test(line);
const KEY = /^[\w.-]+:(?:\s|$)/;

export const insert = (title: string, at: number, text: string): Fix => ({
  title,
  edits: [{ start: at, end: at, text }],
});

/** The text from an offset to the end of its line, without the blanks and the comment there. */
export function restOfLine(source: Source, from: number): Span {
  const line = source.text.slice(from, lineAt(source, from).end);
  return { start: from, end: from + line.replace(/\s#.*$/, '').trimEnd().length };
}

/** `mo`, `path /x` or `path:/x` where a key should be. */
export function noColon(source: Source, at: number): Explanation {
  const span = restOfLine(source, at);
  const text = source.text.slice(span.start, span.end);
  const name = /^([\w.-]+):\S/.exec(text)?.[1];
  if (name !== undefined) {
    const end = span.start + name.length + 1;
    const fix = insert('Add the space', end, ' ');
    return {
      span: { start: span.start, end },
      code: 'missing-space',
      message: `A space is missing after ${code(`${name}:`)}`,
      extras: { fix },
    };
  }
  const below = belowBlock(source, at);
  if (below !== undefined) return below;
  const word = /^([\w-]+)[ \t]+\S/.exec(text)?.[1];
  const end = word === undefined || holdsLines(source, at) ? span.end : span.start + word.length;
  const key = { start: span.start, end };
  const message = `A colon is missing after ${code(source.text.slice(key.start, key.end))}`;
  return { span: key, code: 'missing-colon', message, extras: { fix: insert('Add the colon', end, ':') } };
}

const indentOf = (source: Source, { start, end }: Span): number => source.text.slice(start, end).search(/\S/);

/** `my app`, and what it holds on the lines below. */
function holdsLines(source: Source, at: number): boolean {
  const line = lineAt(source, at);
  const next = lineAt(source, Math.min(line.end + 1, source.text.length));
  return next.start > line.start && indentOf(source, next) > indentOf(source, line);
}

/** A text that should be indented below its `|`. */
function belowBlock(source: Source, at: number): Explanation | undefined {
  const line = lineAt(source, at);
  const above = source.text.slice(0, line.start).trimEnd();
  const header = lineAt(source, above.length);
  if (!opensText(above.slice(header.start))) return undefined;
  const edits: Edit[] = [];
  // (it goes on until a line that looks like the next key)
  for (let next = line; ; next = lineAt(source, next.end + 1)) {
    const text = source.text.slice(next.start, next.end);
    if (text.trim() !== '') edits.push({ start: next.start, end: next.start, text: '  ' });
    if (next.end + 1 >= source.text.length) break;
    const following = lineAt(source, next.end + 1);
    if (following.start <= next.start || KEY.test(source.text.slice(following.start, following.end).trimStart())) break;
  }
  const message = 'This text stands below `|` or `>`, and is not indented further than its key';
  const extras = { suggestion: 'Indent the text below `|`.', fix: { title: 'Indent the text', edits } };
  return { span: restOfLine(source, at), code: 'indentation', message, extras };
}
