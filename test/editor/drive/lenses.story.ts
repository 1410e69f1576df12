// One file on two hosts: what would change stands above and beside its lines, what somebody did to one host is told as drift,
// and both diffs are in one editor.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostLines } from './project.ts';
import type { Stage, Story } from './story.ts';

/** Both hosts are this machine, so each has a file of its own. */
const siteOf = ({ facts }: Stage, host: string): string => join(facts.target, 'sites', `${host}.conf`);
const robotsOf = ({ facts }: Stage, host: string): string => join(facts.target, 'sites', `${host}.txt`);

const textOf = (stage: Stage, mode: string): string => `# A page on two web servers.
viki:
  hosts:
    web-1:${hostLines(stage.facts.host, { group: 'web' })}
    web-2:${hostLines(stage.facts.other, { group: 'web' })}
  groups:
    web: {}
  mods:
    file:
      site:
        on: web
        path: ${siteOf(stage, '${host.name}')}
        mode: "${mode}"
        content: |
          listen 443
          root /srv/www
      robots:
        on: web
        path: ${robotsOf(stage, '${host.name}')}
        content: "User-agent: *"
`;

async function applyOnce({ workbench }: Stage): Promise<void> {
  const { quickInput, messages, sideBar } = workbench;
  await quickInput.openFile('fleet.vk.yaml');
  await workbench.openView('viki');
  await quickInput.run('viki: Plan');
  await sideBar.row('Plan', /web-1.*2 to create/).waitFor();
  await sideBar.press('Plan', 'Apply Checked');
  await messages.press('Apply 4 changes of fleet to web-1 and web-2?', 'Apply');
  await sideBar.row('Plan', /web-2.*2 changes made/).waitFor();
  await messages.clear();
}

/** The mode of one file is another one in the text, the content of the other on the first host. */
async function planDrift(stage: Stage): Promise<void> {
  const { workbench, facts, screenshot } = stage;
  const { editor, sideBar, quickInput, messages } = workbench;
  writeFileSync(robotsOf(stage, 'web-1'), 'User-agent: nobody\n');
  // (the button of a view is about all hosts, whichever row has the focus)
  await sideBar.row('Hosts', /web-2/).click();
  await sideBar.press('Hosts', 'Plan');
  await sideBar.row('Plan', /file\.robots.*to change · drift/).waitFor();
  await sideBar.row('Hosts', /web-1.*1 drifted/).waitFor();
  await editor.lens(/to change on web-1, no changes on web-2 · just now/).waitFor();
  await editor.showsBeside('to change on 1 of 2 hosts, drift on web-1');
  await editor.showsBeside('other content on web-1');
  writeFileSync(join(facts.workspace, 'fleet', 'fleet.vk.yaml'), textOf(stage, '0600'));
  await editor.shows('mode: "0600"');
  await quickInput.run('viki: Plan');
  await editor.showsBeside('to change on 2 of 2 hosts');
  await editor.showsBeside('to change on 1 of 2 hosts, drift on web-1');
  await editor.showsBeside('0644 → 0600 on web-1 and web-2');
  await editor.lens(/2 to change on web-1, 1 to change on web-2/).waitFor();
  await editor.lens(/^to change on web-1 and web-2/).waitFor();
  await sideBar.open('Hosts', /web-1/);
  await messages.clear();
  await workbench.page.mouse.move(700, 850);
  await screenshot('lenses');
}

/** Above the document, both hosts, their group, and both resources; a click on the last shows what was done about it. */
async function lastRuns({ workbench }: Stage): Promise<void> {
  await workbench.editor.lens(/^Last run: done · /, 6).click();
  await workbench.editor.shows('file.robots');
  await workbench.quickInput.openFile('fleet.vk.yaml');
}

async function allDiffs({ workbench, screenshot }: Stage): Promise<void> {
  await workbench.quickInput.run('viki: Show Difference');
  await workbench.diffs.shows('User-agent: nobody');
  await workbench.diffs.shows('mode: 0644');
  await workbench.diffs.shows('mode: 0600');
  // (a tooltip of the tab would stand over them)
  await workbench.page.mouse.move(700, 700);
  await screenshot('diffs');
}

/** What would change of it on every host, below each other. */
async function oneFileOnTwoHosts({ workbench }: Stage): Promise<void> {
  const { quickInput, editor, diffs } = workbench;
  await quickInput.openFile('fleet.vk.yaml');
  // (above the document, both hosts, their group, and then the first resource)
  await editor.lens('Show Diff', 5).click();
  await diffs.isCalled('file.site on web-1 and web-2: now ↔ wanted (2 files)');
  await diffs.shows('mode: 0600');
}

/** A module that nothing is made by. */
const ownModule = (summary: string): string => `export default {
  summary: '${summary}',
  spec: { fields: { path: { type: 'string', description: 'Where it is.' } }, required: ['path'] },
  mainField: 'path',
  key: (spec) => 'path:' + spec.path,
  read: (spec) => [{ type: 'path', at: spec.path }],
  want: () => ({}),
};
`;

/** The same text may ask for something else when a variable of it, or a module of the project, is another one. */
async function changeBeside({ workbench, facts }: Stage): Promise<void> {
  const { quickInput, editor } = workbench;
  const planned = (when: string) => editor.lens(new RegExp(`^2 to change on web-1, 1 to change on web-2 · ${when}$`));
  const folder = join(facts.workspace, 'fleet');
  await quickInput.openFile('fleet.vk.yaml');
  writeFileSync(join(folder, '.env'), 'VK_VAR_colour=red\n');
  await planned('before the last edit').waitFor();
  rmSync(join(folder, '.env'));
  await planned('(just now|.* ago)').waitFor();
  writeFileSync(join(folder, 'modules', 'note.mjs'), ownModule('Another note.'));
  await planned('before the last edit').waitFor();
}

export const story: Story = {
  title: 'lenses, hints and one editor with all diffs of a file that is on two hosts',
  async play(stage) {
    const { facts } = stage;
    const folder = join(facts.workspace, 'fleet');
    mkdirSync(join(folder, 'modules'), { recursive: true });
    mkdirSync(join(facts.target, 'sites'));
    try {
      writeFileSync(join(folder, 'modules', 'note.mjs'), ownModule('A note.'));
      writeFileSync(join(folder, 'fleet.vk.yaml'), textOf(stage, '0644'));
      await applyOnce(stage);
      await planDrift(stage);
      await lastRuns(stage);
      await allDiffs(stage);
      await oneFileOnTwoHosts(stage);
      await changeBeside(stage);
    } finally {
      rmSync(folder, { recursive: true });
      rmSync(join(facts.target, 'sites'), { recursive: true, force: true });
    }
  },
};
