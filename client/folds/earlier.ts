// What stands between a plan and its apply: a run of somebody else that goes on or was broken off, and what becomes of it.
// Pure: it may not import vscode; the time is handed in.

import type { HostPlan, RunOutcome, RunSummary } from '../../engine/result.ts';
import { say } from './spoken.ts';
import { runText } from './words.ts';

/** The run that is not done with. */
export const openRun = ({ runs }: HostPlan): RunSummary | undefined =>
  runs.findLast(({ outcome }) => outcome === 'running' || outcome === 'unfinished');

/** Runs that had been broken off, and were dealt with when this plan was made. */
export const mendedRuns = ({ runs }: HostPlan): readonly RunSummary[] => runs.filter(({ mended }) => mended);

const MENDED: { readonly [outcome in RunOutcome]?: string } = {
  undone: say`it was walked back just now`,
  done: say`it had been confirmed, so it stays as it is`,
  stopped: say`what it did stays, as its policy says`,
  stuck: say`it could not be walked back`,
};

/** A line for each of them: whose it is, since when, and what is done about it. */
export function earlierTexts(plan: HostPlan, now: number): readonly string[] {
  const mended = mendedRuns(plan).map(
    (run) =>
      say`the run ${run.run} (${runText(run, now)}) had been broken off: ${MENDED[run.outcome as RunOutcome] ?? run.outcome}`,
  );
  const open = openRun(plan);
  if (!open) return mended;
  const whose = `${open.run} (${runText(open, now)})`;
  const text =
    open.outcome === 'running'
      ? say`the run ${whose} goes on there: nothing else is done before it ends`
      : say`the run ${whose} was broken off there: it is walked back before anything else is done, or left where it is if its policy says so, and then this plan must be made anew`;
  return [...mended, text];
}
