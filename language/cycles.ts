// Orders that lead back to where they began: told at each line that makes the circle.
import type { Analysis, Mention } from './analysis.ts';
import type { Declaration } from './declaration.ts';
import { type Fault, faultAt } from './fault.ts';
import { code } from './sentences.ts';
import { inTextOrder, type Names } from './tables.ts';

/** How many resources of a circle its message names, and how many of its lines each problem points at. */
const SHOWN_LIMIT = 8;

type Analyses = ReadonlyMap<Declaration, Analysis>;
type Link = { readonly from: Declaration; readonly mention: Mention };

export function cycleFaults(names: Names, analyses: Analyses): readonly Fault[] {
  const ordered = [...analyses].filter(([, { after }]) => after.length > 0).map(([declaration]) => declaration);
  return cyclesAmong(ordered.sort(inTextOrder), names, analyses).flatMap(tellCycle);
}

type Step = { readonly declaration: Declaration; readonly left: Mention[] };

/** Rings of links, each resource of which comes after the next; every one is walked once, without recursion. */
function cyclesAmong(
  declarations: readonly Declaration[],
  names: Names,
  analyses: Analyses,
): readonly (readonly Link[])[] {
  const cycles: Link[][] = [];
  const done = new Set<Declaration>();
  for (const start of declarations) {
    const path: Step[] = [];
    const taken: Link[] = [];
    const onPath = new Map<Declaration, number>();
    const enter = (declaration: Declaration): void => {
      onPath.set(declaration, path.length);
      path.push({ declaration, left: [...(analyses.get(declaration)?.after ?? [])].reverse() });
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const mention = top.left.pop();
      const next = mention && names.first(mention.key);
      if (mention === undefined) {
        done.add(top.declaration);
        onPath.delete(top.declaration);
        path.pop();
        taken.pop();
        continue;
      }
      if (next === undefined) continue;
      const from = onPath.get(next);
      const link = { from: top.declaration, mention };
      if (from !== undefined) {
        cycles.push([...taken.slice(from), link]);
      } else if (!done.has(next)) {
        taken.push(link);
        enter(next);
      }
    }
  }
  return cycles;
}

function tellCycle(cycle: readonly Link[]): readonly Fault[] {
  const shown = cycle.slice(0, SHOWN_LIMIT).map(({ from }) => code(from.name));
  const [first] = shown;
  const more = cycle.length > SHOWN_LIMIT ? [`${cycle.length - SHOWN_LIMIT} more`] : [];
  const ring = [...shown, ...more, first].join(' after ');
  const message =
    cycle.length === 1 ? `${first} can't come after itself` : `These come after each other in a circle: ${ring}`;
  const places = cycle.slice(0, SHOWN_LIMIT + 1).map(({ from, mention: { start, end } }) => {
    return { source: from.piece, start, end, message: 'the circle goes on here' };
  });
  return cycle.map(({ from, mention }) => {
    const related = places.filter(({ source, start }) => source !== from.piece || start !== mention.start);
    const extras = { suggestion: 'Remove one of these lines.', related };
    return faultAt(from.piece, mention, 'cycle', message, extras);
  });
}
