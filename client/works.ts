// Work on a project's hosts, one at a time per project: shown as it goes on, and cancelled safely. It knows nothing of
// what the work is.

import * as vscode from 'vscode';
import type { Boards } from './boards.ts';
import { begin, cancelling, rest, unanswered, type Work } from './folds/board.ts';
import { progressOf, workWord } from './folds/progress.ts';
import { say } from './folds/spoken.ts';
import { tellWarning } from './messages.ts';

type Going = { readonly work: Work; readonly cancel: AbortController };

export class Works {
  readonly #boards: Boards;
  readonly #taken = new Set<string>();
  readonly #going = new Map<string, Going>();
  /** By folder: what would have been asked. */
  readonly #quiet = new Map<string, string[]>();

  constructor(boards: Boards) {
    this.#boards = boards;
  }

  folders(): readonly string[] {
    return [...this.#going.keys()];
  }

  /** Asks the work on this project to stop at the next safe point. */
  cancel(folder: string): void {
    const going = this.#going.get(folder);
    if (!going) return;
    this.#boards.update(folder, cancelling);
    going.cancel.abort();
  }

  /** Tells when the work that goes on in this project is cancelled; undefined while none does. */
  cancelOf(folder: string): AbortSignal | undefined {
    return this.#going.get(folder)?.cancel.signal;
  }

  isTaken(folder: string): boolean {
    return this.#taken.has(folder);
  }

  /**
   * Work that nobody clicked for shows its progress in the status bar only, and interrupts nobody: whatever only a person
   * could answer stays unanswered, and the board says what that is.
   */
  async quietly(folder: string, command: () => Promise<void>): Promise<void> {
    const unasked: string[] = [];
    this.#quiet.set(folder, unasked);
    try {
      await command();
    } finally {
      this.#quiet.delete(folder);
      this.#boards.update(folder, (board) => unanswered(board, unasked[0]));
    }
  }

  /** Whether a question must not be asked now. `what` it would be answered with is shown instead. */
  isHushed(folder: string, what: string): boolean {
    const unasked = this.#quiet.get(folder);
    unasked?.push(what);
    return unasked !== undefined;
  }

  /** Whether something was not asked, so that it is known already why the work did not come far. */
  hasUnasked(folder: string): boolean {
    return (this.#quiet.get(folder)?.length ?? 0) > 0;
  }

  /** Runs a command alone in its project; while another one is not finished, says so instead. */
  async alone(folder: string, command: () => Promise<void>): Promise<void> {
    if (this.#taken.has(folder)) {
      this.#sayTaken(folder);
      return;
    }
    this.#taken.add(folder);
    try {
      await command();
    } finally {
      this.#taken.delete(folder);
      this.#boards.stir();
    }
  }

  /** Shows work with its progress and a way to cancel it; part of a command that runs alone. */
  async run<T>(
    folder: string,
    work: Work,
    hosts: readonly string[] | undefined,
    task: (cancel: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const cancel = new AbortController();
    this.#going.set(folder, { work, cancel });
    this.#boards.update(folder, (board) => begin(board, work, hosts));
    await this.#showBusy();
    try {
      return await this.#withProgress(folder, work, () => task(cancel.signal));
    } finally {
      this.#going.delete(folder);
      this.#boards.update(folder, rest);
      await this.#showBusy();
    }
  }

  #sayTaken(folder: string): void {
    const { name } = this.#boards.get(folder);
    const going = this.#going.get(folder);
    if (!going) {
      tellWarning(say`${name}: another command is not finished; it waits for a host, or for your answer.`);
      return;
    }
    const message = say`${name}: ${workWord(going.work).toLowerCase()} still goes on. Wait until it has ended, or cancel it.`;
    const action = () => {
      if (this.#going.get(folder) === going) this.cancel(folder);
    };
    tellWarning(message, { title: say`Cancel It`, action });
  }

  #showBusy(): Thenable<unknown> {
    return vscode.commands.executeCommand('setContext', 'viki.busy', this.#going.size > 0);
  }

  #withProgress<T>(folder: string, work: Work, task: () => Promise<T>): Thenable<T> {
    const title = `${workWord(work)} ${this.#boards.get(folder).name}`;
    const { Notification, Window } = vscode.ProgressLocation;
    const options = { location: this.#quiet.has(folder) ? Window : Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      let reached = 0;
      const report = (): void => {
        const now = progressOf(this.#boards.get(folder));
        if (!now) return;
        progress.report({ message: now.text, increment: Math.max(0, now.fraction - reached) * 100 });
        reached = Math.max(reached, now.fraction);
      };
      const subscriptions = [
        this.#boards.onDidChange(report),
        token.onCancellationRequested(() => this.cancel(folder)),
      ];
      try {
        return await task();
      } finally {
        for (const subscription of subscriptions) subscription.dispose();
      }
    });
  }
}
