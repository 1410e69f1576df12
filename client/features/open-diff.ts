// "Show Diff": a file as it is on a host beside what the plan makes of it, in the diff editor.
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { diffTitle } from '../folds/diff.ts';
import type { Asked } from '../folds/request.ts';
import { plansOf } from '../folds/words.ts';
import { tellInfo } from '../messages.ts';
import { chooseFolder } from '../ready.ts';
import { diffUris } from './diff-documents.ts';

type FileChange = { readonly host: string; readonly path: string };

function fileChanges(desk: Desk, folder: string, asked: Asked): readonly FileChange[] {
  const plan = desk.plans.get(folder)?.plan;
  if (!plan) return [];
  return plansOf(plan)
    .filter(({ host }) => asked.hosts?.includes(host) ?? true)
    .flatMap(({ host, changes }) => changes.flatMap(({ contents }) => contents.map(({ path }) => ({ host, path }))))
    .filter(({ path }) => asked.path === undefined || path === asked.path);
}

async function pick(changes: readonly FileChange[]): Promise<FileChange | undefined> {
  if (changes.length < 2) return changes[0];
  const items = changes.map((change) => ({ label: change.path, description: change.host, change }));
  const options = { placeHolder: 'The diff of which file?', matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.change;
}

export async function openDiffCommand(desk: Desk, asked: Asked): Promise<void> {
  const folder = await chooseFolder(asked);
  if (folder === undefined) return;
  const changes = fileChanges(desk, folder, asked);
  if (changes.length === 0) {
    tellInfo(
      'The last plan changes no content of a file, so there is no diff to show. Plan again to see what is there now.',
    );
    return;
  }
  const change = await pick(changes);
  if (!change) return;
  const { now, wanted } = diffUris({ folder, ...change });
  await vscode.commands.executeCommand('vscode.diff', now, wanted, diffTitle(change.host, change.path));
}
