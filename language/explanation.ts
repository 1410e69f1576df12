// What a complaint of the YAML package comes to in our words. Types only.
import type { Extras, ProblemCode } from './problem.ts';
import type { Span } from './text.ts';

export type Explanation = {
  readonly span: Span;
  readonly code: ProblemCode;
  readonly message: string;
  readonly extras?: Extras;
  /** What stands around it was understood all the same. */
  readonly isHarmless?: true;
};
