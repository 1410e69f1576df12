// A folder that nobody trusts, with a text that links to a run on a host which is reached by a command of that folder's choice: the
// link shows a document of viki's, and nothing runs.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { doUntilSeen } from '../pages/seen.ts';
import type { Stage, Story } from './story.ts';

const sprungFile = ({ facts }: Stage): string => join(facts.target, 'sprung');

function setTrap(stage: Stage, folder: string): void {
  mkdirSync(folder);
  const command = JSON.stringify(['sh', '-c', `touch ${sprungFile(stage)}`]);
  writeFileSync(join(folder, 'trap.vk.yaml'), `viki:\n  hosts:\n    web: { via: ${command} }\n`);
  const query = encodeURIComponent(JSON.stringify({ folder, is: 'run', host: 'web', run: 'any' }));
  writeFileSync(join(folder, 'trap.md'), `[innocent](viki-remote:/innocent?${query})\n`);
}

export const story: Story = {
  title: 'a link in a folder that is not trusted makes viki reach no host',
  isUntrusted: true,
  async play(stage) {
    const { editor, quickInput, page } = stage.workbench;
    const folder = join(stage.facts.workspace, 'trap');
    setTrap(stage, folder);
    try {
      await quickInput.openFile('trap.vk.yaml');
      // (the extension is at work)
      await stage.workbench.status('viki: 1 host').waitFor();
      await quickInput.openFile('trap.md');
      await editor.putCursorIn('viki-remote');
      // (links of a text are known a little later than the text)
      const tab = page.locator('.tab.active', { hasText: 'innocent' });
      await doUntilSeen(tab, () => quickInput.run('Open Link'));
      await editor.shows('viki reaches hosts only from a workspace that you trust');
      assert.equal(existsSync(sprungFile(stage)), false);
    } finally {
      rmSync(folder, { recursive: true });
      rmSync(sprungFile(stage), { force: true });
    }
  },
};
