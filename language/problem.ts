// A problem: something wrong in the user's text, with the place, a stable code, and what to do. Pure data.
import type { Severity } from './codes/entry.ts';
import type { ProblemCode } from './codes.ts';
import type { Position } from './text.ts';

export type { ProblemCode, Severity };

export type Edit = { readonly start: number; readonly end: number; readonly text: string };

export type Fix = {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Something else may have been meant just as well: nobody applies it unasked. */
  readonly isGuess?: true;
};

export type Related = {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Where that begins, in a file that is no text of the project; 1-based. */
  readonly place?: Position;
};

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
};

/** A complete order, so that the same problems always come in the same order. */
export const inOrder = (one: Problem, other: Problem): number =>
  byText(one.file, other.file) ||
  one.start - other.start ||
  one.end - other.end ||
  byText(one.code, other.code) ||
  byText(one.message, other.message);

const byText = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
