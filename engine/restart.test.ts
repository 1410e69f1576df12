// What restarts because something else has changed, on a host in memory: once, again on every way back, and later where a
// run was broken off. On real hosts, test/hosts/service.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SimHost, simHost } from '../hosts/sim.ts';
import type { State } from '../modules/contract.ts';
import { contentsOf, hostSettings, projectOf, sha256Of } from '../test/support/projects.ts';
import { operatorOf } from '../test/support/sim-operator.ts';
import type { Operator } from './operate.ts';
import type { Policy, Project } from './project.ts';
import type { HostPlan, ProjectPlan } from './result.ts';

const fileWith = (content: string) =>
  ({
    is: 'file',
    mode: '0644',
    owner: 'root',
    group: 'root',
    sha256: sha256Of(content),
    size: content.length,
  }) as const;

const BEFORE: State = {
  'account:self:': { is: 'self', user: 'root', group: 'root' },
  'path:/etc': { is: 'directory', mode: '0755', owner: 'root', group: 'root' },
  'path:/etc/app': fileWith('old'),
  'service:app': { is: 'service', active: 'running', enabled: 'enabled' },
};

function projectWith(policy: Partial<Policy> = {}): Project {
  const declared = {
    'file.app': { path: '/etc/app', content: 'new' },
    'service.app': { name: 'app', state: 'running' },
    'file.last': { path: '/etc/last', content: 'last' },
  };
  const project = projectOf(declared, [hostSettings('sim')], policy);
  const resources = project.resources.map((resource) =>
    resource.address === 'service.app' ? { ...resource, restartOn: ['file.app'] } : resource,
  );
  return { ...project, resources };
}

type Stage = { readonly host: SimHost; readonly operator: Operator };

function stage(state: State = BEFORE): Stage {
  const host = simHost('sim', state);
  const operator = operatorOf(() => host);
  return { host, operator };
}

function planOf({ hosts: [first] }: ProjectPlan): HostPlan {
  assert.ok(first && 'plan' in first.result);
  return first.result.plan;
}

const stepsOf = (plan: ProjectPlan, address: string): readonly string[] =>
  planOf(plan).changes.find((change) => change.address === address)?.steps ?? [];

async function apply({ operator }: Stage, project: Project): Promise<string | undefined> {
  const contents = contentsOf(project);
  const [result] = await operator.apply(project, await operator.plan(project, contents), contents);
  return result?.outcome;
}

test('a service restarts once when its file changes, and not when nothing does', async () => {
  const at = stage();
  const project = projectWith();
  const plan = await at.operator.plan(project, contentsOf(project));
  assert.deepEqual(stepsOf(plan, 'service.app'), ['restart service app']);
  assert.equal(await apply(at, project), 'done');
  assert.deepEqual(at.host.acted, ['service:app']);
  assert.equal(planOf(await at.operator.plan(project, contentsOf(project))).request, undefined);
});

test('it restarts again when something later fails and the file goes back', async () => {
  const at = stage();
  at.host.failing.add('path:/etc/last');
  assert.equal(await apply(at, projectWith()), 'undone');
  assert.deepEqual(at.host.acted, ['service:app', 'service:app']);
  assert.deepEqual([...at.host.owed], []);
});

test('a restart that was not come to is owed to nobody once all is as before, unless an earlier run owed it', async () => {
  const at = stage();
  at.host.failing.add('path:/etc/app');
  assert.equal(await apply(at, projectWith()), 'undone');
  assert.deepEqual([at.host.acted, [...at.host.owed]], [[], []]);
  at.host.owed.add('service.app');
  assert.equal(await apply(at, projectWith()), 'undone');
  assert.deepEqual([at.host.acted, [...at.host.owed]], [[], ['service.app']]);
});

test('it restarts again when the run is taken back', async () => {
  const at = stage();
  const project = projectWith();
  await apply(at, project);
  const back = await at.operator.planRollback(project);
  assert.deepEqual(stepsOf(back, 'service.app'), ['restart service app']);
  const [result] = await at.operator.apply(project, back, undefined);
  assert.equal(result?.outcome, 'done');
  assert.deepEqual(at.host.acted, ['service:app', 'service:app']);
});

test('a run that stops in between owes the restart to the next one', async () => {
  const at = stage();
  const project = projectWith({ onFailure: 'stop' });
  at.host.failing.add('service:app');
  at.host.state.set('service:app', { is: 'service', active: 'running', enabled: 'disabled' });
  const resources = project.resources.map((resource) =>
    resource.address === 'service.app' ? { ...resource, spec: { name: 'app', enabled: true } } : resource,
  );
  assert.equal(await apply(at, { ...project, resources }), 'stopped');
  assert.deepEqual(at.host.acted, []);
  at.host.failing.clear();
  const plan = await at.operator.plan(project, contentsOf(project));
  assert.deepEqual(stepsOf(plan, 'service.app'), ['restart service app']);
  assert.equal(await apply(at, project), 'done');
  assert.deepEqual(at.host.acted, ['service:app']);
});

test('what does not run is not restarted, and not started either', async () => {
  const at = stage({ ...BEFORE, 'service:app': { is: 'service', active: 'stopped', enabled: 'disabled' } });
  const project = projectWith();
  const resources = project.resources.map((resource) =>
    resource.address === 'service.app' ? { ...resource, spec: { name: 'app' } } : resource,
  );
  assert.equal(await apply(at, { ...project, resources }), 'done');
  assert.deepEqual(at.host.acted, []);
});
