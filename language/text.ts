// Text as lines: offsets to lines and columns. Pure; knows nothing of YAML.

/** A file's text, with what is needed to say where in it something stands. */
export type Source = { readonly file: string; readonly text: string; readonly lineStarts: readonly number[] };

export type Span = { readonly start: number; readonly end: number };

/** 1-based, as people count. */
export type Position = { readonly line: number; readonly column: number };

export function lineStartsOf(text: string): readonly number[] {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return lineStarts;
}

export const sourceOf = (file: string, text: string): Source => ({ file, text, lineStarts: lineStartsOf(text) });

export function positionAt(source: Source, offset: number): Position {
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (source.lineStarts[low] ?? 0) + 1 };
}

/** The span of the line that an offset stands on, its end of line left out. */
export function lineAt(source: Source, offset: number): Span {
  const line = positionAt(source, offset).line;
  const start = source.lineStarts[line - 1] ?? 0;
  let end = source.lineStarts[line] ?? source.text.length;
  while (end > start && /[\r\n]/.test(source.text.charAt(end - 1))) end -= 1;
  return { start, end };
}

export const contains = (outer: Span, offset: number): boolean => outer.start <= offset && offset <= outer.end;

export const overlaps = (one: Span, other: Span): boolean => one.start <= other.end && other.start <= one.end;
