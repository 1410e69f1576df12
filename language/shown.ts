// Faults, which stand in pieces, as problems, which stand in files.
import { codeNames, isProblemCode, severityOf } from './codes.ts';
import { TEXT_LENGTH_LIMIT } from './document.ts';
import { type Fault, faultAt } from './fault.ts';
import { ignoresIn, silencedBy } from './ignore.ts';
import type { LiveProject } from './live.ts';
import type { Piece } from './piece.ts';
import { inOrder, type Problem } from './problem.ts';
import { code, meantOr } from './sentences.ts';
import { positionAt, type Source, type Span } from './text.ts';

/** (whatever is told, is told of a piece; but what it is about may stand in a template, which is whole) */
const offsetOf = (source: Source): number => (isPiece(source) ? source.offset : 0);

const isPiece = (source: Source): source is Piece => 'offset' in source;

const placed = (source: Source, { start, end }: Span): Span => ({
  start: offsetOf(source) + start,
  end: offsetOf(source) + end,
});

export function problemOf(fault: Fault): Problem {
  const { source, message, severity, suggestion, fix, related } = fault;
  const { line, column } = positionAt(source, fault.start);
  const edits = fix?.edits.map((edit) => ({ ...placed(source, edit), text: edit.text }));
  return {
    file: source.file,
    ...placed(source, fault),
    line: (source as Piece).line + line,
    column,
    code: fault.code,
    severity: severity ?? severityOf(fault.code),
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(fix === undefined || edits === undefined ? {} : { fix: { ...fix, edits } }),
    ...(related === undefined
      ? {}
      : {
          related: related.map(({ source: other, message: words, ...span }) => ({
            file: other.file,
            ...placed(other, span),
            message: words,
            ...(isPiece(other) ? {} : { place: positionAt(other, span.start) }),
          })),
        }),
  };
}

/** Everything that is wrong in a project, in the order of the text, without what comments silence. */
export function problemsOf(live: LiveProject): readonly Problem[] {
  const problems = [...live.faults().map(problemOf), ...tooLong(live)];
  const ignoring = [...live.ignoringPieces];
  if (ignoring.length === 0) return problems.sort(inOrder);
  const used = new Set<string>();
  const inVain = new Set<string>();
  const left = problems.filter(({ file, line, code, severity }) => {
    const document = live.document(file);
    const by = document && silencedBy((number) => document.lineText(number), { line, code });
    // (nothing may be planned of a text with an error, so an error stays)
    const isError = severity === 'error';
    if (by !== undefined) (isError ? inVain : used).add(`${file}:${by}:${code}`);
    return isError || by === undefined;
  });
  const idle = ignoring.flatMap((piece) => idleIgnores(piece, used, inVain)).map(problemOf);
  return [...left, ...idle].sort(inOrder);
}

/** Files that are not read at all: a project without them would say that what they hold is not wanted any more. */
function tooLong(live: LiveProject): readonly Problem[] {
  const files = live.files.filter((file) => live.document(file)?.isTooLong);
  return files.map((file) => ({
    ...{ file, start: 0, end: 0, line: 1, column: 1 },
    code: 'too-large',
    severity: severityOf('too-large'),
    message: `This file has more than ${TEXT_LENGTH_LIMIT} characters, and is not read`,
    suggestion: 'Split it into several files.',
  }));
}

/** Codes that nobody knows, codes of errors, and codes that silence nothing. */
function idleIgnores(piece: Piece, used: ReadonlySet<string>, inVain: ReadonlySet<string>): readonly Fault[] {
  return ignoresIn(piece.text).flatMap(({ line, codes }) =>
    codes.flatMap((ignored): readonly Fault[] => {
      const { name } = ignored;
      if (!isProblemCode(name)) {
        const extras = meantOr(name, codeNames, ignored, 'The codes are in docs/problems.');
        return [
          faultAt(piece, ignored, 'unused-ignore', `There is no problem code ${code(name)}`, {
            ...extras,
            severity: 'warning',
          }),
        ];
      }
      const place = `${piece.file}:${piece.line + line}:${name}`;
      if (used.has(place)) return [];
      if (inVain.has(place)) {
        const suggestion = 'Mend what is wrong, and remove this comment: nothing is planned while there is an error.';
        const message = `An error can't be silenced, and ${code(name)} is one here`;
        return [faultAt(piece, ignored, 'unused-ignore', message, { severity: 'warning', suggestion })];
      }
      const extras = { severity: 'hint', suggestion: 'Remove it.' } as const;
      return [
        faultAt(piece, ignored, 'unused-ignore', `This silences no problem: there is no ${code(name)} here`, extras),
      ];
    }),
  );
}
