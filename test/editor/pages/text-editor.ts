// The text editor that is open, as a person sees and uses it. It may not ask the extension anything.
import type { Locator, Page } from 'playwright-core';
import { drawn, placeOf, textAbove } from './rendered-text.ts';
import { doUntilSeen } from './seen.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Lines move when a code lens or another file's layout arrives; after so many tries something else is wrong. */
const AIM_ATTEMPTS = 10;

export class TextEditor {
  readonly #page: Page;
  readonly #area: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#area = page.locator('.editor-group-container.active .editor-instance');
  }

  /** Waits until a line with this text is shown. */
  async shows(text: string): Promise<void> {
    await this.#lines(text).first().waitFor();
  }

  /** The first line with this text, as far as it is drawn. */
  async line(text: string): Promise<string> {
    return (await this.#lines(text).first().innerText()).replaceAll('\u00a0', ' ');
  }

  /** Waits until this stands beside a line, where it is drawn and is no text of the file. */
  async showsBeside(text: string): Promise<void> {
    const content = "element => getComputedStyle(element, '::after').content";
    const beside = "document.querySelectorAll('.editor-group-container.active .view-line span')";
    await this.#page.waitForFunction(
      `[...${beside}].map(${content}).includes(${JSON.stringify(JSON.stringify(text))})`,
    );
  }

  /** Waits until no line with this text is shown. */
  async noLongerShows(text: string): Promise<void> {
    await this.#lines(text).first().waitFor({ state: 'detached' });
  }

  /** Waits for an underline of that severity and returns the text above each one, exactly as far as the underline goes. */
  async underlined(severity: Severity): Promise<string[]> {
    const squiggles = this.#area.locator(`.squiggly-${severity}`);
    await squiggles.first().waitFor();
    const things = this.#area.locator(`.view-line, .squiggly-${severity}`);
    return textAbove(await things.evaluateAll(drawn));
  }

  /** Waits until nothing is underlined with that severity. */
  async nothingUnderlined(severity: Severity): Promise<void> {
    await this.#area.locator(`.squiggly-${severity}`).first().waitFor({ state: 'detached' });
  }

  /** Clicks into the first place where this text stands. */
  async putCursorIn(text: string): Promise<void> {
    await this.#at(text, (x, y) => this.#page.mouse.click(x, y));
  }

  /** Rests the mouse on this text and waits for a hover that says `words`. */
  async hoverSays(text: string, words: string): Promise<void> {
    const hover = this.#page.locator('.monaco-hover:visible', { hasText: words }).first();
    // A mouse that moves while the editor is still drawn anew is not seen: it goes away and comes again, as a person's would.
    await doUntilSeen(hover, async () => {
      await this.#page.mouse.move(0, 0);
      await this.#at(text, (x, y) => this.#page.mouse.move(x, y));
    });
  }

  /** Takes the quick fix of this title for the problem at this text. */
  async quickFix(text: string, title: string): Promise<void> {
    await this.putCursorIn(text);
    // A hover that comes up under the resting mouse would close the menu.
    await this.#page.mouse.move(0, 0);
    // The light bulb says that the fixes of this place are known; a menu that opens before may close again.
    await this.#area.locator('[class*="lightbulb"]:visible').first().waitFor();
    await this.#page.keyboard.press('Control+.');
    const fix = this.#page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    // The menu takes no click before the mouse has moved over it, so that nobody clicks into it by accident.
    await fix.hover({ force: true });
    await fix.click();
  }

  /** The code lens with this title, the first or a later one: wait for it, read it or click it. */
  lens(title: string | RegExp, number = 1): Locator {
    return this.#area.locator('.codelens-decoration a', { hasText: title }).nth(number - 1);
  }

  /** Types at the cursor. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Saves the file and waits until its tab no longer shows unsaved changes. */
  async save(): Promise<void> {
    await this.#page.keyboard.press('Control+S');
    await this.#page.locator('.editor-group-container.active .tab.active.dirty').waitFor({ state: 'detached' });
  }

  /** The name of the language in the status bar. */
  language(): Locator {
    return this.#page.locator('[id="status.editor.mode"]');
  }

  #lines(text: string): Locator {
    // The editor draws spaces as no-break spaces, which Playwright's text matching takes for spaces.
    return this.#area.locator('.view-line', { hasText: text });
  }

  /** Does something at the place of a text; again, if the text has moved meanwhile. */
  async #at(text: string, act: (x: number, y: number) => Promise<void>): Promise<void> {
    await this.shows(text);
    const place = async () => placeOf(text, await this.#area.locator('.view-line').evaluateAll(drawn));
    for (let attempt = 1; attempt <= AIM_ATTEMPTS; attempt += 1) {
      const before = await place();
      if (!before) throw new Error(`the text ${JSON.stringify(text)} is not drawn in one piece`);
      await act(before.x, before.y);
      const after = await place();
      if (after?.x === before.x && after.y === before.y) return;
    }
    throw new Error(`the text ${JSON.stringify(text)} did not stand still`);
  }
}
