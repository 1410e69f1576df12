// Keeps the boards in step with the text: reads a project again when a file of it appears, changes or goes. It asks no
// host.
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { declare } from '../folds/board.ts';
import { findFolders, folderOf, isProjectFile, readText } from '../texts.ts';

/** Reading a project again can wait for a pause in the typing; squiggles come from the server and don't. */
const TYPING_PAUSE_MILLISECONDS = 150;

class Reader implements vscode.Disposable {
  readonly #desk: Desk;
  readonly #pauses = new Map<string, NodeJS.Timeout>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** All projects there are; boards of those that are gone go too. */
  async all(): Promise<void> {
    const folders = await findFolders();
    for (const { folder } of this.#desk.boards.all()) if (!folders.includes(folder)) this.#desk.boards.forget(folder);
    await Promise.all(folders.map((folder) => this.#read(folder)));
  }

  soon(uri: vscode.Uri): void {
    if (!isProjectFile(uri)) return;
    const folder = folderOf(uri);
    clearTimeout(this.#pauses.get(folder));
    const pause = setTimeout(() => {
      this.#pauses.delete(folder);
      this.#readOrLog(folder);
    }, TYPING_PAUSE_MILLISECONDS);
    this.#pauses.set(folder, pause);
  }

  dispose(): void {
    for (const pause of this.#pauses.values()) clearTimeout(pause);
  }

  #readOrLog(folder: string): void {
    this.#read(folder).catch((error: unknown) => this.#desk.log.error(`could not read ${folder}`, String(error)));
  }

  async #read(folder: string): Promise<void> {
    const text = await readText(folder);
    if (text.files === 0) this.#desk.boards.forget(folder);
    else this.#desk.boards.update(folder, (board) => declare(board, text.mark, text.project, text.errors.length));
  }
}

export function registerProjects(desk: Desk): vscode.Disposable {
  const reader = new Reader(desk);
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.vk.yaml');
  const soon = (uri: vscode.Uri): void => reader.soon(uri);
  const all = (): void => {
    reader.all().catch((error: unknown) => desk.log.error('could not look for projects', String(error)));
  };
  all();
  return vscode.Disposable.from(
    reader,
    watcher,
    watcher.onDidCreate(soon),
    watcher.onDidChange(soon),
    watcher.onDidDelete(soon),
    vscode.workspace.onDidOpenTextDocument(({ uri }) => soon(uri)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => soon(uri)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document.uri)),
    vscode.workspace.onDidChangeWorkspaceFolders(all),
  );
}
