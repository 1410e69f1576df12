// What a resource of a run builds upon: under the policy `continue`, what builds upon something that failed is skipped.
// Pure.
import type { ThingId } from '../modules/contract.ts';

/** A resource on the way of a plan, as far as the others are concerned. */
export type Dependant = {
  readonly address: string;
  /** The resources that it says it comes after, or is restarted by. */
  readonly after: readonly string[];
  /** Resources whose change makes it act again. */
  readonly restartedBy?: readonly string[];
  readonly looksAt: ReadonlySet<ThingId>;
  readonly changes: readonly ThingId[];
  /** It does something that leaves no state: a restart. */
  readonly acts?: boolean;
};

/**
 * For each of them that changes something, the places of those among these that it builds upon, in the order of the plan.
 * It builds upon what it names and upon what makes the things that it looks at; also by way of one that needs no change.
 */
export function needsOf(dependants: readonly Dependant[]): readonly (readonly number[])[] {
  const places = new Map<Dependant, number>();
  const all = dependants.map((dependant, index) => {
    const direct = dependants.slice(0, index).filter((earlier) => buildsUpon(dependant, earlier));
    if (dependant.changes.length > 0 || dependant.acts) places.set(dependant, places.size);
    return { dependant, direct };
  });
  const reached = new Map<Dependant, ReadonlySet<number>>();
  for (const { dependant, direct } of all) {
    const needs = direct.flatMap((earlier) => {
      const place = places.get(earlier);
      return place === undefined ? [...(reached.get(earlier) ?? [])] : [place];
    });
    reached.set(dependant, new Set(needs));
  }
  return [...places.keys()].map((dependant) => [...(reached.get(dependant) ?? [])].toSorted((a, b) => a - b));
}

const buildsUpon = (later: Dependant, earlier: Dependant): boolean =>
  later.after.includes(earlier.address) || earlier.changes.some((id) => later.looksAt.has(id));
