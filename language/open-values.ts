// Whether a value that begins on a key's line (a quote, a bracket) ends there, or on the lines that are indented further
// than the key. It only counts quotes and brackets; what they mean is the parser's matter.
import { type Line, lineFrom } from './lines.ts';

/** How far down an end is looked for: longer values are not written in a frame. */
const LINES_LIMIT = 100_000;

export function closesWithin(text: string, line: Line): 'here' | 'below' | 'never' {
  const colon = /:[ \t]+/.exec(text.slice(line.start, line.end));
  if (colon === null) return 'never';
  const start = line.start + colon.index + colon[0].length;
  const end = endOf(text, start, line.end);
  if (end !== undefined) return 'here';
  let last = line;
  for (let lines = 0; lines < LINES_LIMIT && last.next < text.length; lines += 1) {
    const next = lineFrom(text, last.next);
    if (next.kind === 'mark' || (next.kind !== 'empty' && next.indent <= line.indent && next.kind !== 'other')) break;
    last = next;
  }
  return endOf(text, start, last.end) === undefined ? 'never' : 'below';
}

const TOKEN = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*'|["'[\]{}]|(?<=\s)#[^\n]*/g;

/** Where the value that begins at `start` ends; undefined when it is still open at `limit`. */
function endOf(text: string, start: number, limit: number): number | undefined {
  let depth = 0;
  for (const token of text.slice(start, limit).matchAll(TOKEN)) {
    const [word] = token;
    if (word === '[' || word === '{') depth += 1;
    else if (word === ']' || word === '}') depth -= 1;
    else if (word === '"' || word === "'") return undefined;
    if (depth <= 0 && !word.startsWith('#')) return start + token.index + word.length;
  }
  return undefined;
}
