// A comment that silences a problem, where it is no error. Pure.
import { ignoresIn } from '../../language/ignore.ts';
import type { Edit, Problem } from '../../language/problem.ts';
import { cursorAt } from '../cursor.ts';
import type { Asked, CodeAction } from './action.ts';

export function silenced(asked: Asked): readonly CodeAction[] {
  const codes = new Set<string>();
  return asked.touched.flatMap((problem): readonly CodeAction[] => {
    // (a comment about comments would be told as well)
    if (problem.severity === 'error' || problem.code === 'unused-ignore' || codes.has(problem.code)) return [];
    codes.add(problem.code);
    const edit = comment(asked, problem);
    return edit
      ? [{ title: `Silence it: # viki-ignore ${problem.code}`, kind: 'quickfix', edits: [edit], problem }]
      : [];
  });
}

/** Behind the codes that the line or the one above it names already, or as a line of its own above it. */
function comment({ document }: Asked, { start, code }: Problem): Edit | undefined {
  const { line } = document.pointAt(start);
  const cursor = cursorAt(document, start);
  // (within a text of several lines it would be part of the text)
  if (cursor !== undefined && document.pointAt(cursor.span.start).line !== line) return undefined;
  for (const near of [line, line - 1]) {
    const [ignore] = ignoresIn(document.lineText(near) ?? '');
    const last = ignore?.codes.at(-1);
    if (last === undefined || (near !== line && !/^\s*#/.test(document.lineText(near) ?? ''))) continue;
    const at = document.offsetAt({ line: near, character: last.end });
    return { start: at, end: at, text: `, ${code}` };
  }
  const indent = /^\s*/.exec(document.lineText(line) ?? '')?.[0] ?? '';
  const at = document.offsetAt({ line, character: 0 });
  return { start: at, end: at, text: `${indent}# viki-ignore ${code}\n` };
}
