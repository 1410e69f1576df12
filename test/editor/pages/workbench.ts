// The window of VS Code as a person sees it, and its parts. It may not ask the extension anything.
import type { Locator, Page } from 'playwright-core';
import { DiffEditor, DiffsEditor } from './diff-editor.ts';
import { Keyboard } from './keyboard.ts';
import { Messages } from './messages.ts';
import { QuickInput } from './quick-input.ts';
import { SideBar } from './side-bar.ts';
import { TextEditor } from './text-editor.ts';
import { Walkthrough } from './walkthrough.ts';

const SHOW_LIMIT_MILLISECONDS = 60_000;

export class Workbench {
  readonly page: Page;
  readonly editor: TextEditor;
  readonly diff: DiffEditor;
  readonly diffs: DiffsEditor;
  readonly quickInput: QuickInput;
  readonly keyboard: Keyboard;
  readonly messages: Messages;
  readonly sideBar: SideBar;
  readonly walkthrough: Walkthrough;

  constructor(page: Page) {
    this.page = page;
    this.editor = new TextEditor(page);
    this.diff = new DiffEditor(page);
    this.diffs = new DiffsEditor(page);
    this.walkthrough = new Walkthrough(page);
    this.quickInput = new QuickInput(page);
    this.keyboard = new Keyboard(page);
    this.sideBar = new SideBar(page);
    this.messages = new Messages(page, this.quickInput);
  }

  /** Waits until the window is there and shows the files of the workspace. */
  async ready(): Promise<void> {
    const files = this.page.locator('.explorer-folders-view .monaco-list-row');
    await files.first().waitFor({ timeout: SHOW_LIMIT_MILLISECONDS });
  }

  /** Does something while the window is dark, as it is at night. */
  async inDark(act: () => Promise<unknown>): Promise<void> {
    await this.page.emulateMedia({ colorScheme: 'dark' });
    await this.page.locator('.monaco-workbench.vs-dark').waitFor();
    await act();
    await this.page.emulateMedia({ colorScheme: 'light' });
    await this.page.locator('.monaco-workbench.vs').waitFor();
  }

  /** Does something in a window of the highest contrast, which the system of the person asks for. */
  async inHighContrast(act: () => Promise<unknown>): Promise<void> {
    await this.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await this.page.locator('.monaco-workbench.hc-black').waitFor();
    await act();
    await this.page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await this.page.locator('.monaco-workbench.vs').waitFor();
  }

  /** The number at the entry of a view container. */
  badge(name: string, number: string): Locator {
    const entry = this.page.locator(`.activitybar .action-item:has(a[aria-label^="${name}"])`);
    return entry.locator('.badge-content', { hasText: number });
  }

  /** The entry of the status bar with these words. */
  status(words: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: words });
  }

  /** Opens a view container by its name in the activity bar. */
  async openView(name: string): Promise<void> {
    const entry = this.page.locator(`.activitybar .action-item:has(a[aria-label^="${name}"])`);
    await entry.click();
    await this.page.locator(`.activitybar .action-item.checked:has(a[aria-label^="${name}"])`).waitFor();
  }

  /** Waits for these words in the side bar, where a view has no rows and says why. */
  async sideBarSays(words: string): Promise<void> {
    await this.page.locator('.sidebar .welcome-view', { hasText: words }).first().waitFor();
  }

  /** The first row with this text in the side bar's trees: wait for it, click it, expand it. */
  treeRow(words: string | RegExp): Locator {
    return this.page.locator('.sidebar .monaco-list-row', { hasText: words }).first();
  }

  /** The first entry with this text in the Problems panel, which is opened for it. */
  async problem(words: string | RegExp): Promise<Locator> {
    const row = this.page.locator('.markers-panel .monaco-list-row', { hasText: words }).first();
    if (!(await this.page.locator('.markers-panel').isVisible())) await this.page.keyboard.press('Control+Shift+M');
    await row.waitFor();
    return row;
  }
}
