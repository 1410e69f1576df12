// What the light bulb offers: the fixes of the problems in a range. Pure.
import type { Fix, Problem } from '../language/problem.ts';
import { overlaps, type Span } from '../language/text.ts';

export type CodeAction = Fix & { readonly problem: Problem };

export function codeActions(problems: readonly Problem[], range: Span): readonly CodeAction[] {
  return problems.flatMap((problem) =>
    problem.fix !== undefined && overlaps(problem, range) ? [{ ...problem.fix, problem }] : [],
  );
}
