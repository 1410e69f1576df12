// Runs of the host in memory, and how they stand to each other: which undid which, which restarts they owe. Pure.
import type { RunRequest } from '../../engine/host.ts';
import type { ThingId } from '../../modules/contract.ts';

export type SimRun = {
  readonly request: RunRequest;
  readonly events: string[];
  readonly things: readonly ThingId[];
  /** What nobody owed before it. */
  readonly owed: Set<string>;
  outcome: string | undefined;
};

/** Newest first, each with the run that undid it and was not undone itself. */
export function listed(
  runs: Iterable<SimRun>,
): readonly { readonly run: SimRun; readonly undoneBy: string | undefined }[] {
  const undone = new Map<string, string>();
  return [...runs].toReversed().map((run) => {
    const undoneBy = undone.get(run.request.run);
    if (run.outcome === 'done' && undoneBy === undefined && run.request.undoes !== undefined) {
      undone.set(run.request.undoes, run.request.run);
    }
    return { run, undoneBy };
  });
}

/** The resources that act because of others are to do so, whatever becomes of this run. `all`: what is owed on the host. */
export function owe({ request, owed }: SimRun, all: Set<string>): void {
  for (const { address, acts } of request.resources) {
    if (acts.length === 0 || all.has(address)) continue;
    owed.add(address);
    all.add(address);
  }
}

/** Nothing of a run is left: whatever only it owed is owed to nobody. */
export function settleOwn({ owed }: SimRun, all: Set<string>): void {
  for (const address of owed) all.delete(address);
}
