// Help: the doctor says what works and what does not, its report for strangers names nobody, and the wizard makes a project
// for a host of the ssh configuration that has no problems.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withProject } from './project.ts';
import type { Stage, Story } from './story.ts';

/** Nothing listens there, so a host of this port does not answer. */
const NOBODYS_PORT = 1;

async function doctor({ workbench, facts, screenshot }: Stage): Promise<void> {
  const { quickInput, editor } = workbench;
  await quickInput.openFile('shop.vk.yaml');
  await quickInput.run('viki: Doctor');
  await editor.shows('One thing does not work');
  await editor.shows('the connection was refused');
  await editor.shows('✓ language server: running');
  await editor.shows(`✓ way: ssh to ${facts.host.user}@127.0.0.1:${facts.host.port}`);
  await editor.shows('✓ keys: 1 key can be offered at once');
  await editor.shows('✓ reach: it answers');
  await screenshot('doctor');
  await quickInput.run('viki: Collect Diagnostics');
  await editor.shows('viki: diagnostics for a report');
  await editor.shows('✓ way: ssh to user-1@address-1');
  await editor.noLongerShows(`${facts.host.user}@`);
}

async function wizard({ workbench, facts, screenshot }: Stage): Promise<void> {
  const { quickInput, editor, messages } = workbench;
  const folder = join(facts.workspace, 'attic');
  mkdirSync(join(facts.home, '.ssh'));
  writeFileSync(join(facts.home, '.ssh', 'config'), 'Host attic.lan\n  User root\nHost *\n  Compression yes\n');
  try {
    await quickInput.run('viki: New Project');
    await quickInput.pick('Home server');
    await quickInput.row('attic.lan').waitFor();
    await screenshot('new-project');
    await quickInput.check(['attic.lan']);
    await quickInput.answer('Its name', 'attic');
    await messages.says('attic is there. Nothing has been done on a host yet.');
    await editor.shows('address: attic.lan');
    await editor.lens('Plan').waitFor();
    await editor.nothingUnderlined('error');
    await editor.nothingUnderlined('warning');
    assert.ok(existsSync(join(folder, 'copy-data.sh')));
    assert.match(readFileSync(join(folder, 'attic.vk.yaml'), 'utf8'), /^# A server at home/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(facts.home, '.ssh'), { recursive: true });
  }
}

export const story: Story = {
  title: 'the doctor tells what works, its report names nobody, and the wizard writes a project without problems',
  async play(stage) {
    await withProject(stage.facts, 'backup', { port: NOBODYS_PORT }, () => doctor(stage));
    await wizard(stage);
  },
};
