// The window is closed in the middle of an apply, and whoever opens it again begins with something else: the run is found again when
// that is over.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newProfile } from '../browser.ts';
import { Workbench } from '../pages/workbench.ts';
import { type Gate, gateAt } from './gate.ts';
import { hostLines, withProjectsAside } from './project.ts';
import type { Stage, Story } from './story.ts';

const QUESTION = 'the secret for command.login';

function writeProject({ facts: { host, target, workspace } }: Stage): string {
  const folder = join(workspace, 'busy');
  const login = join(target, 'login');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'busy.vk.yaml'),
    `viki:
  vars:
    token: { secret: true, from: prompt }
  hosts:
    web:${hostLines(host)}
  mods:
    mkdir:
      app: { path: ${join(target, 'app')} }
    command:
      login: { command: cat >${login}, stdin: "\${token}", creates: ${login}, undo: rm -f ${login} }
`,
  );
  return folder;
}

async function applyUpToGate({ workbench }: Stage, gate: Gate): Promise<void> {
  const { quickInput, messages } = workbench;
  await quickInput.openFile('busy.vk.yaml');
  await quickInput.run('viki: Apply');
  await quickInput.answer(QUESTION, 'a token that nobody guesses');
  await messages.press('Apply 2 changes of busy to web?', 'Apply');
  await gate.reached();
}

/** A window that remembers no editor: one that is opened again would have the run found before anybody can do anything. */
async function inAnotherWindow(stage: Stage, act: (workbench: Workbench) => Promise<void>): Promise<void> {
  const { page } = stage.workbench;
  const url = page.url();
  const browser = page.context().browser();
  assert.ok(browser);
  await stage.close();
  const profile = await newProfile(browser);
  try {
    const workbench = new Workbench(await profile.newPage());
    await workbench.page.goto(url);
    await workbench.ready();
    await act(workbench);
  } finally {
    await profile.close();
  }
}

async function beginOtherwise({ quickInput, messages, page }: Workbench, gate: Gate): Promise<void> {
  await quickInput.run('viki: Plan');
  await quickInput.asks(QUESTION);
  await page.keyboard.press('Escape');
  await messages.says('Applying busy');
  gate.open();
  await messages.says('busy: web: 2 changes made.');
}

export const story: Story = {
  title: 'a run that a closed window left is found again when what was begun before is over',
  async play(stage) {
    const gate = gateAt(stage.facts.host, '/app');
    await withProjectsAside(stage.facts, async () => {
      const folder = writeProject(stage);
      try {
        await applyUpToGate(stage, gate);
        await inAnotherWindow(stage, (workbench) => beginOtherwise(workbench, gate));
      } finally {
        gate.remove();
        rmSync(folder, { recursive: true });
        for (const name of ['app', 'login']) rmSync(join(stage.facts.target, name), { recursive: true, force: true });
      }
    });
  },
};
