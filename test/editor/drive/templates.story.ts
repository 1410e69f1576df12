// The wizard's projects for a web server and for a docker host: without problems, for a host that was typed, for one of the ssh
// configuration, and for this machine.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage, Story } from './story.ts';

/** What the person's own ssh has a name for. */
function writeSsh({ facts }: Stage): string {
  const folder = join(facts.home, '.ssh');
  mkdirSync(folder);
  writeFileSync(join(folder, 'config'), 'Host boxes.lan\n  User root\n');
  return folder;
}

async function isWhole({ workbench }: Stage, name: string): Promise<void> {
  const { editor, messages } = workbench;
  await messages.says(`${name} is there. Nothing has been done on a host yet.`);
  await editor.lens('Plan').waitFor();
  await editor.nothingUnderlined('error');
  await editor.nothingUnderlined('warning');
}

async function webServer(stage: Stage): Promise<void> {
  const { workbench, facts } = stage;
  const { quickInput, editor } = workbench;
  const { user, port } = facts.host;
  await quickInput.run('viki: New Project');
  await quickInput.pick('Web server');
  await quickInput.check(['Another host…']);
  await quickInput.refuses('A host, as ssh takes it', 'not a host', 'Write it as user@address:port');
  await quickInput.answer('Write it as user@address:port', `${user}@127.0.0.1:${port}`);
  await quickInput.refuses('Its name', 'shop', 'shop is there already; nothing of it will be touched');
  await quickInput.answer('shop is there already', 'pages');
  await isWhole(stage, 'pages');
  await editor.shows(`127-0-0-1: { address: 127.0.0.1, port: ${port}, user: ${user}`);
  assert.match(readFileSync(join(facts.workspace, 'pages', 'index.html'), 'utf8'), /Hello from pages/);
}

async function dockerHost(stage: Stage): Promise<void> {
  const { workbench, facts } = stage;
  const { quickInput, editor } = workbench;
  await quickInput.run('viki: New Project');
  await quickInput.pick('Docker host');
  await quickInput.check(['boxes.lan', 'This machine']);
  await quickInput.answer('Its name', 'boxes');
  await isWhole(stage, 'boxes');
  await editor.shows('here: { via: local, sudo: true }');
  assert.match(
    readFileSync(join(facts.workspace, 'boxes', 'boxes.vk.yaml'), 'utf8'),
    /boxes-lan: .*address: boxes\.lan/,
  );
  assert.ok(existsSync(join(facts.workspace, 'boxes', 'compose.yaml')));
}

/** Whatever comes in between is said, and nothing of it is touched. */
async function inVain({ workbench, facts }: Stage): Promise<void> {
  const { quickInput, messages, page } = workbench;
  await quickInput.run('viki: New Project');
  await quickInput.pick('Docker host');
  await quickInput.check([]);
  await messages.says('No host was checked, so no project was made.');
  await messages.clear();
  await quickInput.run('viki: New Project');
  await quickInput.pick('Docker host');
  await quickInput.check(['This machine']);
  await quickInput.refuses('Its name', 'shop', 'shop is there already');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('taken');
  await quickInput.asks('Its name');
  mkdirSync(join(facts.workspace, 'taken'));
  await page.keyboard.press('Enter');
  await messages.says('The project can not be written: ');
  assert.deepEqual(readdirSync(join(facts.workspace, 'taken')), []);
}

export const story: Story = {
  title: 'the wizard writes projects for a web server and a docker host that have no problems',
  async play(stage) {
    const ssh = writeSsh(stage);
    try {
      await webServer(stage);
      await dockerHost(stage);
      await inVain(stage);
    } finally {
      rmSync(ssh, { recursive: true });
      for (const name of ['pages', 'boxes', 'taken'])
        rmSync(join(stage.facts.workspace, name), { recursive: true, force: true });
    }
  },
};
