// Hosts that are alike share what can be shared of a plan and of a program, and nothing that is a host's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simHost } from '../hosts/sim.ts';
import type { State } from '../modules/contract.ts';
import { contentsOf, hostSettings, projectOf } from '../test/support/projects.ts';
import { operatorOf } from '../test/support/sim-operator.ts';
import { Alike } from './alike.ts';
import { payloadOf, runProgram } from './compile-run.ts';
import type { Project } from './project.ts';
import { parseRecord } from './record.ts';
import type { HostPlan } from './result.ts';

const ROOT = { owner: 'root', group: 'root' };
const NEW: State = {
  'account:self:': { is: 'self', user: 'root', group: 'root' },
  'path:/etc': { is: 'directory', mode: '0755', ...ROOT },
};
const OTHER: State = { ...NEW, 'path:/etc/motd': { is: 'directory', mode: '0755', ...ROOT } };

function projectOn(names: readonly string[]): Project {
  const declared = {
    'file.motd': { path: '/etc/motd', content: 'new' },
    'file.only': { path: '/etc/only', content: '1' },
  };
  const project = projectOf(
    declared,
    names.map((name) => hostSettings(name)),
  );
  const resources = project.resources.map((resource) =>
    resource.address === 'file.only' ? { ...resource, hosts: ['c'] } : resource,
  );
  return { ...project, resources };
}

async function plansOn(states: { readonly [host: string]: State }): Promise<readonly HostPlan[]> {
  const hosts = Object.entries(states).map(([name, state]) => simHost(name, state));
  const project = projectOn(Object.keys(states));
  const operator = operatorOf((name) => hosts.find((host) => host.name === name) as (typeof hosts)[number]);
  const { hosts: planned } = await operator.plan(project, contentsOf(project));
  await operator.close();
  return planned.map(({ result }) => {
    assert.ok('plan' in result, JSON.stringify(result));
    return result.plan;
  });
}

test('hosts with the same resources are asked the same, others are not', () => {
  const project = projectOn(['a', 'b', 'c']);
  const alike = new Alike(project, contentsOf(project));
  assert.equal(alike.asked('a'), alike.asked('b'));
  assert.notEqual(alike.asked('a').program.text, alike.asked('c').program.text);
});

test('hosts that answer the same share their changes, and each has its own run and record', async () => {
  const [a, b] = await plansOn({ a: NEW, b: NEW });
  assert.ok(a?.request && b?.request);
  assert.equal(a.changes, b.changes);
  assert.deepEqual([a.host, b.host], ['a', 'b']);
  assert.notEqual(a.request.run, b.request.run);
  for (const { host, request } of [a, b]) {
    const record = parseRecord(request?.record ?? '');
    assert.ok(!('unreadable' in record));
    assert.deepEqual([record.host, record.run], [host, request?.run]);
  }
});

test('a host that answers something else has a plan of its own', async () => {
  const [a, b, c] = await plansOn({ a: NEW, b: OTHER, c: NEW });
  assert.equal(a?.changes[0]?.action, 'create');
  assert.equal(b?.changes[0]?.action, 'refused');
  assert.equal(b?.request, undefined);
  assert.deepEqual(
    c?.changes.map(({ address, action }) => `${action} ${address}`),
    ['create file.motd', 'create file.only'],
  );
});

test('programs of runs that have a plan in common differ in what is their own, and in nothing else', async () => {
  const [a, b] = await plansOn({ a: NEW, b: NEW });
  assert.ok(a?.request && b?.request);
  const textOf = (request: NonNullable<HostPlan['request']>, who = 'me', boundary = ':'): string =>
    runProgram({ request, who, boundary, payload: payloadOf(request, contentsOf(projectOn(['a', 'b']))) }).text;
  const own = (text: string): string => text.replaceAll(/run-\d+/g, 'RUN').replaceAll(/"host":"."/g, 'HOST');
  assert.notEqual(textOf(a.request), textOf(b.request));
  assert.equal(own(textOf(a.request)), own(textOf(b.request)));
  assert.match(textOf(b.request, 'somebody'), /v_who='\\''somebody'\\''/);
  assert.match(textOf(b.request, 'me', 'echo here'), /v_boundary\(\) { echo here/);
  assert.match(textOf({ ...b.request, onFailure: 'stop' }), /v_policy=stop/);
});
