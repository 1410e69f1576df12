// What the editor says in messages: toasts in the corner, the notification centre, and questions in the middle. It may not ask the extension anything.
import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quick-input.ts';

/** VS Code shows no toast when more than three come within 800 ms, as they do to a robot; the centre has them all. */
const TOAST_LIMIT_MILLISECONDS = 3_000;

export class Messages {
  readonly #page: Page;
  readonly #quickInput: QuickInput;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
  }

  /** Waits for a message with these words, wherever it is shown. */
  async says(words: string | RegExp): Promise<void> {
    await this.#find(words);
  }

  /** Waits for a message with these words and presses a button of it. */
  async press(words: string | RegExp, button: string): Promise<void> {
    const message = await this.#find(words);
    await message.getByRole('button', { name: button, exact: true }).click();
  }

  /** How many messages are to be seen. */
  async count(): Promise<number> {
    return await this.#page.locator('.notification-list-item:visible, .monaco-dialog-box:visible').count();
  }

  /** Puts all messages away. */
  async clear(): Promise<void> {
    await this.#quickInput.run('Notifications: Clear All Notifications');
    await this.#page.locator('.notification-list-item:visible').first().waitFor({ state: 'detached' });
  }

  async #find(words: string | RegExp): Promise<Locator> {
    const message = this.#page
      .locator('.notification-list-item:visible, .monaco-dialog-box:visible', { hasText: words })
      .first();
    try {
      await message.waitFor({ timeout: TOAST_LIMIT_MILLISECONDS });
    } catch {
      // (a question that comes up meanwhile is over the centre, and is found all the same)
      const shown = this.#quickInput.run('Notifications: Show Notifications').then(() => message.waitFor());
      await Promise.any([message.waitFor(), shown]);
    }
    return message;
  }
}
