// What a folder that is to have nothing else may have in it, on a real disk: names that no text can have.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { localHost, planOf } from '../test/support/local.ts';
import { contentsOf, type Declared, hostSettings, projectOf } from '../test/support/projects.ts';
import type { ResourceChange } from './result.ts';

const here = localHost();
const site = join(here.place, 'site');
const NOT_UTF8 = Buffer.from([0xe9, 0xff]);
beforeEach(async () => {
  await here.reset();
  fs.mkdirSync(join(site, 'theirs'), { recursive: true });
});
after(() => here.remove());

async function changeOf(more: Declared = {}): Promise<ResourceChange | undefined> {
  const copy = { 'copy.site': { path: site, source: 'site', exact: true } };
  const project = projectOf({ ...copy, ...more }, [hostSettings('here')]);
  const { changes } = planOf(await here.operator().plan(project, contentsOf(project)));
  return changes.find(({ address }) => address === 'copy.site');
}

const untold = (path: string): string => `${path}, or what it leads to, is not UTF-8, so viki could not name it there`;

test('a name that is not UTF-8 is refused, as nothing could be done about it', async () => {
  fs.writeFileSync(Buffer.concat([Buffer.from(`${site}/theirs/`), NOT_UTF8]), 'x');
  assert.equal((await changeOf())?.refusal?.message, untold(`${site}/theirs/\ufffd\ufffd`));
});

test('so is a link that leads to one', async () => {
  fs.symlinkSync(NOT_UTF8, join(site, 'link'));
  assert.equal((await changeOf())?.refusal?.message, untold(`${site}/link`));
});

test('it stays where it is with what others have', async () => {
  fs.writeFileSync(Buffer.concat([Buffer.from(`${site}/theirs/`), NOT_UTF8]), 'x');
  fs.symlinkSync(NOT_UTF8, join(site, 'theirs', 'link'));
  fs.writeFileSync(join(site, 'nobody'), 'x');
  const change = await changeOf({ 'mkdir.theirs': { path: join(site, 'theirs') } });
  assert.deepEqual(change?.steps, [`remove file ${site}/nobody`]);
});

test('a link that leads to what parts the answers of a host is told, and nothing is done', async () => {
  fs.symlinkSync('to\u001d\u001e', join(site, 'link'));
  assert.match((await changeOf())?.refusal?.message ?? '', /another character that can not be told$/);
});
