// "Cancel": asks the work that goes on to stop at the next safe point. A run on a host then goes back, or stops there, as
// the policy says.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import type { Asked } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { tellInfo } from '../messages.ts';

async function chooseWork(desk: Desk, asked: Asked): Promise<string | undefined> {
  const folders = desk.works.folders();
  if (asked.folder !== undefined) return folders.find((folder) => folder === asked.folder);
  if (folders.length < 2) return folders[0];
  const items = folders.map((folder) => ({
    label: desk.boards.get(folder).name,
    description: basename(folder),
    folder,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: say`Cancel which?` }))?.folder;
}

export async function cancelCommand(desk: Desk, asked: Asked): Promise<void> {
  if (desk.works.folders().length === 0) {
    tellInfo(say`viki is not at work, so there is nothing to cancel.`);
    return;
  }
  const folder = await chooseWork(desk, asked);
  if (folder !== undefined) desk.works.cancel(folder);
}
