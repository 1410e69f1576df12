// What operators of this extension are given: the ways to hosts, the person at the editor for questions, and where the
// engine's events go. The one file of client/ that knows hosts/.
import { hostname, userInfo } from 'node:os';
import type * as vscode from 'vscode';
import type { Reveal } from '../disk/contents.ts';
import { newRunId } from '../disk/run-id.ts';
import type { Dependencies } from '../engine/operate.ts';
import type { Project } from '../engine/project.ts';
import type { EngineEvent } from '../engine/result.ts';
import { openHost, type Way } from '../hosts/open.ts';
import { resourceSecrets } from '../hosts/secrets.ts';
import { waitFor } from '../hosts/wait.ts';
import type { Askers } from './asking.ts';
import type { Boards } from './boards.ts';
import type { Desk, Environments } from './desk.ts';
import { eventLine } from './folds/log.ts';
import { happened } from './folds/news.ts';
import { writeLog } from './messages.ts';

/** Who tells the secrets that resources have in their fields: the environment, or the person. */
export const secretsOf = ({ environments, askers }: Desk, folder: string, project: Project): Reveal =>
  resourceSecrets(askers.of(folder, project), environments.get(folder) ?? process.env);

export function connections(boards: Boards, environments: Environments, askers: Askers, log: vscode.LogOutputChannel) {
  return (folder: string, project: Project): Dependencies => {
    const debug = (line: string) => log.debug(line);
    // Both are looked up when a connection is made: `.env` may have been mended, or what was told forgotten since the last one.
    const way = (): Way => {
      const asker = askers.of(folder, project);
      const environment = environments.get(folder) ?? process.env;
      return { folder, asker, environment, hostKeys: 'ask', hosts: project.hosts, debug };
    };
    const emit = (event: EngineEvent): void => {
      boards.update(folder, (board) => happened(board, event));
      writeLog(log, eventLine(event));
    };
    return {
      openHost: (settings) => openHost(settings, way()),
      now: Date.now,
      wait: waitFor,
      newRunId: () => newRunId(Date.now()),
      who: `${userInfo().username}@${hostname()}`,
      emit,
    };
  };
}
