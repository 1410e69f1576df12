// What a host tells of its runs, and going on with one that another client began: on this machine's own shell.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { localHost, planOf } from '../test/support/local.ts';
import { contentsOf, hostSettings, projectOf } from '../test/support/projects.ts';
import type { Policy, Project } from './project.ts';

const local = localHost();
const { place } = local;
beforeEach(() => local.reset());
after(() => local.remove());

const project = (policy: Partial<Policy> = {}): Project =>
  projectOf(
    { 'file.a': { path: join(place, 'a'), content: 'a' }, 'file.b': { path: join(place, 'b'), content: 'b' } },
    [hostSettings('here')],
    policy,
  );
const WAITING = `[ "$1 $2" != 'before begin 2' ] || until [ -e "$v_home/gate" ]; do sleep 0.02; done`;
const openGate = (): void => fs.writeFileSync(join(local.home, 'gate'), '');

test('the runs of a host, the newest last, with who took back which', async () => {
  await local.apply(project());
  await local.rollBack(project());
  const [here] = await local.operator().runs(project());
  assert.equal(here?.failure, undefined);
  assert.equal(here?.dropped, false);
  const [first, second] = here?.runs ?? [];
  assert.deepEqual([first?.outcome, second?.outcome, second?.undoes], ['done', 'done', first?.run]);
  assert.equal(first?.undoneBy, second?.run);
});

test('a run that goes on is attached to by another client, and followed to its end', async () => {
  local.boundary = WAITING;
  const applying = local.apply(project());
  await local.heard('begin');
  const other = local.operator();
  const [here] = await other.runs(project());
  assert.equal(here?.runs.at(-1)?.outcome, 'running');
  local.events.length = 0;
  const attached = other.attach(project(), 'here');
  openGate();
  assert.equal((await attached).outcome, 'done');
  assert.ok(local.events.some((event) => event.what === 'done' && event.address === 'file.b'));
  assert.equal((await applying).outcome, 'done');
});

test('whoever follows a run that somebody else began may cancel it: it goes back', async () => {
  local.boundary = `[ "$1 $2" != 'before done 1' ] || until ls "$v_home"/runs/*/cancel >/dev/null 2>&1; do sleep 0.02; done`;
  const applying = local.apply(project());
  await local.heard('begin');
  const cancel = new AbortController();
  local.events.length = 0;
  const attached = local.operator().attach(project(), 'here', undefined, cancel.signal);
  await local.heard('started');
  cancel.abort();
  assert.deepEqual([(await attached).outcome, (await applying).outcome], ['undone', 'undone']);
  assert.deepEqual(fs.readdirSync(place), []);
});

test('while somebody looks at a plan nothing is locked: others apply, and the plan is then refused', async () => {
  const first = local.operator();
  const contents = contentsOf(project());
  const plan = await first.plan(project(), contents);
  assert.deepEqual(fs.existsSync(join(local.home, 'lock')), false);
  assert.equal((await local.apply(project())).outcome, 'done');
  const [refused] = await first.apply(project(), plan, contents);
  assert.equal(refused?.outcome, 'stale', JSON.stringify(refused));
});

test('to attach to a run that was broken off is to have it walked back', async () => {
  await local.apply(project());
  const [run = ''] = fs.readdirSync(join(local.home, 'runs'));
  // As if its runner had died before it could say how it ended.
  fs.rmSync(join(local.home, 'runs', run, 'outcome'));
  const operator = local.operator();
  const plan = planOf(await operator.plan(project(), contentsOf(project())));
  assert.equal(plan.runs.at(-1)?.outcome, 'unfinished', 'the plan shows it');
  const result = await operator.attach(project(), 'here');
  assert.deepEqual([result.run, result.outcome], [run, 'undone'], JSON.stringify(result));
  assert.deepEqual(fs.readdirSync(place), []);
});

test('a run that waits to be confirmed stays when somebody comes in anew to look at it', async () => {
  const confirmed = project({ confirmSeconds: 600 });
  const applying = local.apply(confirmed, { confirm: 'manual' });
  await local.heard('awaiting');
  const other = local.operator();
  const [here] = await other.runs(confirmed);
  assert.equal(here?.awaiting, here?.runs.at(-1)?.run);
  assert.equal((await other.attach(confirmed, 'here')).outcome, 'done');
  assert.equal((await applying).outcome, 'done');
});

test('where no run goes on there is nothing to attach to, and a run that is unknown is said to be', async () => {
  const operator = local.operator();
  assert.equal((await operator.attach(project(), 'here')).outcome, 'not-begun');
  assert.match(
    (await operator.attach(project(), 'here', 'run-x')).failure?.message ?? '',
    /this host has no run run-x/,
  );
});

test('runs keep their order when a power cut has emptied the file that counts them', async () => {
  await local.apply(project());
  await local.rollBack(project());
  fs.writeFileSync(join(local.home, 'sequence'), '');
  const { run = '' } = await local.apply(project());
  assert.match(fs.readFileSync(join(local.home, 'runs', run, 'summary'), 'utf8'), /^3 /);
});

test('a turn that can not be had though nobody has it is told with its cause, and not as somebody else’s', async () => {
  // (this ends the function that it is the body of, and begins another one)
  local.boundary = ':; }; ln() { echo "ln: No space left on device" >&2; return 1; }; v_nothing() { :';
  const { outcome, failure } = await local.apply(project());
  assert.equal(outcome, 'undone', JSON.stringify(failure));
  assert.match(failure?.message ?? '', /No space left on device; everything was walked back/);
  assert.deepEqual(fs.readdirSync(place), []);
});
