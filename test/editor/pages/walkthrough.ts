// The walkthrough as a person follows it: its steps, and the buttons in them. It may not ask the extension anything.
import type { Page } from 'playwright-core';

export class Walkthrough {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits until the step with these words is open. */
  async shows(words: string): Promise<void> {
    await this.#expanded(words).waitFor();
  }

  /** Opens a step. */
  async open(words: string): Promise<void> {
    await this.#page.locator('.getting-started-step', { hasText: words }).first().click();
    await this.shows(words);
  }

  /** Presses a button of the step that is open. */
  async press(button: string): Promise<void> {
    await this.#page.locator('.getting-started-step.expanded').getByRole('button', { name: button }).click();
  }

  #expanded(words: string) {
    return this.#page.locator('.getting-started-step.expanded', { hasText: words }).first();
  }
}
