// A folder that a run made and somebody else put something into stays when the run is taken back, and when it leaves the
// text; the plan says so beforehand. On this machine's own shells.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Local, localHost, localShells, planOf } from '../test/support/local.ts';
import { contentsOf, hostSettings, projectOf } from '../test/support/projects.ts';
import { keptFolders, keptText, parseInside } from './kept.ts';
import type { Project } from './project.ts';
import type { HostPlan } from './result.ts';

const folder = fs.mkdtempSync(join(tmpdir(), 'viki-kept-'));
after(() => fs.rmSync(folder, { recursive: true }));
const grounds = localShells(folder).map((shell) => ({ name: shell.name, here: localHost(shell) }));
after(() => Promise.all(grounds.map(({ here }) => here.remove())));

type Ground = {
  readonly here: Local;
  readonly project: Project;
  at(path: string): string;
  there(): readonly string[];
  preview(resources?: readonly string[]): Promise<HostPlan>;
};

function everywhere(what: string, check: (ground: Ground) => Promise<void>): void {
  for (const { name, here } of grounds) {
    const at = (path: string): string => join(here.place, path);
    const declared = {
      'mkdir.app': { path: at('opt/app') },
      'mkdir.logs': { path: at('opt/app/logs') },
      'file.page': { path: at('opt/app/page'), content: 'page' },
    };
    const project = projectOf(declared, [hostSettings('here')]);
    const there = (): readonly string[] => fs.readdirSync(here.place, { recursive: true }).map(String).toSorted();
    const preview = async (resources?: readonly string[]): Promise<HostPlan> =>
      planOf(await here.operator().planRollback(project, resources ? { resources } : {}));
    test(`${name}: ${what}`, async () => {
      await here.reset();
      assert.equal((await here.apply(project)).outcome, 'done');
      await check({ here, project, at, there, preview });
    });
  }
}

const noteOf = (plan: HostPlan, address: string): string | undefined =>
  plan.changes.find((change) => change.address === address)?.note;

everywhere('it stays with what is in it, the rest is taken back, and the plan says so', async (ground) => {
  const { here, at, there, project } = ground;
  fs.writeFileSync(at('opt/app/notes'), 'of somebody else');
  const plan = await ground.preview();
  assert.equal(
    noteOf(plan, 'mkdir.app'),
    `${at('opt')} stays, because app is in it; ${at('opt/app')} stays, because notes is in it`,
  );
  assert.equal(noteOf(plan, 'mkdir.logs'), undefined);
  assert.deepEqual(
    plan.changes.map(({ address, action }) => [address, action]),
    [
      ['file.page', 'remove'],
      ['mkdir.logs', 'remove'],
      ['mkdir.app', 'none'],
    ],
  );
  assert.equal((await here.rollBack(project)).outcome, 'done');
  assert.deepEqual(there(), ['opt', 'opt/app', 'opt/app/notes']);
});

everywhere('once somebody takes theirs away, the folder goes with the rest', async ({ here, at, there, project }) => {
  fs.writeFileSync(at('opt/app/.hidden'), '');
  fs.mkdirSync(at('opt/app/logs/old\nnews'));
  fs.symlinkSync('nowhere', at('opt/app/logs/-link'));
  const noted = planOf(await here.operator().planRollback(project));
  assert.match(noteOf(noted, 'mkdir.app') ?? '', /app stays, because (logs and \.hidden|\.hidden and logs) are in it$/);
  assert.match(noteOf(noted, 'mkdir.logs') ?? '', /logs stays, because -link and old\nnews are in it$/);
  fs.rmSync(at('opt/app/.hidden'));
  fs.rmdirSync(at('opt/app/logs/old\nnews'));
  fs.rmSync(at('opt/app/logs/-link'));
  assert.equal((await here.rollBack(project)).outcome, 'done');
  assert.deepEqual(there(), []);
});

everywhere('of chosen resources, what the others made keeps the folder', async ({ preview, at }) => {
  const plan = await preview(['mkdir.app']);
  assert.match(noteOf(plan, 'mkdir.app') ?? '', new RegExp(`${at('opt/app')} stays, because logs and page are in it$`));
  assert.equal(plan.request, undefined, 'there is nothing left to do');
});

everywhere('what left the text leaves a folder that others use', async ({ here, at, there }) => {
  fs.writeFileSync(at('opt/app/logs/today'), 'of somebody else');
  const empty = projectOf({}, [hostSettings('here')]);
  const plan = planOf(await here.operator().plan(empty, contentsOf(empty)));
  assert.equal(noteOf(plan, 'file.page'), 'left the text');
  assert.equal(noteOf(plan, 'mkdir.logs'), `left the text; ${at('opt/app/logs')} stays, because today is in it`);
  assert.match(noteOf(plan, 'mkdir.app') ?? '', /^left the text; .*opt\/app stays, because logs is in it$/);
  assert.equal((await here.apply(empty)).outcome, 'done');
  assert.deepEqual(there(), ['opt', 'opt/app', 'opt/app/logs', 'opt/app/logs/today']);
});

everywhere(
  'something that is put there after the plan is not removed either: the rollback goes back',
  async (ground) => {
    const { here, project, at, there } = ground;
    const operator = here.operator();
    const plan = await operator.planRollback(project);
    fs.writeFileSync(at('opt/app/late'), '');
    const [result] = await operator.apply(project, plan, undefined);
    assert.equal(result?.outcome, 'undone', JSON.stringify(result));
    assert.deepEqual(there(), ['opt', 'opt/app', 'opt/app/late', 'opt/app/logs', 'opt/app/page']);
    assert.equal((await here.rollBack(project)).outcome, 'done', 'a new plan knows of it');
    assert.deepEqual(there(), ['opt', 'opt/app', 'opt/app/late']);
  },
);

test('a folder that stays is no news where it would have stayed anyway', () => {
  const [DIRECTORY, ABSENT] = [{ is: 'directory' }, { is: 'absent' }];
  const inside = parseInside(
    ['0\tentries:a/b/c/d', '1\tentries:x', '7\tentries:nothing', '1\todd'],
    ['path:/one', 'path:/two'],
  );
  const now = { 'path:/one': DIRECTORY, 'path:/two': DIRECTORY, 'path:/one/a': DIRECTORY };
  const target = { 'path:/one': ABSENT, 'path:/one/a': ABSENT };
  const kept = keptFolders(now, target, inside);
  assert.deepEqual([...kept], [['path:/one', ['b', 'c', 'd']]]);
  assert.equal(keptText(kept, ['path:/two', 'path:/one']), '/one stays, because b, c and d are in it');
  const more = keptFolders(now, { 'path:/one': ABSENT }, inside);
  assert.equal(keptText(more, ['path:/one']), '/one stays, because a, b, c and 1 more are in it');
});
