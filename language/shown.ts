// Faults, which stand in pieces, as problems, which stand in files.
import type { Fault } from './fault.ts';
import type { LiveProject } from './live.ts';
import type { Piece } from './piece.ts';
import { inOrder, type Problem } from './problem.ts';
import { positionAt, type Source, type Span } from './text.ts';

// (whatever is told, is told of a piece: nothing else has faults)
const offsetOf = (source: Source): number => (source as Piece).offset;

const placed = (source: Source, { start, end }: Span): Span => ({
  start: offsetOf(source) + start,
  end: offsetOf(source) + end,
});

export function problemOf(fault: Fault): Problem {
  const { source, code, message, severity, suggestion, fix, related } = fault;
  const { line, column } = positionAt(source, fault.start);
  const edits = fix?.edits.map((edit) => ({ ...placed(source, edit), text: edit.text }));
  return {
    file: source.file,
    ...placed(source, fault),
    line: (source as Piece).line + line,
    column,
    code,
    severity: severity ?? 'error',
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(fix === undefined || edits === undefined ? {} : { fix: { title: fix.title, edits } }),
    ...(related === undefined
      ? {}
      : {
          related: related.map(({ source: other, message: words, ...span }) => ({
            file: other.file,
            ...placed(other, span),
            message: words,
          })),
        }),
  };
}

/** Everything that is wrong in a project, in the order of the text. */
export const problemsOf = (live: LiveProject): readonly Problem[] => live.faults().map(problemOf).sort(inOrder);
