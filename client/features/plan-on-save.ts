// Plans a project when a file of it is saved, where the setting `viki.planOnSave` asks for it. It interrupts nobody: what can't
// be planned just now (errors, other files unsaved, other work going on) is left for the next time, and what only a person
// can tell is asked for when they plan.
import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { folderOf, isProjectFile, readText } from '../texts.ts';
import { refreshCommand } from './plan.ts';

const isWanted = (uri: vscode.Uri): boolean =>
  vscode.workspace.isTrusted && vscode.workspace.getConfiguration('viki', uri).get<boolean>('planOnSave', false);

const isUnsaved = (folder: string): boolean =>
  vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.fsPath.startsWith(folder + sep));

const isFree = (desk: Desk, folder: string): boolean => !isUnsaved(folder) && !desk.works.isTaken(folder);

/** Whether a plan would begin. */
async function isReady(desk: Desk, folder: string): Promise<boolean> {
  if (!isFree(desk, folder)) return false;
  const { project, errors } = await readText(folder);
  // (somebody may have begun something while the text was read)
  return isFree(desk, folder) && project !== undefined && errors.length === 0 && project.hosts.size > 0;
}

export function registerPlanOnSave(desk: Desk): vscode.Disposable {
  const planning = new Set<string>();
  const again = new Set<string>();
  const plan = async (folder: string): Promise<void> => {
    if (planning.has(folder)) {
      again.add(folder);
      return;
    }
    planning.add(folder);
    try {
      do {
        again.delete(folder);
        if (await isReady(desk, folder)) await desk.works.quietly(folder, () => refreshCommand(desk, { folder }));
      } while (again.has(folder));
    } finally {
      planning.delete(folder);
    }
  };
  return vscode.workspace.onDidSaveTextDocument(({ uri }) => {
    if (!isProjectFile(uri) || !isWanted(uri)) return;
    plan(folderOf(uri)).catch((error: unknown) => desk.log.error(`could not plan ${uri.fsPath}`, String(error)));
  });
}
