// What a login that is not root may not do is known when a plan is made: from a real host's own word, under its own shells.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { localHost, localShells, planOf } from '../test/support/local.ts';
import { contentsOf, type Declared, hostSettings, projectOf } from '../test/support/projects.ts';
import type { ResourceChange } from './result.ts';

const bins = fs.mkdtempSync(join(tmpdir(), 'viki-shells-'));
after(() => fs.rmSync(bins, { recursive: true, force: true }));
fs.chmodSync(bins, 0o711);

const NOBODY = 65534;
const asNobody = ['/usr/bin/setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
const asRoot = { skip: process.getuid?.() === 0 ? false : 'only root may become somebody else without a password' };

for (const shell of localShells(bins)) {
  const local = localHost(shell);
  // (who is nobody must come to the shell, and to BusyBox's tools)
  for (const path of (shell.environment['PATH'] ?? '').split(':'))
    if (path.startsWith(join(tmpdir(), 'viki-'))) fs.chmodSync(path, 0o711);
  const { place } = local;
  const at = (name: string): string => join(place, name);
  beforeEach(async () => {
    await local.reset();
    fs.chmodSync(local.folder, 0o711);
    fs.chownSync(place, NOBODY, NOBODY);
  });
  after(() => local.remove());

  const changesOf = async (
    declared: Declared,
    via: readonly string[] = asNobody,
  ): Promise<readonly ResourceChange[]> => {
    const project = projectOf(declared, [hostSettings('here', { via })]);
    return planOf(await local.operator().plan(project, contentsOf(project))).changes;
  };
  const refusalsOf = async (declared: Declared): Promise<Readonly<Record<string, string | undefined>>> =>
    Object.fromEntries((await changesOf(declared)).map(({ address, refusal }) => [address, refusal?.message]));

  test(`${shell.name}: what lies in a folder of somebody else's is refused, and nothing else`, asRoot, async () => {
    fs.mkdirSync(at('root'));
    fs.writeFileSync(at('root/there'), 'as it is');
    fs.mkdirSync(at('root/open'));
    fs.chmodSync(at('root/open'), 0o777);
    const declared = {
      'file.new': { path: at('root/new'), content: 'x' },
      'file.below': { path: at('root/open/new'), content: 'x' },
      'file.there': { path: at('root/there'), content: 'other', owner: 'root' },
      'file.same': { path: at('root/there/'.slice(0, -1)), content: 'as it is', owner: 'root', mode: '0644' },
      'file.own': { path: at('own'), content: 'x' },
      'mkdir.deep': { path: at('root/a/b') },
    };
    assert.deepEqual(await refusalsOf(declared), {
      'file.new': `nobody may not write to ${at('root/new')} there`,
      'file.below': undefined,
      'file.there': `${at('root/there')} belongs to root, and viki is nobody there`,
      'file.same': undefined,
      'file.own': undefined,
      'mkdir.deep': `nobody may not write to ${at('root/a')} there`,
    });
    const asRoot = await changesOf(declared, ['env']);
    assert.ok(asRoot.every(({ refusal }) => refusal === undefined));
  });

  test(
    `${shell.name}: what is somebody else's in a folder of all may not be replaced, and what is one's own may`,
    asRoot,
    async () => {
      fs.chownSync(place, 0, 0);
      fs.chmodSync(place, 0o1777);
      fs.writeFileSync(at('theirs'), 'x');
      fs.writeFileSync(at('own'), 'x');
      fs.chownSync(at('own'), NOBODY, NOBODY);
      const declared = {
        'file.theirs': { path: at('theirs'), state: 'absent' },
        'file.own': { path: at('own'), state: 'absent' },
        'file.new': { path: at('new'), content: 'x' },
        'file.given': { path: at('given'), content: 'x', owner: 'root' },
      };
      assert.deepEqual(await refusalsOf(declared), {
        'file.theirs': `nobody may not write to ${at('theirs')} there`,
        'file.own': undefined,
        'file.new': undefined,
        'file.given': `only root can give ${at('given')} to root, and viki is nobody there`,
      });
    },
  );

  test(
    `${shell.name}: after a command that may give more rights it is a warning; what only root may is not asked`,
    asRoot,
    async () => {
      fs.mkdirSync(at('root'));
      const open = { command: 'sudo chmod a+w root' };
      const changes = await changesOf({
        'command.open': open,
        'file.new': { path: at('root/new'), content: 'x', after: ['command.open'] },
      });
      assert.deepEqual(
        changes.map(({ refusal, outlook }) => refusal ?? outlook?.warnings),
        [
          undefined,
          [`nobody may not write to ${at('root/new')} there: set \`sudo: true\` for this host, or log in as root`],
        ],
      );
      assert.deepEqual(await refusalsOf({ 'group.team': { name: 'vikiteam' } }), {
        'group.team': 'only root may change the group vikiteam, and viki is nobody there',
      });
    },
  );

  test(
    `${shell.name}: what is to go from a folder of somebody else's, and was not named, is a warning`,
    asRoot,
    async () => {
      for (const folder of ['own', 'own/root']) fs.mkdirSync(at(folder));
      for (const name of ['own/a', 'own/root/b']) fs.writeFileSync(at(name), 'x');
      for (const name of ['own', 'own/a']) fs.chownSync(at(name), NOBODY, NOBODY);
      const copy = { 'copy.site': { path: at('own'), source: 'site', exact: true } };
      const warnings = async (): Promise<readonly string[] | undefined> =>
        (await changesOf(copy))[0]?.outlook?.warnings;
      assert.deepEqual(await warnings(), [
        `viki is nobody there, who may perhaps not remove ${at('own/root/b')}: set \`sudo: true\` for this host, or log in as root`,
      ]);
      fs.chownSync(at('own/root'), NOBODY, NOBODY);
      assert.equal(await warnings(), undefined);
      fs.chownSync(at('own/root'), 0, 0);
      assert.equal((await changesOf(copy, ['env']))[0]?.outlook?.warnings, undefined);
    },
  );
}
