// A problem: something wrong in the user's text, with the place, a stable code, and what to do. Pure data.
import type { Severity } from './codes/entry.ts';
import { type ProblemCode, severityOf } from './codes.ts';
import { positionAt, type Source, type Span } from './text.ts';

export type { ProblemCode, Severity };

export type Edit = { readonly start: number; readonly end: number; readonly text: string };

export type Fix = { readonly title: string; readonly edits: readonly Edit[] };

export type Related = { readonly file: string; readonly start: number; readonly end: number; readonly message: string };

export type Problem = {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  /** What to do, as a sentence. */
  readonly suggestion?: string;
  readonly fix?: Fix;
  readonly related?: readonly Related[];
};

export type Extras = {
  readonly severity?: Severity;
  readonly suggestion?: string | undefined;
  readonly fix?: Fix | undefined;
  readonly related?: readonly Related[];
};

export function problemAt(
  source: Source,
  span: Span,
  code: ProblemCode,
  message: string,
  extras: Extras = {},
): Problem {
  // (the YAML package points behind the end of a text that ends too early)
  const end = Math.min(span.end, source.text.length);
  const start = Math.min(span.start, end);
  const { line, column } = positionAt(source, start);
  return {
    file: source.file,
    start,
    end,
    line,
    column,
    code,
    severity: extras.severity ?? severityOf(code),
    message,
    ...(extras.suggestion === undefined ? {} : { suggestion: extras.suggestion }),
    ...(extras.fix === undefined ? {} : { fix: extras.fix }),
    ...(extras.related === undefined ? {} : { related: extras.related }),
  };
}

/** A complete order, so that the same problems always come in the same order. */
export const inOrder = (one: Problem, other: Problem): number =>
  byText(one.file, other.file) ||
  one.start - other.start ||
  one.end - other.end ||
  byText(one.code, other.code) ||
  byText(one.message, other.message);

const byText = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
