// `state: absent`, from the text to the host and back: what is to go goes, innermost first, and nothing else. On this
// machine's own shells.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseDocument, readProject } from '../language/index.ts';
import { type Local, localHost, localShells, planOf } from '../test/support/local.ts';
import { contentsOf } from '../test/support/projects.ts';
import type { Project } from './project.ts';
import type { HostPlan } from './result.ts';

const folder = fs.mkdtempSync(join(tmpdir(), 'viki-absent-'));
after(() => fs.rmSync(folder, { recursive: true }));
const grounds = localShells(folder).map((shell) => ({ name: shell.name, here: localHost(shell) }));
after(() => Promise.all(grounds.map(({ here }) => here.remove())));

type Ground = { readonly here: Local; at(path: string): string; there(): readonly string[] };

function everywhere(what: string, check: (ground: Ground) => Promise<void>): void {
  for (const { name, here } of grounds) {
    test(`${name}: ${what}`, async () => {
      await here.reset();
      const there = (): readonly string[] => fs.readdirSync(here.place, { recursive: true }).map(String).toSorted();
      await check({ here, at: (path) => join(here.place, path), there });
    });
  }
}

function projectOf(mods: string): Project {
  const text = `viki:\n  name: absence\n  hosts: { here: { via: local } }\n  mods: { ${mods} }\n`;
  const { project, problems } = readProject([parseDocument('a.vk.yaml', text)], 'a');
  assert.ok(project, JSON.stringify(problems, undefined, 1));
  assert.deepEqual(problems, []);
  return project;
}

const planned = async ({ here }: Ground, project: Project): Promise<HostPlan> =>
  planOf(await here.operator().plan(project, contentsOf(project)));

const told = ({ changes }: HostPlan): readonly string[] =>
  changes.map(({ action, address, note, refusal }) => `${action} ${address}: ${refusal?.message ?? note ?? ''}`);

everywhere('a file and the folder around it go, in whatever order they are written, and come back', async (ground) => {
  const { here, at, there } = ground;
  fs.mkdirSync(at('app'), { mode: 0o750 });
  fs.writeFileSync(at('app/page'), 'precious', { mode: 0o640 });
  const mkdir = `mkdir: { app: { path: "${at('app')}", state: absent } }`;
  const file = `file: { page: { path: "${at('app/page')}", state: absent } }`;
  const gone = projectOf(`${mkdir}, ${file}`);
  assert.deepEqual(told(await planned(ground, gone)), ['remove file.page: ', 'remove mkdir.app: ']);
  assert.equal((await here.apply(gone)).outcome, 'done');
  assert.deepEqual(there(), []);
  assert.deepEqual(told(await planned(ground, gone)), ['none file.page: ', 'none mkdir.app: ']);
  assert.equal((await here.rollBack(gone)).outcome, 'done');
  assert.equal(fs.readFileSync(at('app/page'), 'utf8'), 'precious');
  assert.equal(fs.statSync(at('app')).mode & 0o777, 0o750);
});

everywhere('a folder in which something stays, or is put by the same text, is refused', async (ground) => {
  const { at } = ground;
  fs.mkdirSync(at('app'));
  const mkdir = `mkdir: { app: { path: "${at('app')}", state: absent } }`;
  const page = `file: { page: { path: "${at('app/page')}", content: x } }`;
  const empty = await planned(ground, projectOf(mkdir));
  assert.deepEqual(told(empty), ['remove mkdir.app: ']);
  const refused = `refused mkdir.app: ${at('app')} is not empty: page is in it`;
  assert.deepEqual(told(await planned(ground, projectOf(`${mkdir}, ${page}`))), ['create file.page: ', refused]);
  fs.writeFileSync(at('app/page'), '');
  assert.deepEqual(told(await planned(ground, projectOf(mkdir))), [refused]);
});

everywhere('what a run made, the text took away, and then does not mention is not told any more', async (ground) => {
  const { here, at } = ground;
  const app = `app: { path: "${at('app')}"`;
  await here.apply(projectOf(`mkdir: { ${app} } }`));
  await here.apply(projectOf(`mkdir: { ${app}, state: absent } }`));
  assert.deepEqual(told(await planned(ground, projectOf('mkdir: {}'))), []);
});

everywhere('what may not be destroyed is not', async (ground) => {
  const { at } = ground;
  const text = `file: { page: { path: "${at('page')}", state: absent, prevent_destroy: true } }`;
  assert.deepEqual(told(await planned(ground, projectOf(text))), ['none file.page: ']);
  fs.writeFileSync(at('page'), '');
  const [refused = ''] = told(await planned(ground, projectOf(text)));
  assert.match(refused, /^refused file\.page: prevent_destroy says that it stays/);
});

everywhere('a part of a file that may not be destroyed is not', async (ground) => {
  const { at } = ground;
  const text = `line: { some: { path: "${at('page')}", line: a, state: absent, prevent_destroy: true } }`;
  fs.writeFileSync(at('page'), 'b\n');
  assert.deepEqual(told(await planned(ground, projectOf(text))), ['none line.some: ']);
  fs.writeFileSync(at('page'), 'a\nb\n');
  const [refused = ''] = told(await planned(ground, projectOf(text)));
  assert.match(refused, /^refused line\.some: prevent_destroy says that it stays/);
});

test('a module whose things can not go says so in the text', () => {
  const text = `viki:\n  hosts: { here: { via: local } }\n  mods: { command: { a: { command: make, creates: /a, state: absent } } }\n`;
  const { problems } = readProject([parseDocument('a.vk.yaml', text)], 'a');
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['not-yet'],
  );
});
