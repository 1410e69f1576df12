// Many at a time, but not more than so many: the only loops over hosts.
import type { Fleet, TurnEnd } from './fleet.ts';

/** Runs `work` for every item, at most `limit` at a time, and gives the results in the order of the items. */
export async function forEachLimited<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

/** Runs `work` for every host when its turn comes, and gives the results of those whose turn came. */
export async function inTurns<Result>(
  fleet: Fleet,
  work: (host: string) => Promise<Result>,
  endOf: (result: Result) => TurnEnd,
): Promise<ReadonlyMap<string, Result>> {
  const results = new Map<string, Result>();
  const running = new Map<string, Promise<void>>();
  const take = async (host: string): Promise<void> => {
    const result = await work(host);
    results.set(host, result);
    running.delete(host);
    fleet.ended(host, endOf(result));
  };
  for (;;) {
    for (let host = fleet.next(); host !== undefined; host = fleet.next()) running.set(host, take(host));
    if (running.size === 0) return results;
    await Promise.race(running.values());
  }
}
