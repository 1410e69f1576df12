// Keeps the boards in step with the text: reads a project again when a file of it appears, changes or goes. It asks no
// host.
import { stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import * as vscode from 'vscode';
import { type SeenState, seenHost } from '../../disk/seen.ts';
import { readState } from '../../disk/state.ts';
import type { RunOutcome, RunSummary } from '../../engine/result.ts';
import type { Desk } from '../desk.ts';
import { type Noted, noted } from '../folds/news.ts';
import { findFolders, folderOf, isProjectFile } from '../texts.ts';

/** Reading a project again can wait for a pause in the typing; squiggles come from the server and don't. */
const TYPING_PAUSE_MILLISECONDS = 150;

/** With more news than this at a time, each is not looked at by itself. */
const NEWS_MAX = 50;
const IS_NO_NEWS = /[/\\](?:node_modules|\.git)[/\\]/;

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
  readonly #came = new Set<vscode.Uri>();
  #comePause: NodeJS.Timeout | undefined;

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
    if (isProjectFile(uri)) this.#readSoon(folderOf(uri));
  }

  /** Values of variables, or a module of a project itself: the same text says something else with them. */
  beside(uri: vscode.Uri): void {
    const path = uri.fsPath;
    for (const { folder } of this.#desk.boards.all()) {
      const isBeside = path === join(folder, '.env') || path.startsWith(join(folder, 'modules') + sep);
      if (isBeside) this.#readSoon(folder);
    }
  }

  /** A folder that goes takes the projects in it along, and of their files nothing is told. */
  gone(uri: vscode.Uri): void {
    const path = uri.fsPath;
    for (const { folder } of this.#desk.boards.all()) {
      if (folder === path || folder.startsWith(path + sep)) this.#readSoon(folder);
    }
  }

  /** The same for a folder that comes, from elsewhere or from a repository. */
  came(uri: vscode.Uri): void {
    if (isProjectFile(uri) || IS_NO_NEWS.test(uri.fsPath)) return;
    this.#came.add(uri);
    this.#comePause ??= setTimeout(() => {
      this.#comePause = undefined;
      this.#lookIn().catch((error: unknown) => this.#desk.log.error('could not look for projects', String(error)));
    }, TYPING_PAUSE_MILLISECONDS);
  }

  dispose(): void {
    clearTimeout(this.#comePause);
    for (const pause of this.#pauses.values()) clearTimeout(pause);
  }

  async #lookIn(): Promise<void> {
    const came = [...this.#came];
    this.#came.clear();
    const isFolder = async (uri: vscode.Uri): Promise<boolean> => {
      const found = await stat(uri.fsPath).catch(() => undefined);
      return found?.isDirectory() ?? false;
    };
    const isMany = came.length > NEWS_MAX;
    if (isMany || (await Promise.all(came.map(isFolder))).some(Boolean)) await this.all();
  }

  #readSoon(folder: string): void {
    clearTimeout(this.#pauses.get(folder));
    const pause = setTimeout(() => {
      this.#pauses.delete(folder);
      this.#readOrLog(folder);
    }, TYPING_PAUSE_MILLISECONDS);
    this.#pauses.set(folder, pause);
  }

  #readOrLog(folder: string): void {
    this.#read(folder).catch((error: unknown) => this.#desk.log.error(`could not read ${folder}`, String(error)));
  }

  async #read(folder: string): Promise<void> {
    const { project } = await this.#desk.readings.read(folder);
    if (project) await this.#note(folder, project.name);
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
  const folders = vscode.workspace.createFileSystemWatcher('**', false, true, false);
  const besides = ['**/.env', '**/modules/**/*.mjs'].map((glob) => vscode.workspace.createFileSystemWatcher(glob));
  const soon = (uri: vscode.Uri): void => reader.soon(uri);
  const beside = (uri: vscode.Uri): void => reader.beside(uri);
  const all = (): void => {
    reader.all().catch((error: unknown) => desk.log.error('could not look for projects', String(error)));
  };
  all();
  return vscode.Disposable.from(
    reader,
    watcher,
    folders,
    folders.onDidCreate((uri) => reader.came(uri)),
    folders.onDidDelete((uri) => reader.gone(uri)),
    watcher.onDidCreate(soon),
    watcher.onDidChange(soon),
    watcher.onDidDelete(soon),
    ...besides.flatMap((one) => [one, one.onDidCreate(beside), one.onDidChange(beside), one.onDidDelete(beside)]),
    vscode.workspace.onDidOpenTextDocument(({ uri }) => soon(uri)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => soon(uri)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document.uri)),
    vscode.workspace.onDidChangeWorkspaceFolders(all),
  );
}
