// A run that fails after something that can't be taken back: the question says so before, the result after, and what the host printed
// is one click away from the line that failed.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostLines } from './project.ts';
import type { Stage, Story } from './story.ts';

const PRINTED = 'the disk of this host is full';
const FAILED = /web: command\.broken failed: the disk of this host is full/;

const noteOf = ({ facts }: Stage): string => join(facts.target, 'note');

const textOf = (stage: Stage): string => {
  return `viki:
  hosts:
    web:${hostLines(stage.facts.host)}
  mods:
    command:
      note:
        command: touch ${noteOf(stage)}
        creates: ${noteOf(stage)}
      broken:
        command: echo ${PRINTED} >&2; exit 7
        creates: ${noteOf(stage)}.never
        after: [command.note]
`;
};

async function applyInVain({ workbench }: Stage): Promise<void> {
  const { quickInput, messages, sideBar } = workbench;
  await quickInput.openFile('failing.vk.yaml');
  await workbench.openView('viki');
  await quickInput.run('viki: Apply');
  await messages.says('Can not be taken back:');
  await messages.says(/command\.note: .*\(web\)/);
  await messages.press('Apply 2 changes of failing to web?', 'Apply');
  await messages.says(FAILED);
  await sideBar.row('Plan', /web.*failed; all is as before, but for what command\.note/).waitFor();
  await sideBar.row('Plan', /command\.note.*changed/).waitFor();
}

/** From the Problems panel to what the host printed. */
async function lookAtOutput({ workbench }: Stage): Promise<void> {
  const { editor, messages, page } = workbench;
  await (await workbench.problem(/command\.broken failed/)).waitFor();
  await (await workbench.problem(`web printed: ${PRINTED}`)).dblclick();
  await editor.shows(PRINTED);
  await messages.press(FAILED, 'Show Log');
  // (the server of the ring writes no logs, as it lacks what is compiled for that)
  await page.locator('.part.panel .action-item.checked', { hasText: 'Output' }).waitFor();
}

export const story: Story = {
  title: 'a run that fails says what can not be taken back, and what the host printed',
  async play(stage) {
    const folder = join(stage.facts.workspace, 'failing');
    mkdirSync(folder);
    try {
      writeFileSync(join(folder, 'failing.vk.yaml'), textOf(stage));
      await applyInVain(stage);
      await lookAtOutput(stage);
    } finally {
      rmSync(folder, { recursive: true });
      rmSync(noteOf(stage), { force: true });
    }
  },
};
