// The box at the top of the window: opening files, running commands, answering questions. It may not ask the extension anything.
import type { Locator, Page } from 'playwright-core';
import { doUntilSeen } from './seen.ts';

export class QuickInput {
  readonly #page: Page;
  readonly #box: Locator;
  readonly #field: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#box = page.locator('.quick-input-widget');
    this.#field = this.#box.locator('input.input');
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.#page.keyboard.press('Control+P');
    await this.#field.fill(name);
    await this.row(name).click();
    await this.#page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Runs a command by the title that the palette shows, such as `viki: Apply`. */
  async run(title: string): Promise<void> {
    const row = this.row(title);
    // The palette holds what may be done at the moment when it opens: a window that has just come up is asked again.
    await doUntilSeen(row, async (isAgain) => {
      if (isAgain) await this.#page.keyboard.press('Escape');
      await this.#page.keyboard.press('F1');
      await this.#field.fill(`>${title}`);
    });
    // (Enter would take the first entry, of a list that may not have been filtered yet)
    await row.click();
  }

  /** Looks whether the palette offers a command, which it must not. */
  async lacks(title: string): Promise<void> {
    await this.#page.keyboard.press('F1');
    await this.#field.fill(`>${title}`);
    await this.#box.filter({ hasText: 'No matching commands' }).or(this.row('similar commands')).waitFor();
    if ((await this.row(title).count()) > 0) throw new Error(`the palette offers ${title}`);
    await this.#page.keyboard.press('Escape');
  }

  /** Types an answer into the question that is asked; `question` is part of its text. */
  async answer(question: string, words: string): Promise<void> {
    await this.#box.filter({ hasText: question }).waitFor();
    await this.#field.fill(words);
    await this.#field.press('Enter');
  }

  /** Types an answer that is not taken, and waits until the question says why. */
  async refuses(question: string, words: string, why: string): Promise<void> {
    const box = this.#box.filter({ hasText: question });
    await box.waitFor();
    await this.#field.fill(words);
    await this.#box.filter({ hasText: why }).waitFor();
  }

  /** All that the question says. */
  async text(): Promise<string> {
    return await this.#box.innerText();
  }

  /** Whether anything is asked. */
  async isOpen(): Promise<boolean> {
    return await this.#box.isVisible();
  }

  /** Waits for a question with these words. */
  async asks(words: string | RegExp): Promise<void> {
    await this.#box.filter({ hasText: words }).waitFor();
  }

  /** Presses the button of the question whose tooltip has these words. */
  async button(words: string): Promise<void> {
    await this.#box.locator(`.quick-input-titlebar a[aria-label*="${words}"]`).first().click();
  }

  /** Checks the entries with these texts in a list where several can be, and takes them. */
  async check(entries: readonly (string | RegExp)[]): Promise<void> {
    for (const words of entries)
      await this.row(words).locator('.monaco-checkbox, input[type=checkbox]').first().click();
    await this.#box.getByRole('button', { name: 'OK', exact: true }).click();
  }

  /** Takes the entry with this text from the list that is offered. */
  async pick(words: string): Promise<void> {
    await this.row(words).click();
  }

  /** The first entry with this text in the list that is offered. */
  row(words: string | RegExp): Locator {
    return this.#box.locator('.quick-input-list .monaco-list-row', { hasText: words }).first();
  }
}
