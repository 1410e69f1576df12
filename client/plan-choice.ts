// How the view "Plan" shows plans, and what was unchecked of them. It holds that, tells when it changes, and does nothing.
import * as vscode from 'vscode';
import { type Choice, choose, EVERYTHING, type Item } from './folds/choice.ts';
import type { PlanShown } from './folds/plan-rows.ts';

export class PlanChoice implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #choices = new Map<string, Choice>();
  #shown: PlanShown = { by: 'host', onlyChanges: true, filter: '' };

  readonly onDidChange = this.#changed.event;

  get shown(): PlanShown {
    return this.#shown;
  }

  show(more: Partial<PlanShown>): void {
    this.#shown = { ...this.#shown, ...more };
    this.#changed.fire();
  }

  of(folder: string): Choice {
    return this.#choices.get(folder) ?? EVERYTHING;
  }

  choose(folder: string, items: readonly Item[], isWanted: boolean): void {
    this.#choices.set(folder, choose(this.of(folder), items, isWanted));
    this.#changed.fire();
  }

  /** A new plan is whole again. */
  forget(folder: string): void {
    if (this.#choices.delete(folder)) this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
