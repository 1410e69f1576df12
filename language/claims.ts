// Two resources that would set one thing on one host: told at both places.
import type { ThingId } from '../modules/contract.ts';
import { type Problem, problemAt } from './problem.ts';
import type { ReadResource } from './resources.ts';
import { code } from './sentences.ts';

export function tellClaims(resources: ReadonlyMap<string, ReadResource>, problems: Problem[]): void {
  const claimed = new Map<string, ReadResource>();
  const told = new Set<string>();
  for (const read of resources.values()) {
    if (!read.isSound) continue;
    const { resource } = read;
    const thing = resource.module.key(resource.spec);
    for (const host of resource.hosts) {
      const claim = JSON.stringify([host, thing]);
      const first = claimed.get(claim);
      if (first === undefined) {
        claimed.set(claim, read);
        continue;
      }
      const pair = JSON.stringify([first.resource.address, resource.address]);
      if (told.has(pair)) continue;
      told.add(pair);
      tell(first, read, host, thing, problems);
      tell(read, first, host, thing, problems);
    }
  }
}

function tell(at: ReadResource, other: ReadResource, host: string, thing: ThingId, problems: Problem[]): void {
  const what = code(thing.slice(thing.indexOf(':') + 1));
  const { source, entry } = other.declaration;
  const message = `${code(other.resource.address)} sets ${what} on ${code(host)} too`;
  const related = [{ file: source.file, start: entry.key.start, end: entry.key.end, message: `also sets ${what}` }];
  const extras = { suggestion: 'Merge the two, or put them on different hosts with `on`.', related };
  problems.push(problemAt(at.declaration.source, at.declaration.entry.key, 'duplicate-claim', message, extras));
}
