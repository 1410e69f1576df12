// "Follow Runs": goes on following what was set going on hosts, by this window or another, and tells how it ended. What a
// closed window left is found by itself when the project is opened again; no other host is asked anything for that.

import * as vscode from 'vscode';
import { type Wish, withResults } from '../../disk/seen.ts';
import type { ApplyResult } from '../../engine/result.ts';
import type { Desk } from '../desk.ts';
import { resultLines } from '../folds/log.ts';
import { ended, narrowed } from '../folds/news.ts';
import type { Asked } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { type Going, goingOn, planOf, unheardOf } from '../going.ts';
import { askAfter } from '../history.ts';
import { tellInfo, writeLog } from '../messages.ts';
import { noteSeen } from '../note.ts';
import { onProject, type Ready } from '../ready.ts';
import { tellResults } from '../results.ts';

/** A host that knows nothing of its run was not changed by it. */
function orNotBegun(result: ApplyResult): ApplyResult {
  if (result.failure?.kind !== 'nothing-to-undo') return result;
  const message = say`its turn had not come when it was last heard of`;
  const hint = say`nothing was touched here; apply again`;
  return {
    ...result,
    run: undefined,
    outcome: 'not-begun',
    failure: { ...result.failure, kind: 'not-begun', message, hint },
  };
}

const wishesOf = ({ runs }: Going): ReadonlyMap<string, Wish> =>
  new Map(runs.flatMap(({ host, wish }) => (wish ? [[host, wish] as const] : [])));

/** Follows the run on each of these hosts to its end: the one that was noted, else the one that the host says goes on. */
async function follow(desk: Desk, ready: Ready, all: Going | undefined, hosts: readonly string[]): Promise<void> {
  const { folder, project, mark } = ready;
  const here = all && goingOn(all, hosts);
  const going = here && here.runs.length > 0 ? here : undefined;
  const isNoted = (host: string): boolean => going?.runs.some((run) => run.host === host) ?? false;
  const work = going?.work ?? 'apply';
  const results = await desk.works.run(folder, work, hosts, (cancel) =>
    desk.operators.use(folder, project, (operator) =>
      Promise.all(
        hosts.map((host) => {
          const noted = going?.runs.find((candidate) => candidate.host === host);
          return operator.attach(project, host, noted?.run, cancel);
        }),
      ),
    ),
  );
  const found = results.flatMap((result) => {
    if (isNoted(result.host)) return [orNotBegun(result)];
    return result.outcome === 'not-begun' ? [] : [result];
  });
  writeLog(desk.log, resultLines(results, work));
  if (all) await desk.going.write(folder, unheardOf(all, results));
  if (found.length === 0) {
    tellInfo(say`${project.name}: no run goes on, and none was broken off.`);
    return;
  }
  desk.boards.update(folder, (board) => {
    const known = going ? narrowed(board, planOf(going)) : board;
    return ended(known, work, found, going?.mark ?? mark, Date.now());
  });
  tellResults(desk, ready, work, found);
  await askAfter(desk, folder, project, found);
  if (going)
    await noteSeen(desk, ready, (state) => withResults(state, planOf(going), found, wishesOf(going), Date.now()));
}

export const attachCommand = (desk: Desk, asked: Asked): Promise<void> =>
  onProject(desk, asked, async (ready) => {
    const going = await desk.going.read(ready.folder);
    await follow(desk, ready, going, ready.hosts ?? [...ready.project.hosts.keys()]);
  });

/** Another window may follow the same runs: each shows them, and whoever hears the end first takes the note away. */
async function findAgain(desk: Desk, folder: string, going: Going): Promise<void> {
  const declared = new Set(desk.boards.get(folder).hosts.map(({ name }) => name));
  const hosts = going.runs.map(({ host }) => host).filter((host) => declared.has(host));
  // (hosts that left the text can't be reached any more; they remember their runs themselves)
  if (hosts.length === 0) return desk.going.write(folder, { ...going, runs: [] });
  desk.log.info(
    `${folder}: going on with what was begun ${new Date(going.startedAt).toISOString()} on ${hosts.join(', ')}`,
  );
  await onProject(desk, { folder, hosts }, (ready) => follow(desk, ready, going, ready.hosts ?? hosts));
}

/** Looks once for each project, as soon as it is known and trusted, and nobody has begun something else in it. */
export function registerAttach(desk: Desk): vscode.Disposable {
  const looked = new Set<string>();
  const openedAt = Date.now();
  const lookIn = async (folder: string): Promise<void> => {
    const going = await desk.going.read(folder);
    // (what this window has begun itself was told of)
    if (!going || going.startedAt >= openedAt) return;
    // (it is looked again when that is over)
    if (desk.works.isTaken(folder)) looked.delete(folder);
    else await findAgain(desk, folder, going);
  };
  const look = (): void => {
    if (!vscode.workspace.isTrusted) return;
    for (const { folder, errors } of desk.boards.all()) {
      if (looked.has(folder) || desk.works.isTaken(folder) || errors > 0) continue;
      looked.add(folder);
      lookIn(folder).catch((error: unknown) => desk.log.error(`could not follow runs of ${folder}`, String(error)));
    }
  };
  return vscode.Disposable.from(desk.boards.onDidChange(look), vscode.workspace.onDidGrantWorkspaceTrust(look));
}
