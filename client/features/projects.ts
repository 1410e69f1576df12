// Keeps the boards in step with the text: reads a project again when a file of it appears, changes or goes. It asks no
// host.
import * as vscode from 'vscode';
import { type SeenState, seenHost } from '../../disk/seen.ts';
import { readState } from '../../disk/state.ts';
import type { RunOutcome, RunSummary } from '../../engine/result.ts';
import type { Desk } from '../desk.ts';
import { declare } from '../folds/board.ts';
import { type Noted, noted } from '../folds/news.ts';
import { findFolders, folderOf, isProjectFile, readText } from '../texts.ts';

/** Reading a project again can wait for a pause in the typing; squiggles come from the server and don't. */
const TYPING_PAUSE_MILLISECONDS = 150;

/** What state.vk.json notes of runs on each host; who began them is not among it. */
function seenRuns(state: SeenState): ReadonlyMap<string, Noted> {
  const runs = Object.keys(state.hosts).flatMap((host): [string, Noted][] => {
    const { run, touched = {} } = seenHost(state, host);
    if (!run) return [];
    const { id, outcome, at, undoes } = run;
    const startedAt = Math.round(Date.parse(at) / 1000);
    const more = { who: '', project: state.project, undoes, undoneBy: undefined };
    const summary: RunSummary = { run: id, outcome: outcome as RunOutcome, startedAt, ...more };
    return [[host, { run: summary, touched: new Map(Object.entries(touched)) }]];
  });
  return new Map(runs);
}

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
    if (text.project) await this.#note(folder, text.project.name);
  }

  /** The last runs as this machine saw them, where no host has told of more. */
  async #note(folder: string, project: string): Promise<void> {
    if (this.#desk.boards.get(folder).hosts.every(({ history }) => history)) return;
    const { state } = await readState(folder, project);
    const runs = state && seenRuns(state);
    if (runs && runs.size > 0) this.#desk.boards.update(folder, (board) => noted(board, runs));
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
