// The one clock of all that says how long ago something was: it ticks while any of that is shown, and not otherwise. It does
// not know what is drawn.
import type * as vscode from 'vscode';

/** Ages are told in minutes, and coarser. */
export const AGE_MILLISECONDS = 60_000;

type Shown = {
  /** Whether there is an age to be seen now. */
  readonly isShown: () => boolean;
  readonly redraw: () => void;
};

export class Ages {
  readonly #all = new Set<Shown>();
  #ticking: NodeJS.Timeout | undefined;

  /** Has something drawn again while it is shown; `changes` tell that it may be shown now, or no longer. */
  follow(shown: Shown, ...changes: readonly vscode.Event<unknown>[]): vscode.Disposable {
    this.#all.add(shown);
    const subscriptions = changes.map((event) => event(() => this.#look()));
    this.#look();
    return {
      dispose: () => {
        for (const subscription of subscriptions) subscription.dispose();
        this.#all.delete(shown);
        this.#look();
      },
    };
  }

  #look(): void {
    if ([...this.#all].some(({ isShown }) => isShown())) {
      this.#ticking ??= setInterval(() => this.#tick(), AGE_MILLISECONDS);
      return;
    }
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }

  #tick(): void {
    for (const { isShown, redraw } of this.#all) if (isShown()) redraw();
  }
}
