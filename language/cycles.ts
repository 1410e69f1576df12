// Orders that lead back to where they began: told at each line that makes the circle. What follows from what lies in what
// is part of a circle as well, and has no line of its own.
import type { Mention } from './analysis.ts';
import type { Declaration } from './declaration.ts';
import { type Fault, faultAt } from './fault.ts';
import { code } from './sentences.ts';
import type { Span } from './text.ts';

/** How many resources of a circle its message names, and how many of its lines each problem points at. */
const SHOWN_LIMIT = 8;

/** That one comes after another. */
export type Link = {
  readonly to: Declaration;
  /** Where that is written, and in whose text; undefined where it follows from what lies in what. */
  readonly written: { readonly by: Declaration; readonly mention: Mention } | undefined;
  /** What it lies in, or looks at. */
  readonly thing?: string;
  /** Where this holds; everywhere, if nothing is said. */
  readonly hosts?: readonly string[];
};

export type LinksOf = (declaration: Declaration) => readonly Link[];

type Taken = Link & { readonly from: Declaration };
type Step = { readonly declaration: Declaration; readonly left: Link[] };

/** `starts` in the order of the text; who is told something at a line is told it once. */
export function cycleFaults(starts: readonly Declaration[], linksOf: LinksOf): readonly Fault[] {
  const faults = cyclesAmong(starts, linksOf).filter(happensSomewhere).flatMap(tellCycle);
  const told = new Set<string>();
  return faults.filter(({ source, start }) => {
    const place = `${source.file} ${(source as Declaration['piece']).index} ${start}`;
    return told.size < told.add(place).size;
  });
}

/** Rings of links, each resource of which comes after the next; every one is walked once, without recursion. */
function cyclesAmong(starts: readonly Declaration[], linksOf: LinksOf): readonly (readonly Taken[])[] {
  const cycles: Taken[][] = [];
  const done = new Set<Declaration>();
  for (const start of starts) {
    const path: Step[] = [];
    const taken: Taken[] = [];
    const onPath = new Map<Declaration, number>();
    const enter = (declaration: Declaration): void => {
      onPath.set(declaration, path.length);
      path.push({ declaration, left: [...linksOf(declaration)].reverse() });
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.left.pop();
      if (next === undefined) {
        done.add(top.declaration);
        onPath.delete(top.declaration);
        path.pop();
        taken.pop();
        continue;
      }
      const from = onPath.get(next.to);
      const link = { ...next, from: top.declaration };
      if (from !== undefined) {
        cycles.push([...taken.slice(from), link]);
      } else if (!done.has(next.to)) {
        taken.push(link);
        enter(next.to);
      }
    }
  }
  return cycles;
}

/** What follows from what lies in what holds on some hosts: a circle must be whole on one of them. */
function happensSomewhere(cycle: readonly Taken[]): boolean {
  const [first, ...others] = cycle.flatMap(({ hosts }) => (hosts === undefined ? [] : [hosts]));
  return first === undefined || first.some((host) => others.every((hosts) => hosts.includes(host)));
}

function tellCycle(cycle: readonly Taken[]): readonly Fault[] {
  const shown = cycle.slice(0, SHOWN_LIMIT).map(({ from }) => code(from.name));
  const [first] = shown;
  const more = cycle.length > SHOWN_LIMIT ? [`${cycle.length - SHOWN_LIMIT} more`] : [];
  const ring = [...shown, ...more, first].join(' after ');
  const implied = cycle.find(({ written }) => written === undefined);
  const message =
    cycle.length === 1 ? `${first} can't come after itself` : `These come after each other in a circle: ${ring}`;
  const places = cycle.slice(0, SHOWN_LIMIT + 1).map(({ from, written, thing, to }) => {
    const { piece, entry } = written?.by ?? from;
    const { start, end }: Span = written?.mention ?? entry.key;
    const words = written ? 'the circle goes on here' : `needs ${code(pathOf(thing))}, which ${code(to.name)} makes`;
    return { source: piece, start, end, message: words };
  });
  return cycle.flatMap(({ written }) => {
    if (written === undefined) return [];
    const { by, mention } = written;
    const related = places.filter(({ source, start }) => source !== by.piece || start !== mention.start);
    const extras = implied === undefined ? { suggestion: 'Remove one of these lines.' } : impliedExtras(implied);
    return faultAt(by.piece, mention, 'cycle', message, { ...extras, related });
  });
}

const pathOf = (thing = ''): string => thing.slice(thing.indexOf(':') + 1);

/** (What is written outranks what is inferred, so there is a first step all the same.) */
function impliedExtras({ from, to, thing }: Taken): { severity: 'warning'; suggestion: string } {
  const why = `${code(from.name)} needs ${code(pathOf(thing))}, which ${code(to.name)} makes`;
  return { severity: 'warning', suggestion: `${why}: it can only come first where that is there already.` };
}
