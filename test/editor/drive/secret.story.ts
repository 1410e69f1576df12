// A secret that a resource hands to its command: asked once in the editor, kept while the window is open, on the host where it
// was meant to go and in no file of this machine, and asked for again when it was forgotten.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostLines } from './project.ts';
import type { Stage, Story } from './story.ts';

const SECRET = 'a token that nobody guesses';
const QUESTION = 'the secret for command.login';

const loginOf = ({ facts }: Stage): string => join(facts.target, 'login');

const textOf = (stage: Stage): string => {
  return `viki:
  vars:
    token: { secret: true, from: prompt }
  hosts:
    web:${hostLines(stage.facts.host)}
  mods:
    command:
      login:
        command: cat >${loginOf(stage)}
        stdin: \${token}
        creates: ${loginOf(stage)}
        undo: rm -f ${loginOf(stage)}
`;
};

/** Asked for the first plan; the second one, and an apply, know it. */
async function tellOnce(stage: Stage): Promise<void> {
  const { quickInput, messages, editor } = stage.workbench;
  await quickInput.openFile('told.vk.yaml');
  await editor.lens('Plan').click();
  await quickInput.asks('It is kept in memory only');
  await quickInput.answer(QUESTION, SECRET);
  await editor.lens(/1 to change on web · just now/).waitFor();
  await messages.clear();
  await quickInput.run('viki: Plan');
  await messages.says('told: 1 to change on web.');
  await quickInput.run('viki: Apply');
  await messages.press('Apply 1 change of told to web?', 'Apply');
  await messages.says('told: web: 1 change made.');
  assert.equal(readFileSync(loginOf(stage), 'utf8'), SECRET);
  const seen = readFileSync(join(stage.facts.workspace, 'told', 'state.vk.json'), 'utf8');
  assert.equal(seen.includes(SECRET), false, 'the secret is in state.vk.json');
}

/** Nobody tells it this time: nothing is planned, and the message says where it is wanted. */
async function forget({ workbench }: Stage): Promise<void> {
  const { quickInput, messages } = workbench;
  await quickInput.run('viki: Forget Remembered Passwords');
  await messages.says('What you typed in this window is forgotten.');
  await quickInput.run('viki: Plan');
  await quickInput.asks(QUESTION);
  await workbench.page.keyboard.press('Escape');
  await messages.says('nobody told the secret `token`');
}

/** A new window, where a plan that nobody clicked for asks nobody: the lens says what it needs, and a click on it asks. */
async function planOnSave(stage: Stage): Promise<void> {
  const settings = join(stage.facts.workspace, '.vscode');
  mkdirSync(settings);
  try {
    writeFileSync(join(settings, 'settings.json'), JSON.stringify({ 'viki.planOnSave': true }));
    await stage.close();
    const workbench = await stage.open();
    const { page, quickInput, editor } = workbench;
    await quickInput.openFile('told.vk.yaml');
    await editor.lens('Plan').waitFor();
    await editor.putCursorIn('login:');
    await page.keyboard.press('End');
    await editor.type(' # once');
    await editor.save();
    await editor.lens(`To plan, viki needs: \`token\`, ${QUESTION}`).waitFor();
    await workbench.status('viki: needs an answer').waitFor();
    assert.equal(await quickInput.isOpen(), false, 'a question is asked');
    assert.equal(await workbench.messages.count(), 0, 'a message is shown');
    await workbench.status('viki: needs an answer').click();
    await quickInput.answer(QUESTION, SECRET);
    await editor
      .lens(/no changes · just now/)
      .first()
      .waitFor();
  } finally {
    rmSync(settings, { recursive: true });
  }
}

export const story: Story = {
  title: 'a secret of a resource is asked once, kept for the window, forgotten when asked to; a save asks for none',
  async play(stage) {
    const folder = join(stage.facts.workspace, 'told');
    mkdirSync(folder);
    try {
      writeFileSync(join(folder, 'told.vk.yaml'), textOf(stage));
      await tellOnce(stage);
      await forget(stage);
      await planOnSave(stage);
    } finally {
      rmSync(folder, { recursive: true });
      if (existsSync(loginOf(stage))) rmSync(loginOf(stage));
    }
  },
};
