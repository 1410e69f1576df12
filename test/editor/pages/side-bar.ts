// The views of the side bar, as a person sees and uses them. It may not ask the extension anything.
import type { Locator, Page } from 'playwright-core';

const MENU_TRIES = 3;
const MENU_LIMIT_MILLISECONDS = 4000;

export class SideBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The first row with this text in the view of this name. */
  row(view: string, words: string | RegExp): Locator {
    return this.#pane(view).locator('.monaco-list-row', { hasText: words }).first();
  }

  /** The first row with this text whose box is not checked. */
  unchecked(view: string, words: string | RegExp): Locator {
    const box = this.#page.locator('.custom-view-tree-node-item-checkbox[aria-checked="false"]');
    return this.#pane(view).locator('.monaco-list-row', { hasText: words, has: box }).first();
  }

  /** Presses a button in the title of a view. */
  async press(view: string, action: string): Promise<void> {
    const pane = this.#pane(view);
    await pane.locator('.pane-header').hover();
    await pane.locator(`.pane-header .action-label[aria-label^="${action}"]`).click();
  }

  /** Presses a button at the end of a row. */
  async pressOn(view: string, words: string | RegExp, action: string): Promise<void> {
    const row = this.row(view, words);
    await row.hover();
    await row.locator(`.action-label[aria-label^="${action}"]`).click();
  }

  /** Takes an entry of the menu of a row. */
  async choose(view: string, words: string | RegExp, action: string): Promise<void> {
    await this.#take(() => this.row(view, words).click({ button: 'right' }), action);
  }

  /** Takes an entry of the menu of a view. */
  async more(view: string, action: string): Promise<void> {
    await this.#take(async () => {
      await this.#pane(view).locator('.pane-header').hover();
      await this.#pane(view).locator('.pane-header .action-label.codicon-toolbar-more').click();
    }, action);
  }

  /** Selects the first two rows with this text, and takes an entry of their menu; gives all that it has. */
  async chooseOfTwo(view: string, words: string | RegExp, action: string): Promise<readonly string[]> {
    const rows = this.#pane(view).locator('.monaco-list-row', { hasText: words });
    await rows.nth(0).click();
    await rows.nth(1).click({ modifiers: ['ControlOrMeta'] });
    return await this.#take(() => rows.nth(1).click({ button: 'right' }), action);
  }

  /** Checks or unchecks the box before a row. */
  async toggle(view: string, words: string | RegExp): Promise<void> {
    await this.row(view, words).locator('.custom-view-tree-node-item-checkbox').click();
  }

  /** Opens what is below a row. */
  async open(view: string, words: string | RegExp): Promise<void> {
    await this.row(view, words).locator('.monaco-tl-twistie').click();
  }

  /** Waits until the view says this instead of rows. */
  async welcomes(view: string, words: string): Promise<void> {
    await this.#pane(view).locator('.welcome-view', { hasText: words }).waitFor();
  }

  /** Presses a button of what a view says instead of rows. */
  async pressIn(view: string, button: string): Promise<void> {
    await this.#pane(view).locator('.welcome-view').getByRole('button', { name: button, exact: true }).click();
  }

  /** Opens a menu and takes an entry of it; an editor that comes up late takes the focus, and the menu is gone with it. */
  async #take(openMenu: () => Promise<void>, action: string): Promise<readonly string[]> {
    const entries = this.#page.locator('.monaco-menu .action-menu-item');
    const entry = entries.filter({ hasText: action });
    let isThere = false;
    for (let tries = 0; !isThere && tries < MENU_TRIES; tries += 1) {
      await openMenu();
      isThere = await entry.hover({ timeout: MENU_LIMIT_MILLISECONDS }).then(
        () => true,
        () => false,
      );
    }
    if (!isThere) await entry.hover();
    const all = await entries.allInnerTexts();
    // (a menu that has just opened takes no click, so that nobody clicks into it by accident)
    await this.#page.keyboard.press('Enter');
    return all;
  }

  #pane(view: string): Locator {
    return this.#page.locator(`.sidebar .pane:has(.pane-header h3.title:text-is("${view}"))`);
  }
}
