// Reads the texts of projects, and hands each to whoever shows it. A project is read from many sides (typing, a plan, a file
// that comes), and readings overlap: one that began before another which is shown already is too old to be shown.
import type { Boards } from './boards.ts';
import { declare } from './folds/board.ts';
import type { ProjectText } from './texts.ts';

/** A project without files is none. */
export const showOn =
  (boards: Pick<Boards, 'forget' | 'update'>) =>
  (folder: string, { files, mark, project, errors }: ProjectText): void => {
    if (files === 0) boards.forget(folder);
    else boards.update(folder, (board) => declare(board, mark, project, errors.length));
  };

export class Readings<Text> {
  readonly #read: (folder: string) => Promise<Text>;
  readonly #show: (folder: string, text: Text) => void;
  /** By folder: which of the readings is shown. */
  readonly #shown = new Map<string, number>();
  #begun = 0;

  constructor(read: (folder: string) => Promise<Text>, show: (folder: string, text: Text) => void) {
    this.#read = read;
    this.#show = show;
  }

  async read(folder: string): Promise<Text> {
    this.#begun += 1;
    const turn = this.#begun;
    const text = await this.#read(folder);
    if (turn > (this.#shown.get(folder) ?? 0)) {
      this.#shown.set(folder, turn);
      this.#show(folder, text);
    }
    return text;
  }
}
