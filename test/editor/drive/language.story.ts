// A window that speaks another language than English: whatever viki says in it is in that language.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { pieces } from '../pages/rendered-text.ts';
import { PSEUDO, pseudo, untranslated } from '../pseudo.ts';
import type { Stage, Story } from './story.ts';

/** What hosts, files, resources and the extension itself are called. */
const WHO = `${userInfo().username}@${hostname()}`;
const NAMES = ['viki', 'web', 'shop', 'shop.vk.yaml', 'mkdir.app', 'file.motd', 'motd', 'sudo', 'ssh', WHO];

/** What older editors say below any question. */
const OF_THE_EDITOR = "Press 'Enter' to confirm your input or 'Escape' to cancel";

/** Texts that are not translated, with the words that tell it. */
const found: string[] = [];

/** Waits for something, and looks whether all of it is translated; `names` are VS Code's own words, and what people typed. */
async function speaks(what: Locator, ...names: readonly string[]): Promise<void> {
  await what.first().waitFor();
  for (const text of await what.evaluateAll(pieces)) {
    const words = text === OF_THE_EDITOR ? [] : untranslated(text, [...NAMES, ...names]);
    if (words.length > 0) found.push(`${text} (${words.join(', ')})`);
  }
}

async function plan({ workbench }: Stage): Promise<void> {
  const { page, editor, quickInput, sideBar, messages } = workbench;
  const views = page.locator('.sidebar .pane');
  await quickInput.openFile('shop.vk.yaml');
  await editor.lens(pseudo('Plan')).first().waitFor();
  await workbench.openView('viki');
  await speaks(views);
  await editor.lens(pseudo('Plan')).first().click();
  await sideBar.row(pseudo('Plan'), new RegExp(`file.motd.*${pseudo('to create')}`)).waitFor();
  await sideBar.open(pseudo('Hosts'), pseudo('reached'));
  await sideBar.row(pseudo('Hosts'), pseudo('Last run')).waitFor();
  await speaks(views);
  await speaks(page.locator('.codelens-decoration'));
  await speaks(workbench.status('viki: '));
  await messages.says(pseudo('to change'));
  await speaks(page.locator('.notification-list-item-message:visible'));
  await speaks(page.locator('.notification-list-item-buttons-container:visible'));
}

/** As they are cut into words. */
const pathsIn = (target: string): readonly string[] =>
  ['app', 'app/motd'].map((name) => join(target, name).replace(/^\//, ''));

async function applyAndBack({ workbench, facts }: Stage): Promise<void> {
  const { page, quickInput, sideBar, messages } = workbench;
  const views = page.locator('.sidebar .pane');
  const dialog = page.locator('.monaco-dialog-box');
  await quickInput.run(`viki: ${pseudo('Apply…')}`);
  // (what is done on hosts is told in English, and "Cancel" by VS Code)
  await speaks(dialog, 'Cancel', 'create', 'folder', 'file', 'bytes', facts.host.user, ...pathsIn(facts.target));
  await messages.press('shop', pseudo('Apply'));
  await sideBar.row(pseudo('Plan'), pseudo('2 changes made')).waitFor();
  await sideBar.row(pseudo('Runs'), pseudo('just now')).waitFor();
  await speaks(views);
  await quickInput.run(`viki: ${pseudo('Roll Back…')}`);
  await messages.press(pseudo('Take back'), pseudo('Roll Back'));
  await sideBar.row(pseudo('Plan'), pseudo('2 changes taken back')).waitFor();
  await speaks(views);
}

async function help({ workbench }: Stage): Promise<void> {
  const { page, quickInput, editor } = workbench;
  const question = page.locator('.quick-input-widget');
  await quickInput.run(`viki: ${pseudo('New Project…')}`);
  await quickInput.asks(pseudo('viki: New Project'));
  await speaks(question, 'Results', 'Selected', 'OK', 'file', 'results');
  await page.keyboard.press('Escape');
  await quickInput.run(`viki: ${pseudo('Open the Walkthrough')}`);
  await speaks(page.locator('.gettingStartedDetailsContent'), 'Mark', 'Done');
  await quickInput.run(`viki: ${pseudo('Doctor')}`);
  await editor.shows(pseudo('This machine'));
  // (what is found on the way to a host is told in English)
  await editor.shows(`✓ ${pseudo('language server')}: ${pseudo('running')}`);
  await editor.shows(`✓ ${pseudo('workspace')}: ${pseudo('trusted')}`);
  await editor.shows(`✓ ${pseudo('reach')}: ${pseudo('it answers, and remembers')}`);
}

export const story: Story = {
  title: 'in another language, all that viki says is translated',
  language: PSEUDO,
  async play(stage: Stage) {
    try {
      await plan(stage);
      await applyAndBack(stage);
      await help(stage);
      assert.deepEqual(found, []);
    } finally {
      rmSync(join(stage.facts.target, 'app'), { recursive: true, force: true });
    }
  },
};
