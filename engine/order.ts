// The order in which a host's resources are taken: what they say (`after`), then what can be inferred, then the text.
import { isToGo } from '../modules/contract.ts';
import type { Resource } from './project.ts';

export type Orderable = {
  readonly resource: Resource;
  /** What it makes: the thing that it claims first, and then what else comes to be by it. */
  readonly claims: readonly string[];
  readonly needs: ReadonlySet<string>;
};

type Edges = ReadonlyMap<Orderable, ReadonlySet<Orderable>>;

/** Who must come before whom. A thing that one claims and another looks at is made before it is looked at. */
function predecessors(items: readonly Orderable[], infer: boolean): Edges {
  const byAddress = new Map(items.map((item) => [item.resource.address, item]));
  const edges = new Map(items.map((item) => [item, new Set<Orderable>()]));
  for (const [item, before] of edges) {
    for (const address of item.resource.after) {
      const other = byAddress.get(address);
      if (other) before.add(other);
    }
  }
  if (infer) addInferred(items, edges);
  return edges;
}

function addInferred(items: readonly Orderable[], edges: ReadonlyMap<Orderable, Set<Orderable>>): void {
  const made = items.flatMap((item) => item.claims.slice(1).map((claim) => [claim, item] as const));
  // (of two that make a thing, the one that claims it comes first)
  const byClaim = new Map([
    ...made,
    ...items.flatMap((item) => item.claims.slice(0, 1).map((claim) => [claim, item] as const)),
  ]);
  for (const item of items) {
    for (const thing of item.needs) {
      const maker = byClaim.get(thing);
      if (!maker || maker === item) continue;
      // What is taken away goes after whatever is in it or looks at it.
      if (isToGo(maker.resource.module, maker.resource.spec)) edges.get(maker)?.add(item);
      else edges.get(item)?.add(maker);
    }
  }
}

/** Always the first of the text that waits for nothing; undefined if some wait for each other. */
function sorted(items: readonly Orderable[], edges: Edges): readonly Orderable[] | undefined {
  const done = new Set<Orderable>();
  const order: Orderable[] = [];
  const visiting = new Set<Orderable>();
  const visit = (item: Orderable): boolean => {
    if (done.has(item)) return true;
    if (visiting.has(item)) return false;
    visiting.add(item);
    for (const before of edges.get(item) ?? []) if (!visit(before)) return false;
    visiting.delete(item);
    done.add(item);
    order.push(item);
    return true;
  };
  return items.every(visit) ? order : undefined;
}

/** What people wrote outranks what was inferred; a circle in `after` itself was a problem of the text already. */
export function inOrder(items: readonly Orderable[]): readonly Orderable[] {
  return sorted(items, predecessors(items, true)) ?? sorted(items, predecessors(items, false)) ?? items;
}
