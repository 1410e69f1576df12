// What the text asks of each host and of each resource, as marks: where the mark is the same and the host differs, the host
// has changed.
import { createHash } from 'node:crypto';
import { type Contents, specWithContents } from '../engine/contents.ts';
import type { Project } from '../engine/project.ts';
import type { ProjectPlan } from '../engine/result.ts';
import type { Wish } from './seen.ts';

const MARK_LENGTH = 16;

const markOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, MARK_LENGTH);

export function wishes(project: Project, contents: Contents): ReadonlyMap<string, Wish> {
  const marks = new Map(
    project.resources.map((resource) => [resource, markOf([resource.address, specWithContents(resource, contents)])]),
  );
  const wishOf = (host: string): Wish => {
    const asked = project.resources.filter((resource) => resource.hosts.includes(host));
    const resources = Object.fromEntries(asked.map((resource) => [resource.address, marks.get(resource) ?? '']));
    return { mark: markOf(resources), resources };
  };
  return new Map([...project.hosts.keys()].map((host) => [host, wishOf(host)]));
}

/** What a plan asks for: of a plan that is about a part of the text, that part, which is no wish for the rest to be as it is. */
export function wishesIn(plan: ProjectPlan, asked: ReadonlyMap<string, Wish>): ReadonlyMap<string, Wish> {
  const found = new Map<string, Wish>();
  for (const { host, result } of plan.hosts) {
    const wish = asked.get(host);
    if (!wish || !('plan' in result)) continue;
    const planned = new Set(result.plan.changes.map(({ address }) => address));
    const resources = Object.entries(wish.resources).filter(([address]) => planned.has(address));
    const isWhole = resources.length === Object.keys(wish.resources).length;
    const part = Object.fromEntries(resources);
    found.set(host, isWhole ? wish : { mark: markOf(part), resources: part });
  }
  return found;
}
