// Problems of the text as lines of the terminal: where, what, the line itself with the place marked, what to do. Pure.
import type { Problem, Severity } from '../language/index.ts';
import { lineAt, positionAt, type Source, sourceOf } from '../language/text.ts';
import type { Paint } from './paint.ts';
import { columnsOf, spaceLike } from './width.ts';

/** A wide line is shown around the place. */
const LINE_WIDTH_LIMIT = 140;
/** How many other places are named with a problem. */
const RELATED_LIMIT = 3;
/** So many are told; the first ones are mended first anyway. */
export const PROBLEMS_SHOWN_LIMIT = 50;

export type Told = Pick<Problem, 'file' | 'line' | 'column' | 'severity' | 'message'> & {
  readonly code: string;
  readonly suggestion?: string;
  readonly start?: number;
  readonly end?: number;
  readonly related?: Problem['related'];
};

const COLOURS: { readonly [severity in Severity]: keyof Paint } = {
  error: 'red',
  warning: 'yellow',
  information: 'cyan',
  hint: 'dim',
};

function excerpt(source: Source, problem: Told, paint: Paint): string[] {
  const lineStart = source.lineStarts[problem.line - 1];
  if (lineStart === undefined) return [];
  const text = source.text.slice(lineStart, lineAt(source, lineStart).end);
  const column = problem.column - 1;
  const first = column < LINE_WIDTH_LIMIT / 2 ? 0 : column - Math.floor(LINE_WIDTH_LIMIT / 2);
  const shown = text.slice(first, first + LINE_WIDTH_LIMIT);
  const end = column - first + (problem.end ?? 0) - (problem.start ?? 0);
  const carets = '^'.repeat(Math.max(1, columnsOf(shown.slice(column - first, end))));
  const margin = spaceLike(shown.slice(0, column - first));
  const number = String(problem.line).padStart(5);
  const blank = ' '.repeat(number.length);
  return [
    paint.dim(`${number} | `) + shown,
    paint.dim(`${blank} | `) + margin + paint[COLOURS[problem.severity]](carets),
  ];
}

type SourceFor = (file: string) => Source | undefined;

/** Where else to look. */
function placesOf({ related = [] }: Told, sourceFor: SourceFor): string[] {
  return related.slice(0, RELATED_LIMIT).flatMap(({ file, start, message, place }) => {
    const source = sourceFor(file);
    const at = place ?? (source && positionAt(source, start));
    return at === undefined ? [] : [`${file}:${at.line}:${at.column}: ${message}`];
  });
}

function linesOf(problem: Told, sourceFor: SourceFor, paint: Paint): string[] {
  const source = sourceFor(problem.file);
  const { file, line, column, severity, code, message, suggestion } = problem;
  const head = `${file}:${line}:${column}: ${paint[COLOURS[severity]](`${severity} ${code}`)}: ${message}`;
  const more = [...placesOf(problem, sourceFor), ...(suggestion === undefined ? [] : [suggestion])];
  const help = more.map((line) => `      ${paint.dim('=')} ${line}`);
  return [head, ...(source ? excerpt(source, problem, paint) : []), ...help];
}

/** `texts` are the files by the names that the problems call them. */
export function problemLines(
  problems: readonly Told[],
  texts: ReadonlyMap<string, string>,
  paint: Paint,
): readonly string[] {
  const sources = new Map<string, Source>();
  const sourceFor: SourceFor = (file) => {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    const source = sources.get(file) ?? sourceOf(file, text);
    sources.set(file, source);
    return source;
  };
  const lines = problems.slice(0, PROBLEMS_SHOWN_LIMIT).flatMap((problem) => linesOf(problem, sourceFor, paint));
  const hidden = problems.length - PROBLEMS_SHOWN_LIMIT;
  return hidden > 0 ? [...lines, `and ${hidden} more; --json has them all`] : lines;
}

/** What --json says of a problem: offsets and edits are for editors. */
export const problemData = ({ file, line, column, severity, code, message, suggestion }: Told): object => ({
  file,
  line,
  column,
  severity,
  code,
  message,
  suggestion,
});
