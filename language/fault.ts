// A fault: something wrong in a piece of text, told relative to that piece, so that it stays true when lines are put in
// above it. It becomes a problem (with a file and a line) when it is shown.
import type { Fix, ProblemCode, Severity } from './problem.ts';
import type { Source, Span } from './text.ts';

export type RelatedFault = Span & { readonly source: Source; readonly message: string };

export type FaultExtras = {
  readonly severity?: Severity;
  /** What to do, as a sentence. */
  readonly suggestion?: string | undefined;
  readonly fix?: Fix | undefined;
  readonly related?: readonly RelatedFault[];
};

export type Fault = Span &
  FaultExtras & {
    readonly source: Source;
    readonly code: ProblemCode;
    readonly message: string;
  };

export function faultAt(
  source: Source,
  span: Span,
  code: ProblemCode,
  message: string,
  extras: FaultExtras = {},
): Fault {
  // (the YAML package points behind the end of a text that ends too early)
  const end = Math.min(span.end, source.text.length);
  return { source, start: Math.min(span.start, end), end, code, message, ...extras };
}
