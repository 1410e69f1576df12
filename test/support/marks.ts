// Texts that say themselves what should be found in them. A mark is a comment line under the line that it is about:
//
//     mods: { mkdri: {} }
// #           ^^^^^ unknown-module: There is no module `mkdri` | Did you mean `mkdir`?
//
// The carets stand under the range (`>` after them: it goes on in the lines below); the `#` gives way to a caret in the
// first column. The marks are no part of the text that is tested.

/** Something that was found: where, and in which words. */
export type Mark = { readonly start: number; readonly end: number; readonly message: string };

const MARK_LINE = /^#? *\^+>? /;

/** The text without its marks. */
export function withoutMarks(marked: string): string {
  return marked
    .split('\n')
    .filter((line) => !MARK_LINE.test(line))
    .join('\n');
}

/** The text with these marks, and no others, under its lines. */
export function withMarks(text: string, marks: readonly Mark[]): string {
  let offset = 0;
  const sorted = marks.toSorted((one, other) => one.start - other.start || one.end - other.end);
  return text
    .split('\n')
    .flatMap((line) => {
      const [start, end] = [offset, offset + line.length];
      offset = end + 1;
      return [
        line,
        ...sorted.filter((mark) => mark.start >= start && mark.start <= end).map((mark) => drawn(mark, start, end)),
      ];
    })
    .join('\n');
}

function drawn(mark: Mark, lineStart: number, lineEnd: number): string {
  const column = mark.start - lineStart;
  const carets = '^'.repeat(Math.max(1, Math.min(mark.end, lineEnd) - mark.start));
  const margin = column === 0 ? '' : `#${' '.repeat(column - 1)}`;
  return `${margin}${carets}${mark.end > lineEnd ? '>' : ''} ${mark.message.replaceAll('\n', '\\n')}`;
}
