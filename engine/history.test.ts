// What a host remembers of its runs, and what that means for going back: on this machine's own shell, with viki's folder
// of the host in a temporary place.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { noAsker } from '../hosts/asker.ts';
import { openHost } from '../hosts/open.ts';
import { contentsOf, type Declared, hostSettings, projectOf } from '../test/support/projects.ts';
import { createOperator } from './operate.ts';
import type { Project } from './project.ts';
import type { ApplyResult, HostPlan, ProjectPlan } from './result.ts';

const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'viki-history-')));
const home = join(folder, 'home');
const place = join(folder, 'place');
let runs = 0;

const operator = createOperator({
  openHost: (settings) =>
    openHost(settings, {
      folder,
      asker: noAsker,
      environment: { ...process.env, VIKI_HOME: home },
      hostKeys: 'strict',
    }),
  now: () => 0,
  // Clocks of clients differ: what counts is whose turn it was on the host.
  newRunId: () => `run-${String(1000 - ++runs)}`,
  who: 'test@here',
  emit: () => undefined,
});

beforeEach(() => {
  for (const path of [home, place]) fs.rmSync(path, { recursive: true, force: true });
  fs.mkdirSync(place);
});
after(async () => {
  await operator.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function project(declared: Declared, name = 'shop'): Project {
  return { ...projectOf(declared, [hostSettings('here')]), name };
}

const file = (name: string, content: string): Declared => ({ [`file.${name}`]: { path: join(place, name), content } });
const files = (...names: readonly string[]): Declared => Object.assign({}, ...names.map((name) => file(name, name)));

function planOf(plan: ProjectPlan): HostPlan {
  const [first] = plan.hosts;
  assert.ok(first && 'plan' in first.result, JSON.stringify(first));
  return first.result.plan;
}

async function apply(wanted: Project): Promise<ApplyResult> {
  const contents = contentsOf(wanted);
  const [result] = await operator.apply(wanted, await operator.plan(wanted, contents), contents);
  assert.ok(result);
  return result;
}

async function rollBack(of: Project, run?: string): Promise<ApplyResult> {
  const options = run === undefined ? {} : { run };
  const [result] = await operator.apply(of, await operator.planRollback(of, options), undefined);
  assert.ok(result);
  return result;
}

const there = (): readonly string[] => fs.readdirSync(place).toSorted();

test('rollbacks take back one run after the other, the last one first, whatever their names', async () => {
  const shop = project({});
  for (const names of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
    assert.equal((await apply(project(files(...names)))).outcome, 'done');
  }
  for (const left of [['a', 'b'], ['a'], []]) {
    assert.equal((await rollBack(shop)).outcome, 'done');
    assert.deepEqual(there(), left);
  }
  assert.equal((await rollBack(shop)).failure?.kind, 'nothing-to-undo');
});

test('what must not be destroyed is not taken away by a rollback, unless forced', async () => {
  const shop = project(files('a'));
  const kept = { ...shop, resources: shop.resources.map((resource) => ({ ...resource, preventDestroy: true })) };
  await apply(kept);
  const refused = planOf(await operator.planRollback(kept));
  assert.equal(refused.request, undefined);
  assert.match(refused.changes[0]?.refusal?.message ?? '', /prevent_destroy says that it stays/);
  const forced = planOf(await operator.planRollback(kept, { force: true }));
  assert.ok(forced.request);
  assert.match(forced.changes[0]?.outlook?.warnings?.join() ?? '', /prevent_destroy says that it stays/);
  assert.ok(planOf(await operator.planRollback(shop)).request);
});

test('a rollback can be taken back, and then the run can be taken back again', async () => {
  const shop = project({});
  await apply(project(files('z')));
  await apply(project(files('z', 'a')));
  const back = await rollBack(shop);
  assert.deepEqual(there(), ['z']);
  assert.equal((await rollBack(shop, back.run)).outcome, 'done');
  assert.deepEqual(there(), ['a', 'z']);
  await rollBack(shop);
  assert.deepEqual(there(), ['z'], 'a is taken back again, and not z');
});

test('whoever looks at a run that ended long ago hears that it was taken back since', async () => {
  const shop = project(files('a'));
  const done = await apply(shop);
  const before = await operator.attach(shop, 'here', done.run);
  assert.deepEqual([before.outcome, before.takenBackBy], ['done', undefined]);
  const back = await rollBack(shop);
  const after = await operator.attach(shop, 'here', done.run);
  assert.deepEqual([after.outcome, after.takenBackBy], ['done', back.run]);
});

test('a run whose changes are gone already does not stand in the way of those before it', async () => {
  const shop = project({});
  await apply(project(files('a')));
  await apply(project(files('a', 'b')));
  fs.rmSync(join(place, 'b'));
  assert.equal((await rollBack(shop)).outcome, 'done');
  assert.deepEqual(there(), []);
});

test('chosen resources of a run are taken back, and the others later', async () => {
  const shop = project({ ...file('a', 'a'), ...file('b', 'b') });
  await apply(shop);
  const plan = await operator.planRollback(shop, { resources: ['file.a'] });
  const [back] = await operator.apply(shop, plan, undefined);
  assert.equal(back?.outcome, 'done', JSON.stringify(back));
  assert.deepEqual(there(), ['b']);
  assert.equal((await rollBack(shop)).outcome, 'done');
  assert.deepEqual(there(), []);
});

test('what a run did that nobody can take back is told before the rest of it is taken back', async () => {
  const made = join(place, 'made');
  const touch = (spec: Declared[string]): Declared => ({ 'command.make': { command: `touch ${made}`, ...spec } });
  const noteAfter = async (declared: Declared): Promise<string | undefined> => {
    await apply(project({ ...file('a', 'a'), ...declared }));
    const plan = planOf(await operator.planRollback(project({})));
    return plan.changes.find(({ address }) => address === 'command.make')?.note;
  };
  const staying = /^what it did stays: nothing says how to take back what it does/;
  assert.match((await noteAfter(touch({ creates: made }))) ?? '', staying);
  await rollBack(project({}));
  assert.deepEqual(there(), ['made']);
  // (nothing can tell of this one whether it has run)
  assert.match((await noteAfter(touch({}))) ?? '', staying);
  await rollBack(project({}));
  fs.rmSync(made);
  assert.equal(await noteAfter(touch({ creates: made, undo: `rm ${made}` })), undefined);
});

test('what somebody else took away since does not stay', async () => {
  const made = join(place, 'made');
  await apply(project({ ...file('a', 'a'), 'command.make': { command: `touch ${made}`, creates: made } }));
  fs.rmSync(made);
  const plan = planOf(await operator.planRollback(project({})));
  assert.deepEqual(
    plan.changes.map(({ address, note }) => [address, note]),
    [
      ['command.make', undefined],
      ['file.a', undefined],
    ],
  );
});

test('what is refused says what changed, and who has been at work since', async () => {
  const shop = project(file('a', 'a'));
  const first = await apply(shop);
  const second = await apply(project(file('a', 'b')));
  const refused = planOf(await operator.planRollback(shop, { run: first.run ?? '' }));
  const message = refused.changes[0]?.refusal?.message ?? '';
  assert.match(
    message,
    new RegExp(`somebody changed .*/a since that run .*runs there since: ${second.run} of test@here`),
  );
  fs.writeFileSync(join(place, 'a'), 'theirs');
  const latest = planOf(await operator.planRollback(shop, { run: second.run ?? '' }));
  assert.match(latest.changes[0]?.refusal?.message ?? '', /no run of viki did$/);
});

test('a project takes back its own runs only', async () => {
  const shop = project(file('shop', 's'), 'shop');
  const monitoring = project(file('monitoring', 'm'), 'monitoring of  it all');
  await apply(shop);
  await apply(monitoring);
  await rollBack(shop);
  assert.deepEqual(there(), ['monitoring']);
  await rollBack(monitoring);
  assert.deepEqual(there(), []);
});

test('bytes that were kept badly are kept again before they are gone', async () => {
  fs.writeFileSync(join(place, 'a'), 'the original');
  const wanted = project(file('a', 'new'));
  const contents = contentsOf(wanted);
  const plan = await operator.plan(wanted, contents);
  const [kept] = planOf(plan).request?.keep ?? [];
  assert.ok(kept);
  fs.mkdirSync(join(home, 'blobs'), { recursive: true });
  fs.writeFileSync(join(home, 'blobs', kept.sha256), '');
  const [result] = await operator.apply(wanted, plan, contents);
  assert.equal(result?.outcome, 'done');
  assert.equal((await rollBack(wanted)).outcome, 'done');
  assert.equal(fs.readFileSync(join(place, 'a'), 'utf8'), 'the original');
});

test('damaged bytes never come to their place', async () => {
  fs.writeFileSync(join(place, 'a'), 'the original');
  const wanted = project(file('a', 'new'));
  await apply(wanted);
  const plan = await operator.planRollback(wanted);
  for (const blob of fs.readdirSync(join(home, 'blobs'))) fs.writeFileSync(join(home, 'blobs', blob), 'damaged');
  const [back] = await operator.apply(wanted, plan, undefined);
  assert.equal(back?.outcome, 'undone');
  assert.match(back?.failure?.message ?? '', /the bytes kept for .* are damaged/);
  assert.equal(fs.readFileSync(join(place, 'a'), 'utf8'), 'new');
});

test('a connection that died between plan and apply is made anew', async () => {
  const wanted = project(file('a', 'a'));
  const contents = contentsOf(wanted);
  const plan = await operator.plan(wanted, contents);
  await operator.close();
  const [result] = await operator.apply(wanted, plan, contents);
  assert.equal(result?.outcome, 'done');
});

test('a dead run that can not be walked back by itself is named, and nothing else is touched', async () => {
  await apply(project(file('a', 'a')));
  const [run = ''] = fs.readdirSync(join(home, 'runs'));
  fs.rmSync(join(home, 'runs', run, 'outcome'));
  fs.writeFileSync(join(home, 'runs', run, 'program'), '');
  const result = await apply(project(file('b', 'b')));
  assert.equal(result.outcome, 'failed');
  assert.match(result.failure?.message ?? '', new RegExp(`finish a run that was left half done: the run ${run}`));
  assert.deepEqual(there(), ['a']);
});

test('two questions to one host at once are asked one after the other', async () => {
  fs.writeFileSync(join(place, 'a'), 'some bytes');
  const shop = project({});
  const answers = await Promise.all([1, 2, 3].map(() => operator.bytes(shop, 'here', join(place, 'a'))));
  for (const answer of answers) assert.ok('bytes' in answer && Buffer.from(answer.bytes).toString() === 'some bytes');
});
