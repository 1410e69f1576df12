// The crash matrix in memory: a run is killed, or cut off, before and after every event of its journal. Afterwards the
// host is as before or as after, the next command mends what was left, and the run can be taken back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Crash, type SimHost, simHost } from '../hosts/sim.ts';
import type { State, ThingId } from '../modules/contract.ts';
import { contentsOf, hostSettings, projectOf, sha256Of } from '../test/support/projects.ts';
import { operatorOf } from '../test/support/sim-operator.ts';
import type { Operator } from './operate.ts';
import type { HostPlan, ProjectPlan } from './result.ts';

const ROOT = { owner: 'root', group: 'root' };
const BEFORE: State = {
  'account:self:': { is: 'self', user: 'root', group: 'root' },
  'path:/etc': { is: 'directory', mode: '0755', ...ROOT },
  'path:/etc/motd': { is: 'file', sha256: sha256Of('old'), size: 3, mode: '0600', ...ROOT },
  'path:/etc/link': { is: 'link', target: 'motd', ...ROOT },
  'path:/srv': { is: 'directory', mode: '0700', ...ROOT },
};
const PROJECT = projectOf(
  {
    'mkdir.app': { path: '/opt/app/data' },
    'mkdir.srv': { path: '/srv', mode: '0755' },
    'file.motd': { path: '/etc/motd', content: 'new', mode: '0644' },
    'file.link': { path: '/etc/link', content: 'no link any more' },
    'file.conf': { path: '/opt/app/data/conf', content: 'x' },
  },
  [hostSettings('sim')],
);
const CONTENTS = contentsOf(PROJECT);

function operatorOn(...hosts: readonly SimHost[]): Operator {
  return operatorOf((name) => hosts.find((host) => host.name === name) as SimHost);
}

function digest(host: SimHost): string {
  return [...host.state]
    .filter(([, state]) => state['is'] !== 'absent')
    .map(([id, state]) => `${id} ${JSON.stringify(state)}`)
    .toSorted()
    .join('\n');
}

function planOf(plan: ProjectPlan): HostPlan {
  const [first] = plan.hosts;
  assert.ok(first && 'plan' in first.result, JSON.stringify(first));
  return first.result.plan;
}

const ends = await (async () => {
  const host = simHost('sim', BEFORE);
  const before = digest(host);
  const operator = operatorOn(host);
  const [result] = await operator.apply(PROJECT, await operator.plan(PROJECT, CONTENTS), CONTENTS);
  assert.equal(result?.outcome, 'done');
  return { before, after: digest(host) };
})();

/** go, begin and done of five resources, verifying, end. */
const EVENTS = 13;

async function crashAndRecover(crash: Crash): Promise<void> {
  const host = simHost('sim', BEFORE);
  const operator = operatorOn(host);
  const plan = await operator.plan(PROJECT, CONTENTS);
  host.crash = crash;
  const [result] = await operator.apply(PROJECT, plan, CONTENTS);
  assert.equal(host.crash, undefined, 'the crash came');
  const then = digest(host);
  assert.ok(then === ends.before || then === ends.after, `between before and after:\n${then}`);
  assert.equal(result?.outcome, then === ends.after ? 'done' : 'undone', JSON.stringify({ crash, result }));
  if (then === ends.after) {
    const [back] = await operator.apply(PROJECT, await operator.planRollback(PROJECT), undefined);
    assert.equal(back?.outcome, 'done');
  }
  assert.equal(digest(host), ends.before);
}

test('a crash at any event leaves the host as before or as after, and it can go back', async () => {
  for (let event = 1; event <= EVENTS; event += 1) {
    for (const when of ['before', 'after'] as const) {
      for (const what of ['runner', 'connection'] as const) await crashAndRecover({ event, when, what });
    }
  }
});

test('a crash while walking back is walked back the next time', async () => {
  for (let event = 1; event <= EVENTS; event += 1) {
    const host = simHost('sim', BEFORE);
    const operator = operatorOn(host);
    const plan = await operator.plan(PROJECT, CONTENTS);
    host.failing.add('path:/opt/app/data/conf' as ThingId);
    host.crash = { event, when: 'after', what: 'runner' };
    const [result] = await operator.apply(PROJECT, plan, CONTENTS);
    host.failing.clear();
    if (result?.outcome === 'stuck') await operator.apply(PROJECT, await operator.planRollback(PROJECT), undefined);
    assert.equal(digest(host), ends.before, `event ${event}`);
  }
});

test('the second plan has nothing to do, and says so', async () => {
  const host = simHost('sim', BEFORE);
  const operator = operatorOn(host);
  await operator.apply(PROJECT, await operator.plan(PROJECT, CONTENTS), CONTENTS);
  const again = planOf(await operator.plan(PROJECT, CONTENTS));
  assert.equal(again.request, undefined);
  assert.deepEqual(new Set(again.changes.map((change) => change.action)), new Set(['none']));
});

test('a plan that is not true any more is refused, and nothing is touched', async () => {
  const host = simHost('sim', BEFORE);
  const operator = operatorOn(host);
  const plan = await operator.plan(PROJECT, CONTENTS);
  host.state.set('path:/srv', { is: 'directory', mode: '0711', ...ROOT });
  const changed = digest(host);
  const [result] = await operator.apply(PROJECT, plan, CONTENTS);
  assert.equal(result?.outcome, 'stale');
  assert.match(result?.failure?.message ?? '', /\/srv changed since the plan was made/);
  assert.equal(result?.failure?.address, 'mkdir.srv');
  assert.equal(digest(host), changed);
});

test('a rollback refuses what somebody changed since, unless told to', async () => {
  const host = simHost('sim', BEFORE);
  const operator = operatorOn(host);
  await operator.apply(PROJECT, await operator.plan(PROJECT, CONTENTS), CONTENTS);
  host.state.set('path:/etc/motd', { is: 'file', sha256: sha256Of('theirs'), size: 6, mode: '0644', ...ROOT });
  const refused = planOf(await operator.planRollback(PROJECT));
  assert.equal(refused.request, undefined);
  const refusal = refused.changes.find((change) => change.address === 'file.motd')?.refusal;
  assert.match(refusal?.message ?? '', /somebody changed \/etc\/motd since that run/);
  await operator.apply(PROJECT, await operator.planRollback(PROJECT, { force: true }), undefined);
  assert.equal(digest(host), ends.before);
});

test('rolling back twice takes back the run before the last', async () => {
  const host = simHost('sim', BEFORE);
  const operator = operatorOn(host);
  await operator.apply(PROJECT, await operator.plan(PROJECT, CONTENTS), CONTENTS);
  const first = digest(host);
  const second = projectOf({ 'file.motd': { path: '/etc/motd', content: 'newer' } }, [hostSettings('sim')]);
  const contents = contentsOf(second);
  await operator.apply(second, await operator.plan(second, contents), contents);
  await operator.apply(second, await operator.planRollback(second), undefined);
  assert.equal(digest(host), first);
  await operator.apply(second, await operator.planRollback(second), undefined);
  assert.equal(digest(host), ends.before);
  const third = await operator.planRollback(second);
  assert.ok(third.hosts[0] && 'failure' in third.hosts[0].result);
  assert.equal(third.hosts[0].result.failure.kind, 'nothing-to-undo');
});

test('a host whose turn had not come when it was cancelled is not touched', async () => {
  const hosts = [simHost('one', BEFORE), simHost('two', BEFORE)];
  const settings = hosts.map((host) => hostSettings(host.name));
  const project = projectOf({ 'file.motd': { path: '/etc/motd', content: 'new' } }, settings, { parallel: 1 });
  const contents = contentsOf(project);
  const operator = operatorOn(...hosts);
  const plan = await operator.plan(project, contents);
  const cancel = new AbortController();
  const applying = operator.apply(project, plan, contents, { cancel: cancel.signal });
  cancel.abort();
  const [, second] = await applying;
  assert.equal(second?.failure?.kind, 'cancelled');
  assert.equal(digest(hosts[1] as SimHost), ends.before);
});
