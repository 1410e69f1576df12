// What `after` comes to: cycles, shown at the lines that make them, and orders that can have no effect.
import { type Problem, problemAt } from './problem.ts';
import type { ReadResource } from './resources.ts';
import { code } from './sentences.ts';

/** How many resources of a circle its message names, and how many of its lines each problem points at. */
const SHOWN_LIMIT = 8;

type Resources = ReadonlyMap<string, ReadResource>;

export function tellOrder(resources: Resources, problems: Problem[]): void {
  for (const cycle of cyclesOf(resources)) tellCycle(resources, cycle, problems);
  for (const { resource, declaration, after } of resources.values()) {
    for (const mention of after) {
      const earlier = resources.get(mention.name)?.resource;
      if (earlier === undefined || earlier.hosts.some((host) => resource.hosts.includes(host))) continue;
      if (earlier.hosts.length === 0 || resource.hosts.length === 0) continue;
      const message = `${code(resource.address)} and ${code(mention.name)} are never on the same host, so this orders nothing`;
      problems.push(problemAt(declaration.source, mention, 'order-without-effect', message, { severity: 'warning' }));
    }
  }
}

/** Rings of addresses, each of which comes after the next; every resource is walked once, without recursion. */
function cyclesOf(resources: Resources): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of resources.keys()) {
    const path: { readonly address: string; readonly left: string[] }[] = [];
    const onPath = new Set<string>();
    const enter = (address: string) => {
      path.push({ address, left: [...(resources.get(address)?.resource.after ?? [])].reverse() });
      onPath.add(address);
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.left.pop();
      if (next === undefined) {
        done.add(top.address);
        onPath.delete(top.address);
        path.pop();
      } else if (onPath.has(next)) {
        const ring = path.map((step) => step.address);
        cycles.push(ring.slice(ring.indexOf(next)));
      } else if (!done.has(next)) {
        enter(next);
      }
    }
  }
  return cycles;
}

function tellCycle(resources: Resources, cycle: readonly string[], problems: Problem[]): void {
  const links = cycle.flatMap((address, index) => {
    const from = resources.get(address);
    const next = cycle[(index + 1) % cycle.length];
    const mention = from?.after.find((candidate) => candidate.name === next);
    return from && mention ? [{ source: from.declaration.source, mention }] : [];
  });
  const first = cycle[0] ?? '';
  const shown = cycle.slice(0, SHOWN_LIMIT).map(code);
  const ring = [...shown, ...(cycle.length > SHOWN_LIMIT ? [`${cycle.length - SHOWN_LIMIT} more`] : []), code(first)];
  const message =
    cycle.length === 1
      ? `${code(first)} can't come after itself`
      : `These come after each other in a circle: ${ring.join(' after ')}`;
  const places = links.slice(0, SHOWN_LIMIT + 1).map(({ source, mention: { start, end } }) => {
    return { file: source.file, start, end, message: 'the circle goes on here' };
  });
  for (const { source, mention } of links) {
    const related = places.filter(({ file, start }) => file !== source.file || start !== mention.start);
    const extras = { suggestion: 'Remove one of these lines.', related };
    problems.push(problemAt(source, mention, 'cycle', message, extras));
  }
}
