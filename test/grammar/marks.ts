// Reads a fixture, text with marks under it, and says which marks are not true of the colours; it colours nothing itself.
//
//     port: 8080
//     # <--- entity.name.tag.yaml        from the line's first character, as many as there are dashes
//     #     ^^^^ constant.numeric        the characters above the carets
//     #     ^^^^ - string                a scope after a minus is one that they do not have
import type { Colours } from './colours.ts';

type Mark = {
  /** Of the fixture file, from 1. */
  readonly line: number;
  /** Of the text without marks, from 0. */
  readonly subject: number;
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
  readonly absent: readonly string[];
};

export type Fixture = { readonly scope: string; readonly lines: readonly string[]; readonly marks: readonly Mark[] };

const MARK = /^#( *)(\^+|<-+)((?: +-?[\w.-]+| +-)*)$/;
const HEADER = /^# GRAMMAR (\S+)$/;

function markOf(text: string, line: number, subject: number): Mark | undefined {
  const [, gap, arrow, rest] = MARK.exec(text) ?? [];
  if (gap === undefined || arrow === undefined || rest === undefined) return undefined;
  const carets = arrow.startsWith('^');
  const start = carets ? 1 + gap.length : 0;
  const [present = '', absent = ''] = rest.split(/ - ?/);
  const words = (list: string): readonly string[] => list.split(' ').filter((word) => word !== '');
  const end = carets ? start + arrow.length : arrow.length - 1;
  return { line, subject, start, end, scopes: words(present), absent: words(absent) };
}

export function readFixture(text: string): Fixture {
  const [header = '', ...rest] = text.replace(/\n$/, '').split('\n');
  const scope = HEADER.exec(header)?.[1];
  if (!scope) throw new Error('the first line is "# GRAMMAR scope"');
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const [index, line] of rest.entries()) {
    const mark = markOf(line, index + 2, lines.length - 1);
    if (mark) marks.push(mark);
    else lines.push(line);
  }
  return { scope, lines, marks };
}

/** `constant.numeric` is true of `constant.numeric.float.yaml`, as in a theme. */
const isOf = (scope: string, wanted: string): boolean => scope === wanted || scope.startsWith(`${wanted}.`);

/** Whether the wanted ones are there in this order, others between them or not. */
function inOrder(scopes: readonly string[], wanted: readonly string[]): boolean {
  let next = 0;
  for (const scope of scopes) if (isOf(scope, wanted[next] ?? scope.concat('?'))) next++;
  return next === wanted.length;
}

export function untrueMarks({ lines, marks }: Fixture, colours: Colours): readonly string[] {
  return marks.flatMap(({ line, subject, start, end, scopes, absent }) => {
    const text = lines[subject] ?? '';
    if (end > text.length) return [`${line}: the mark is longer than the text above it`];
    const wrong = (colours[subject] ?? [])
      .slice(start, end)
      .find((found) => !inOrder(found, scopes) || absent.some((name) => found.some((scope) => isOf(scope, name))));
    if (!wrong) return [];
    const wanted = [...scopes, ...absent.map((name) => `-${name}`)].join(' ');
    return [
      `${line}: "${text.slice(start, end)}" should be ${wanted}, and is ${wrong.slice(1).join(' ') || 'nothing'}`,
    ];
  });
}
