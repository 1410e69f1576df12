// What operators of this extension are given: the ways to hosts, the person at the editor for questions, and where the
// engine's events go. The one file of client/ that knows hosts/.
import { hostname, userInfo } from 'node:os';
import type * as vscode from 'vscode';
import { newRunId } from '../disk/run-id.ts';
import type { Dependencies } from '../engine/operate.ts';
import type { Project } from '../engine/project.ts';
import type { EngineEvent } from '../engine/result.ts';
import { QueuedAsker } from '../hosts/asker.ts';
import { openHost, type Way } from '../hosts/open.ts';
import { editorAsker } from './asking.ts';
import type { Boards } from './boards.ts';
import { happened } from './folds/board.ts';
import { eventLine } from './folds/log.ts';
import { writeLog } from './tell.ts';

export function connections(boards: Boards, log: vscode.LogOutputChannel) {
  return (folder: string, project: Project): Dependencies => {
    // One for each set of settings: what was told for a host is for the machine that it stood for then.
    const asker = new QueuedAsker(editorAsker);
    const debug = (line: string) => log.debug(line);
    const way: Way = { asker, environment: process.env, hostKeys: 'ask', hosts: project.hosts, debug };
    const emit = (event: EngineEvent): void => {
      boards.update(folder, (board) => happened(board, event));
      writeLog(log, eventLine(event));
    };
    return {
      openHost: (settings) => openHost(settings, way),
      now: Date.now,
      newRunId: () => newRunId(Date.now()),
      who: `${userInfo().username}@${hostname()}`,
      emit,
    };
  };
}
