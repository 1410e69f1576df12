// What leaves the text: what viki created goes, what was there before stays, and all of it can be taken back. On this
// machine's own shells.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Local, type LocalShell, localHost, localShells, planOf } from '../test/support/local.ts';
import { contentsOf, type Declared, hostSettings, projectOf, sha256Of } from '../test/support/projects.ts';
import type { Project } from './project.ts';
import type { HostPlan } from './result.ts';

const folder = fs.mkdtempSync(join(tmpdir(), 'viki-removals-'));
after(() => fs.rmSync(folder, { recursive: true }));

type Ground = {
  readonly name: string;
  readonly here: Local;
  at(path: string): string;
  there(): readonly string[];
  file(path: string, content?: string): Declared;
  mkdir(path: string): Declared;
  project(...declared: readonly Declared[]): Project;
  plan(wanted: Project, force?: boolean): Promise<HostPlan>;
  apply(...declared: readonly Declared[]): Promise<void>;
};

function groundOf(shell: LocalShell): Ground {
  const here = localHost(shell);
  const at = (path: string): string => join(here.place, path);
  const project = (...declared: readonly Declared[]): Project =>
    projectOf(Object.assign({}, ...declared), [hostSettings('here')]);
  return {
    name: shell.name,
    here,
    at,
    there: () => fs.readdirSync(here.place, { recursive: true }).map(String).toSorted(),
    file: (path, content = path) => ({ [`file.${path}`]: { path: at(path), content } }),
    mkdir: (path) => ({ [`mkdir.${path}`]: { path: at(path) } }),
    project,
    plan: async (wanted, force = false) => planOf(await here.operator().plan(wanted, contentsOf(wanted), { force })),
    async apply(...declared) {
      const result = await here.apply(project(...declared));
      assert.ok(result.outcome === 'done' || result.outcome === 'nothing', JSON.stringify(result));
    },
  };
}

const grounds = localShells(folder).map(groundOf);
after(() => Promise.all(grounds.map(({ here }) => here.remove())));

function everywhere(what: string, check: (ground: Ground) => Promise<void>): void {
  for (const ground of grounds) {
    test(`${ground.name}: ${what}`, async () => {
      await ground.here.reset();
      await check(ground);
    });
  }
}

const told = ({ changes }: HostPlan): readonly string[] =>
  changes.map(({ action, address, note }) => `${action} ${address}${note === undefined ? '' : `: ${note}`}`);

everywhere(
  'what viki created is removed with what it is in, and a rollback brings it back',
  async ({ here, at, there, file, mkdir, project, plan, apply }) => {
    await apply(mkdir('app/logs'), file('keep'));
    await apply(mkdir('app/logs'), file('keep'), file('app/logs/a b'));
    const wanted = project(file('keep'));
    assert.deepEqual(told(await plan(wanted)), [
      'none file.keep',
      'remove file.app/logs/a b: left the text',
      'remove mkdir.app/logs: left the text',
    ]);
    const contents = JSON.stringify(fs.readFileSync(at('app/logs/a b'), 'utf8'));
    const { run } = await here.apply(wanted);
    assert.deepEqual(there(), ['keep']);
    assert.deepEqual(told(await plan(wanted)), ['none file.keep']);
    await here.rollBack(wanted, run);
    assert.equal(JSON.stringify(fs.readFileSync(at('app/logs/a b'), 'utf8')), contents);
    assert.equal((await plan(wanted)).changes.filter(({ action }) => action === 'remove').length, 2);
  },
);

everywhere(
  'what was there before viki stays, and is forgotten with the next run',
  async ({ at, file, project, plan, apply }) => {
    fs.writeFileSync(at('motd'), 'before');
    await apply(file('motd', 'ours'));
    const note = 'none file.motd: left the text; it was there before viki, so it stays as it is';
    assert.deepEqual(told(await plan(project())), [note]);
    await apply(file('other'));
    assert.equal(fs.readFileSync(at('motd'), 'utf8'), 'ours');
    assert.deepEqual(told(await plan(project(file('other')))), ['none file.other']);
  },
);

everywhere(
  'what was put into a file of somebody else stays in it, and the plan says how it is taken out',
  async ({ at, project, plan, apply }) => {
    fs.writeFileSync(at('keys'), 'theirs\n');
    await apply({ 'line.ours': { path: at('keys'), line: 'ours' } });
    const note = 'its file was there before viki, so it stays in it: `state: absent` would take it out';
    assert.deepEqual(told(await plan(project())), [`none line.ours: left the text; ${note}`]);
  },
);

everywhere(
  "what a run created and was taken back is nobody's any more",
  async ({ here, at, file, project, plan, apply }) => {
    await apply(file('a'));
    await here.rollBack(project());
    fs.writeFileSync(at('a'), 'of somebody else');
    assert.deepEqual(told(await plan(project())), []);
  },
);

everywhere(
  'a resource of another name for the same thing, and folders that the text still needs, stay',
  async ({ at, there, file, mkdir, project, plan, apply }) => {
    await apply(mkdir('app'), file('app/a'), file('b'));
    const renamed = { 'file.renamed': { path: at('b'), content: 'b' } };
    await apply(file('app/a'), renamed);
    assert.deepEqual(there(), ['app', 'app/a', 'b']);
    assert.equal((await plan(project(file('app/a'), renamed))).request, undefined);
  },
);

everywhere('what must not be destroyed is refused, unless forced', async ({ here, file, project, plan }) => {
  const kept = project(file('a'));
  const [resource] = kept.resources;
  assert.ok(resource);
  await here.apply({ ...kept, resources: [{ ...resource, preventDestroy: true }] });
  const refused = await plan(project());
  assert.equal(refused.request, undefined);
  assert.match(refused.changes[0]?.refusal?.message ?? '', /it left the text, and prevent_destroy says that it stays/);
  const forced = await plan(project(), true);
  assert.deepEqual(told(forced), ['remove file.a: left the text']);
  assert.match(forced.changes[0]?.outlook?.warnings?.join() ?? '', /prevent_destroy says that it stays/);
});

everywhere(
  'what somebody else wrote since is not removed, unless forced',
  async ({ at, file, project, plan, apply }) => {
    await apply(file('a', 'first'), file('b'));
    await apply(file('a', 'second'), file('b'));
    assert.deepEqual(told(await plan(project(file('b')))), ['none file.b', 'remove file.a: left the text']);
    fs.writeFileSync(at('a'), 'of somebody else');
    const refused = await plan(project(file('b')));
    assert.equal(refused.request, undefined);
    const { message = '' } = refused.changes[1]?.refusal ?? {};
    assert.match(message, /it left the text, and somebody changed .*\/a \(content 6 bytes.* → 16 bytes/);
    const forced = await plan(project(file('b')), true);
    assert.deepEqual(told(forced), ['none file.b', 'remove file.a: left the text']);
    assert.deepEqual(forced.changes[1]?.outlook?.warnings, [message]);
  },
);

everywhere(
  "another project's resources are not ours to remove; what is made again after a removal is ours again",
  async ({ at, file, project, plan, apply }) => {
    await apply(file('a'));
    assert.deepEqual(told(await plan({ ...project(), name: 'another' })), []);
    await apply();
    fs.writeFileSync(at('a'), 'of somebody else');
    await apply(file('a'));
    assert.match(told(await plan(project()))[0] ?? '', /it was there before viki/);
  },
);

everywhere(
  'a folder that somebody put files into stays, and the rest is done',
  async ({ here, at, there, file, mkdir, project, apply }) => {
    await apply(mkdir('app'));
    fs.writeFileSync(at('app/data'), 'precious');
    const result = await here.apply(project(file('other')));
    assert.equal(result.outcome, 'done');
    assert.deepEqual(there(), ['app', 'app/data', 'other']);
  },
);

/** A folder with these files, of whose bytes a `file` beside it has the same. */
function copied({ at, file }: Ground, ...names: readonly string[]): Declared {
  const ref = { sha256: sha256Of('bytes'), size: 5 };
  const tree = names.map((path) => ({ path, is: 'file', mode: '0600', ...ref }));
  return { ...file('bytes'), 'copy.all': { path: at('all'), tree } };
}

everywhere('what several runs have put into one folder goes with it, and comes back', async (ground) => {
  const { here, there, file, project, plan, apply } = ground;
  await apply(copied(ground, 'first', 'gone'));
  await apply(copied(ground, 'first', 'second'));
  const third = await here.apply(project(copied(ground, 'first', 'second', 'third')));
  const wanted = project(file('bytes'));
  const { changes } = await plan(wanted);
  assert.deepEqual(
    changes[1]?.steps.map((step) => step.slice(step.lastIndexOf('/'))),
    ['/third', '/second', '/gone', '/first', '/all'],
  );
  const { run } = await here.apply(wanted);
  assert.deepEqual(there(), ['bytes']);
  await here.rollBack(wanted, run);
  assert.deepEqual(there(), ['all', 'all/first', 'all/gone', 'all/second', 'all/third', 'bytes']);
  // A run that was taken back has made nothing.
  await here.rollBack(wanted, third.run);
  assert.equal((await plan(wanted)).changes[1]?.steps.length, 4);
});

everywhere('of a folder that was there before, only what viki put into it goes', async (ground) => {
  const { at, there, file, project, plan, apply } = ground;
  fs.mkdirSync(at('all'));
  fs.writeFileSync(at('all/theirs'), 'theirs');
  fs.writeFileSync(at('all/first'), 'of somebody else');
  await apply(copied(ground, 'first'));
  await apply(copied(ground, 'first', 'second'));
  const wanted = project(file('bytes'));
  assert.equal(told(await plan(wanted))[1], 'change copy.all: left the text; what was there before viki stays');
  await apply(file('bytes'));
  assert.deepEqual(there(), ['all', 'all/first', 'all/theirs', 'bytes']);
  assert.deepEqual(told(await plan(wanted)), ['none file.bytes']);
});
