// Fleets for real, on hosts in memory: one host's failure stays its own, turns are kept, and all can be taken back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SimHost, simHost } from '../hosts/sim.ts';
import type { State, ThingId } from '../modules/contract.ts';
import { contentsOf, hostSettings, projectOf } from '../test/support/projects.ts';
import { type Host, HostError } from './host.ts';
import { createOperator, type Operator } from './operate.ts';
import type { Group, HostSettings, Policy, Project } from './project.ts';
import type { ApplyResult } from './result.ts';

const ROOT = { owner: 'root', group: 'root' };
const BEFORE: State = {
  'account:self:': { is: 'self', user: 'root', group: 'root' },
  'path:/etc': { is: 'directory', mode: '0755', ...ROOT },
};
const MOTD: ThingId = 'path:/etc/motd';

type Fleet = {
  readonly hosts: readonly SimHost[];
  readonly project: Project;
  readonly operator: Operator;
  /** Hosts in the order in which their runs started. */
  readonly started: readonly string[];
  /** Hosts that can't be connected to any more. */
  readonly dead: Set<string>;
  /** What happens when the run on that host has started. */
  readonly onStarted: Map<string, () => unknown>;
};

type Declared = {
  readonly names: string;
  readonly more?: Readonly<Record<string, Partial<HostSettings>>>;
  readonly group?: Partial<Group>;
  readonly policy?: Partial<Policy>;
};

function fleetOf({ names, more = {}, group, policy = {} }: Declared): Fleet {
  const hosts = names.split(' ').map((name) => simHost(name, BEFORE));
  const settings = hosts.map(({ name }) => hostSettings(name, more[name] ?? {}));
  const declared = { 'file.motd': { path: '/etc/motd', content: 'new' } };
  const plain = projectOf(declared, settings, policy);
  const place = { file: 'test.vk.yaml', line: 1, column: 1 };
  const fields = { after: [], batch: undefined, maxFailures: undefined, canary: false, protected: false, place };
  const all = { name: 'all', hosts: names.split(' '), ...fields, ...group };
  const project = { ...plain, groups: new Map(group ? [['all', all]] : []) };
  const started: string[] = [];
  const dead = new Set<string>();
  const onStarted: Fleet['onStarted'] = new Map();
  let runs = 0;
  const refusing = (name: string): Host => ({
    name,
    place: name,
    open: () => Promise.reject(new HostError('unreachable', name, `${name} is off`, 'switch it on')),
  });
  const operator = createOperator({
    openHost: ({ name }) => (dead.has(name) ? refusing(name) : (hosts.find((host) => host.name === name) as SimHost)),
    now: () => 0,
    newRunId: () => `run-${String(++runs).padStart(3, '0')}`,
    who: 'test@here',
    emit: (event) => {
      if (event.what !== 'started') return;
      started.push(event.host);
      onStarted.get(event.host)?.();
    },
  });
  return { hosts, project, operator, started, dead, onStarted };
}

const hostOf = ({ hosts }: Fleet, name: string): SimHost => hosts.find((host) => host.name === name) as SimHost;
const isChanged = (fleet: Fleet, name: string): boolean => hostOf(fleet, name).state.get(MOTD)?.['is'] === 'file';
const outcomes = (results: readonly ApplyResult[]): readonly string[] =>
  results.map(({ host, outcome }) => `${host} ${outcome}`);

async function apply(fleet: Fleet, options: Parameters<Operator['apply']>[3] = {}): Promise<readonly ApplyResult[]> {
  const contents = contentsOf(fleet.project);
  const plan = await fleet.operator.plan(fleet.project, contents);
  return fleet.operator.apply(fleet.project, plan, contents, options);
}

test('hosts are taken in their order, and the results come in the order of the plan', async () => {
  const fleet = fleetOf({ names: 'web db', more: { web: { after: ['db'] } } });
  assert.deepEqual(outcomes(await apply(fleet)), ['web done', 'db done']);
  assert.deepEqual(fleet.started, ['db', 'web']);
});

test('a rollback goes the other way, and what fails on one host stands in no other’s way', async () => {
  const fleet = fleetOf({ names: 'web db', more: { web: { after: ['db'] } } });
  await apply(fleet);
  const plan = await fleet.operator.planRollback(fleet.project);
  hostOf(fleet, 'web').failing.add(MOTD);
  const results = await fleet.operator.apply(fleet.project, plan, undefined);
  assert.deepEqual(fleet.started.slice(2), ['web', 'db']);
  assert.deepEqual(outcomes(results), ['web undone', 'db done']);
});

test('a host that fails leaves the others alone, and those that come after it are not begun', async () => {
  const fleet = fleetOf({ names: 'a b c', more: { c: { after: ['a'] } } });
  hostOf(fleet, 'a').failing.add(MOTD);
  const results = await apply(fleet);
  assert.deepEqual(outcomes(results), ['a undone', 'b done', 'c not-begun']);
  assert.equal(results[2]?.failure?.message, 'it comes after a, and a failed');
  assert.equal(isChanged(fleet, 'c'), false);
});

test('a host that can not be reached is its own outcome, at the plan or at the apply', async () => {
  const fleet = fleetOf({ names: 'a b' });
  fleet.dead.add('a');
  assert.deepEqual(outcomes(await apply(fleet)), ['a unreachable', 'b done']);
  const later = fleetOf({ names: 'a b' });
  const contents = contentsOf(later.project);
  const plan = await later.operator.plan(later.project, contents);
  await later.operator.close();
  later.dead.add('a');
  const results = await later.operator.apply(later.project, plan, contents);
  assert.deepEqual(outcomes(results), ['a unreachable', 'b done']);
  assert.equal(results[0]?.run, undefined);
  assert.equal(results[0]?.failure?.hint, 'switch it on', 'nothing is said of a run that never was');
});

test('what comes after a host that could not even be planned is not begun, chosen or not', async () => {
  const fleet = fleetOf({ names: 'web db other', more: { web: { after: ['db'] } } });
  fleet.dead.add('db');
  const results = await apply(fleet, { hosts: ['web', 'other'] });
  assert.deepEqual(outcomes(results), ['web not-begun', 'other done']);
  assert.equal(results[0]?.failure?.message, 'it comes after db, and db was not reached');
  const all = fleetOf({ names: 'a b' });
  all.dead.add('b');
  assert.deepEqual(outcomes(await apply(all, { hosts: ['a'], rollbackAll: true })), ['a not-begun']);
});

test('a canary that fails is the only host that was begun', async () => {
  const fleet = fleetOf({ names: 'a b c', group: { canary: true } });
  hostOf(fleet, 'a').failing.add(MOTD);
  assert.deepEqual(outcomes(await apply(fleet)), ['a undone', 'b not-begun', 'c not-begun']);
  assert.deepEqual(fleet.started, ['a']);
});

test('hosts that wait for each other are refused in words', async () => {
  const fleet = fleetOf({ names: 'a b', more: { a: { after: ['b'] }, b: { after: ['a'] } } });
  const results = await apply(fleet);
  assert.deepEqual(outcomes(results), ['a not-begun', 'b not-begun']);
  assert.equal(results[0]?.failure?.message, 'hosts wait for each other: a after b, b after a');
});

test('all or none: hosts that were changed already are taken back when one fails', async () => {
  const fleet = fleetOf({ names: 'a b c d', policy: { parallel: 1 } });
  hostOf(fleet, 'c').failing.add(MOTD);
  const results = await apply(fleet, { rollbackAll: true });
  assert.deepEqual(outcomes(results), ['a taken-back', 'b taken-back', 'c undone', 'd not-begun']);
  assert.deepEqual(fleet.started, ['a', 'b', 'c', 'b', 'a'], 'last come, first taken back');
  for (const name of ['a', 'b', 'c', 'd']) assert.equal(isChanged(fleet, name), false, name);
  assert.match(results[0]?.failure?.message ?? '', /^c did not end well/);
  assert.equal(results[0]?.takenBackBy === undefined, false);
});

test('all or none: as many failures as may be are no reason to take anything back', async () => {
  const fleet = fleetOf({ names: 'a b c', group: { maxFailures: 1 }, policy: { parallel: 1 } });
  hostOf(fleet, 'b').failing.add(MOTD);
  assert.deepEqual(outcomes(await apply(fleet, { rollbackAll: true })), ['a done', 'b undone', 'c done']);
});

test('all or none: a host that can not be taken back says so', async () => {
  const fleet = fleetOf({ names: 'a b', policy: { parallel: 1 } });
  hostOf(fleet, 'b').failing.add(MOTD);
  fleet.onStarted.set('b', () => hostOf(fleet, 'a').failing.add(MOTD));
  const [a] = await apply(fleet, { rollbackAll: true });
  assert.equal(a?.outcome, 'done');
  assert.match(a?.failure?.message ?? '', /^b did not end well, but this could not be taken back: /);
});

test('all or none: a cancel takes back what was changed, too', async () => {
  const fleet = fleetOf({ names: 'a b', policy: { parallel: 1 } });
  const contents = contentsOf(fleet.project);
  const plan = await fleet.operator.plan(fleet.project, contents);
  const cancel = new AbortController();
  const applying = fleet.operator.apply(fleet.project, plan, contents, { rollbackAll: true, cancel: cancel.signal });
  cancel.abort();
  const results = await applying;
  assert.equal(results[1]?.failure?.kind, 'cancelled');
  assert.equal(isChanged(fleet, 'a'), false);
});
