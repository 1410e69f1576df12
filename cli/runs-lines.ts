// What hosts remember of runs, as lines of the terminal, the newest first. Pure.
import type { HostRuns } from '../engine/result.ts';
import { failureLines } from './plan-lines.ts';
import { droppedLine, runLine, type Telling } from './status-lines.ts';

function hostLines({ host, runs, awaiting, dropped, failure }: HostRuns, telling: Telling): readonly string[] {
  const { paint } = telling;
  if (failure) return failureLines(failure, paint);
  const lines = runs.toReversed().map((run) => {
    const waits = run.run === awaiting ? '; waits to be confirmed: `viki attach` does' : '';
    return `${runLine(run, telling)}${waits}`;
  });
  const older = dropped ? [droppedLine(paint)] : [];
  return [paint.bold(host), ...(lines.length === 0 ? ['  no runs yet'] : lines), ...older];
}

export const runsLines = (remembered: readonly HostRuns[], telling: Telling): readonly string[] =>
  remembered.flatMap((host) => hostLines(host, telling));
