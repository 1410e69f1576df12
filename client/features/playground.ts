// "Open the Playground": a host to try viki on, which is a temporary folder of this machine behind an ssh server of this
// window. It ends, and leaves nothing, with the window.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { type Stage, setStage } from '../../hosts/stage.ts';
import type { Desk } from '../desk.ts';
import type { Asked } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { tellError } from '../messages.ts';

const HEADING = [
  say`A host to play on: a folder of this machine,`,
  say`which only this machine can reach. It ends`,
  say`with this window, and nothing of it stays.`,
];

let open: Promise<Stage> | undefined;

async function openStage(): Promise<Stage> {
  open ??= setStage(HEADING);
  try {
    return await open;
  } catch (error) {
    open = undefined;
    throw error;
  }
}

/** Beside the walkthrough, which is to stay in sight; else where texts are. */
function columnFor(uri: vscode.Uri): vscode.ViewColumn {
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (shown?.viewColumn !== undefined) return shown.viewColumn;
  const isTextActive = vscode.window.activeTextEditor !== undefined;
  const isEmpty = vscode.window.tabGroups.activeTabGroup.activeTab === undefined;
  return isTextActive || isEmpty ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
}

/** Shows the playground's text, and gives its folder; undefined where there can be none, which has then been said. */
async function showPlayground(): Promise<string | undefined> {
  // A host needs `setsid` and /proc, which other systems lack.
  if (process.platform !== 'linux') {
    tellError(
      say`The playground makes a host of the machine that viki runs on, and hosts are Linux; this is ${process.platform}. Open a folder in WSL, in a container or over SSH, and try again there; or make a project for a Linux host of yours (viki: New Project).`,
    );
    return undefined;
  }
  const { project } = await openStage();
  const uri = vscode.Uri.file(join(project, 'shop.vk.yaml'));
  await vscode.window.showTextDocument(uri, { preview: false, viewColumn: columnFor(uri) });
  return project;
}

export async function playgroundCommand(): Promise<void> {
  await showPlayground();
}

/** Buttons of the walkthrough are about the playground, whatever else is open. */
export async function onPlayground(desk: Desk, command: (desk: Desk, asked: Asked) => unknown): Promise<void> {
  const folder = await showPlayground();
  if (folder !== undefined) await command(desk, { folder });
}

export async function closePlayground(): Promise<void> {
  const stage = await open?.catch(() => undefined);
  open = undefined;
  await stage?.close();
}
