// The fixes that problems bring along: one, all of one code, and all of a file. Pure.
import type { Edit, Problem } from '../../language/problem.ts';
import type { Asked, CodeAction } from './action.ts';

export const fixes = ({ touched }: Asked): readonly CodeAction[] =>
  touched.flatMap((problem) =>
    problem.fix === undefined ? [] : [{ ...problem.fix, kind: 'quickfix', problem, isPreferred: true }],
  );

export function fixesOfCode({ problems, touched }: Asked): readonly CodeAction[] {
  const codes = new Set(touched.filter(({ fix }) => fix !== undefined).map(({ code }) => code));
  return [...codes].flatMap((code) => {
    const same = problems.filter((problem) => problem.code === code && !problem.fix?.isGuess);
    const { edits, count } = together(same);
    if (count < 2) return [];
    return [{ title: `Fix all ${count} problems of the code ${code}`, kind: 'quickfix', edits }];
  });
}

export function fixAll({ problems }: Asked): readonly CodeAction[] {
  const { edits, count } = together(problems.filter(({ fix }) => !fix?.isGuess));
  return count === 0 ? [] : [{ title: 'Fix all problems that can be fixed', kind: 'source.fixAll.viki', edits }];
}

/** The edits of all fixes; of two that touch the same text, the first. */
function together(problems: readonly Problem[]): { readonly edits: readonly Edit[]; readonly count: number } {
  const edits: Edit[] = [];
  // (a broken file has thousands of problems, and the light bulb asks wherever the cursor goes: nothing is compared with all)
  const inOrder: Edit[] = [];
  let count = 0;
  // (what comes from one mistake may be told at several places, with the same fix)
  const seen = new Set<string>();
  for (const { fix } of problems) {
    if (fix === undefined || seen.has(JSON.stringify(fix.edits))) continue;
    seen.add(JSON.stringify(fix.edits));
    if (fix.edits.some((edit) => isInTheWay(inOrder, edit))) continue;
    for (const edit of fix.edits) inOrder.splice(placeOf(inOrder, edit.start), 0, edit);
    edits.push(...fix.edits);
    count += 1;
  }
  return { edits, count };
}

/** How many of these begin at or before this offset. */
function placeOf(inOrder: readonly Edit[], offset: number): number {
  let [low, high] = [0, inOrder.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inOrder[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Does it touch one of these? They lie side by side, so it can only be the last one that begins before its end. */
function isInTheWay(inOrder: readonly Edit[], { start, end }: Edit): boolean {
  const nearest = inOrder[placeOf(inOrder, end) - 1];
  return nearest !== undefined && nearest.end >= start;
}
