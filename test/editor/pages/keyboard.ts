// What a person does who has a keyboard and no mouse. It may not ask the extension anything, and clicks nowhere.
import type { Locator, Page } from 'playwright-core';

/** Nobody presses a key more often than this to get somewhere. */
const PRESSES_MAX = 30;

export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens a file of the workspace. */
  async openFile(name: string): Promise<void> {
    await this.#page.keyboard.press('Control+P');
    await this.#choose(name, name);
    await this.#page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Runs a command of the palette. */
  async run(title: string): Promise<void> {
    await this.#page.keyboard.press('F1');
    await this.#choose(`>${title}`, title);
  }

  /** Goes down in the view that has the focus, to the row with these words. */
  async goTo(words: string | RegExp): Promise<void> {
    const row = this.#page.locator('.sidebar .monaco-list:focus-within .monaco-list-row.focused', { hasText: words });
    await this.#until(row, 'ArrowDown');
  }

  /** Takes an entry of the menu of the row that has the focus. */
  async choose(action: string): Promise<void> {
    await this.press('Shift+F10');
    await this.#until(this.#page.locator('.monaco-menu .action-item.focused', { hasText: action }), 'ArrowDown');
    await this.press('Enter');
  }

  /** Answers a question in the middle of the window with its button of this name. */
  async answer(question: string | RegExp, button: string): Promise<void> {
    const dialog = this.#page.locator('.monaco-dialog-box:visible', { hasText: question });
    await dialog.waitFor();
    await this.#until(dialog.locator('.monaco-button:focus', { hasText: button }), 'Tab');
    await this.press('Enter');
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  /** Types into the box at the top, and takes what it offers. */
  async #choose(typed: string, offered: string): Promise<void> {
    const box = this.#page.locator('.quick-input-widget');
    await box.locator('input.input').waitFor();
    await this.#page.keyboard.press('Control+A');
    await this.#page.keyboard.type(typed);
    await box.locator('.monaco-list-row', { hasText: offered }).first().waitFor();
    await this.#until(box.locator('.monaco-list-row.focused', { hasText: offered }), 'ArrowDown');
    await this.press('Enter');
  }

  /** Presses a key until something is there. */
  async #until(wanted: Locator, key: string): Promise<void> {
    for (let count = 0; count < PRESSES_MAX; count += 1) {
      if ((await wanted.count()) > 0) return;
      await this.press(key);
      await wanted.waitFor({ timeout: 250 }).catch(() => undefined);
    }
    throw new Error(`${key} leads nowhere: ${wanted}`);
  }
}
