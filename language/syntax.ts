// What is wrong with text that is not YAML, in words a person understands, at the place where it went wrong. One
// mistake is told once: what the parser says about the lines behind it is its confusion, not the user's.
import { type Problem, problemAt } from './problem.ts';
import type { Source } from './text.ts';

/** What the YAML package says: a code, the span, its own words. */
export type YamlComplaint = {
  readonly name: string;
  readonly code: string;
  readonly pos: readonly [number, number];
  readonly message: string;
};

export function syntaxProblems(source: Source, complaints: readonly YamlComplaint[]): Problem[] {
  const first = [...complaints].sort((one, other) => one.pos[0] - other.pos[0])[0];
  if (first === undefined) return [];
  return [problemAt(source, { start: first.pos[0], end: first.pos[1] }, 'syntax', first.message)];
}
