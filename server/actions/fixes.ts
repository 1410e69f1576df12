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
  let count = 0;
  // (what comes from one mistake may be told at several places, with the same fix)
  const seen = new Set<string>();
  for (const { fix } of problems) {
    if (fix === undefined || seen.has(JSON.stringify(fix.edits))) continue;
    seen.add(JSON.stringify(fix.edits));
    if (fix.edits.some((edit) => edits.some((other) => isInTheWay(edit, other)))) continue;
    edits.push(...fix.edits);
    count += 1;
  }
  return { edits, count };
}

const isInTheWay = (one: Edit, other: Edit): boolean => one.start <= other.end && other.start <= one.end;
