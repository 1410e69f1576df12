// A part of a text is planned and applied, and nothing else of it: not what is in the text besides, nor what has left it.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { localHost, planOf } from '../test/support/local.ts';
import { contentsOf, type Declared, hostSettings, projectOf } from '../test/support/projects.ts';
import { partOf } from './part.ts';
import type { Project } from './project.ts';

const here = localHost();
const { place } = here;
beforeEach(() => here.reset());
after(() => here.remove());

const there = (): readonly string[] => fs.readdirSync(place, { recursive: true }).map(String).toSorted();
const file = (path: string): Declared => ({ [`file.${path}`]: { path: join(place, path), content: path } });
const mkdir = (path: string): Declared => ({ [`mkdir.${path}`]: { path: join(place, path) } });
const projectWith = (...declared: readonly Declared[]): Project =>
  projectOf(Object.assign({}, ...declared), [hostSettings('here')]);

async function told(project: Project): Promise<readonly string[]> {
  const { changes } = planOf(await here.operator().plan(project, contentsOf(project)));
  return changes.map(({ action, address, note }) => `${action} ${address}${note === undefined ? '' : `: ${note}`}`);
}

test('only what is named is done, with all that a loop made of it', async () => {
  const loop = { 'file.b[x]': { path: join(place, 'b'), content: 'b' } };
  const project = projectWith(file('a'), loop, file('c'));
  assert.deepEqual(await told(partOf(project, ['file.b', 'file.c'])), ['create file.b[x]', 'create file.c']);
  assert.equal((await here.apply(partOf(project, ['file.b']))).outcome, 'done');
  assert.deepEqual(there(), ['b']);
  // What is left out was made by an earlier run here, and has not left the text.
  await here.apply(project);
  assert.deepEqual(await told(partOf(project, ['file.c'])), ['none file.c']);
});

test('what has left the text goes when it is named, and nothing else that has', async () => {
  await here.apply(projectWith(file('a'), file('b'), file('c')));
  const later = projectWith(file('c'));
  assert.deepEqual(await told(partOf(later, ['file.c'])), ['none file.c']);
  assert.deepEqual(await told(partOf(later, ['file.a'])), ['remove file.a: left the text']);
  assert.equal((await here.apply(partOf(later, ['file.a']))).outcome, 'done');
  assert.deepEqual(there(), ['b', 'c']);
  assert.deepEqual(await told(later), ['none file.c', 'remove file.b: left the text']);
});

test('what goes stays where something that is left out builds upon it', async () => {
  await here.apply(projectWith(mkdir('app'), file('app/page')));
  assert.deepEqual(await told(partOf(projectWith(file('app/page')), ['mkdir.app'])), [
    'none mkdir.app: left the text; what it made stays, because file.app/page builds upon it',
  ]);
});

test('what is left out and waits for a change of the part is told', async () => {
  const project = projectWith(file('a'), file('b'), file('c'));
  const resources = project.resources.map((one) => (one.name === 'b' ? { ...one, restartOn: ['file.a'] } : one));
  const part = partOf({ ...project, resources }, ['file.a', 'file.c']);
  const { changes } = planOf(await here.operator().plan(part, contentsOf(part)));
  assert.deepEqual(
    changes.map(({ outlook }) => outlook?.warnings),
    [['file.b is left out, so it is not restarted or run again after this'], undefined],
  );
});

test('what is left out keeps what it has in a folder that is to have nothing else', async () => {
  const site = { 'copy.site': { path: join(place, 'site'), source: 'site', exact: true } };
  const made = { 'command.make': { command: 'make', creates: join(place, 'site', 'made') } };
  const project = projectWith(site, file('site/theirs'), made);
  fs.mkdirSync(join(place, 'site'));
  for (const name of ['made', 'nobody', 'theirs']) fs.writeFileSync(join(place, 'site', name), name);
  const part = partOf(project, ['copy.site']);
  const [change] = planOf(await here.operator().plan(part, contentsOf(part))).changes;
  assert.deepEqual(change?.steps, [`remove file ${join(place, 'site', 'nobody')}`]);
});
