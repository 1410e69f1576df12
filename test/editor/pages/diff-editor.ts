// The diff editor that is open, with one diff or with several, as a person sees it. It may not ask the extension anything.
import type { Locator, Page } from 'playwright-core';

export class DiffEditor {
  readonly #area: Locator;

  constructor(page: Page) {
    this.#area = page.locator('.editor-group-container.active .monaco-diff-editor');
  }

  /** Waits until the left side, what there is, shows this text. */
  async leftShows(text: string): Promise<void> {
    await this.#area.locator('.editor.original .view-line', { hasText: text }).first().waitFor();
  }

  /** Waits until the right side, what is wanted, shows this text. */
  async rightShows(text: string): Promise<void> {
    await this.#area.locator('.editor.modified .view-line', { hasText: text }).first().waitFor();
  }
}

/** The editor with several diffs below each other. */
export class DiffsEditor {
  readonly #page: Page;
  readonly #area: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#area = page.locator('.editor-group-container.active .multiDiffEntry');
  }

  /** Waits until it is open under this title. */
  async isCalled(title: string): Promise<void> {
    await this.#page.locator('.tab.active', { hasText: title }).waitFor();
  }

  /** Waits until a line of any of them shows this text. */
  async shows(text: string): Promise<void> {
    await this.#area.locator('.view-line', { hasText: text }).first().waitFor();
  }
}
