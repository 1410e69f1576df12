// Asks hosts what they remember of runs, for the views. It begins nothing and changes nothing.
import type { Project } from '../engine/project.ts';
import type { ApplyResult, HostFailure } from '../engine/result.ts';
import type { Desk } from './desk.ts';
import { remembered } from './folds/news.ts';

/** Asks these hosts, or all; gives back which of them did not tell. */
export async function askHistory(
  desk: Desk,
  folder: string,
  project: Project,
  hosts: readonly string[] | undefined,
): Promise<readonly HostFailure[]> {
  const told = await desk.operators.use(folder, project, (operator) =>
    operator.runs(project, hosts === undefined ? {} : { hosts }),
  );
  desk.boards.update(folder, (board) => remembered(board, told));
  return told.flatMap(({ failure }) => (failure ? [failure] : []));
}

/** Hosts where a run has just ended, over the connection that it was followed on. */
export async function askAfter(
  desk: Desk,
  folder: string,
  project: Project,
  results: readonly ApplyResult[],
): Promise<void> {
  const heard = results.filter(({ run, failure }) => run !== undefined && failure?.kind !== 'lost');
  const failures =
    heard.length === 0
      ? []
      : await askHistory(
          desk,
          folder,
          project,
          heard.map(({ host }) => host),
        );
  for (const { host, message } of failures) desk.log.warn(`${host} does not tell of its runs: ${message}`);
}
