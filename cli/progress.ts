// What goes on while hosts are asked and changed: one line that moves on a terminal, plain lines elsewhere.

import { type Board, begin, cancelling, declare, emptyBoard, rest, type Work } from '../client/folds/board.ts';
import { eventLine } from '../client/folds/log.ts';
import { happened, planned } from '../client/folds/news.ts';
import { progressOf, workWord } from '../client/folds/progress.ts';
import type { Project } from '../engine/project.ts';
import type { EngineEvent, ProjectPlan } from '../engine/result.ts';
import type { Terminal } from './terminal.ts';

export class Progress {
  readonly #terminal: Terminal;
  #board: Board;

  constructor(terminal: Terminal, project: Project) {
    this.#terminal = terminal;
    this.#board = declare(emptyBoard('', project.name), '', project, 0);
  }

  begin(work: Work, hosts: readonly string[] | undefined): void {
    this.#board = begin(this.#board, work, hosts);
    this.#draw();
  }

  readonly event = (event: EngineEvent): void => {
    const { isVerbose, hasStatus } = this.#terminal;
    for (const { level, text } of eventLine(event)) {
      // On a terminal the moving line says it; what went wrong is told once more at the end, with its reason.
      if (isVerbose || (level === 'info' && !hasStatus)) this.#terminal.tell(text);
    }
    // (the board is for the moving line alone, and takes a look at every host for every event)
    if (!hasStatus) return;
    this.#board = happened(this.#board, event);
    this.#draw();
  };

  /** Hosts that have their plan are known not to be waited for. */
  planned(plan: ProjectPlan): void {
    this.#board = planned(this.#board, plan, '', 0);
  }

  cancelling(): void {
    this.#board = cancelling(this.#board);
    this.#draw();
  }

  end(): void {
    this.#board = rest(this.#board);
    this.#terminal.clearStatus();
  }

  #draw(): void {
    const progress = progressOf(this.#board);
    if (!progress || !this.#board.working) return;
    this.#terminal.status(`${workWord(this.#board.working.work)}: ${progress.text}`);
  }
}
