// The boards of all known projects, and the news that one has changed. It holds plain data and asks nobody.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type Board, emptyBoard } from './folds/board.ts';

/** A run on many hosts tells a lot at once: the views are drawn again at most this often. */
const REDRAW_PAUSE_MILLISECONDS = 40;

export class Boards implements vscode.Disposable {
  readonly #boards = new Map<string, Board>();
  readonly #changed = new vscode.EventEmitter<void>();
  #pause: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  get(folder: string): Board {
    return this.#boards.get(folder) ?? emptyBoard(folder, basename(folder));
  }

  /** In the order of their folders, so that rows do not jump. */
  all(): readonly Board[] {
    return [...this.#boards.values()].sort((one, other) => (one.folder < other.folder ? -1 : 1));
  }

  update(folder: string, fold: (board: Board) => Board): void {
    this.#boards.set(folder, fold(this.get(folder)));
    this.#redrawSoon();
  }

  forget(folder: string): void {
    if (this.#boards.delete(folder)) this.#redrawSoon();
  }

  /** Nothing on a board is otherwise, but what goes on in a project is: whoever waits for it looks again. */
  stir(): void {
    this.#redrawSoon();
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#changed.dispose();
  }

  #redrawSoon(): void {
    this.#pause ??= setTimeout(() => {
      this.#pause = undefined;
      this.#changed.fire();
    }, REDRAW_PAUSE_MILLISECONDS);
  }
}
