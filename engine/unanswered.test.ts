// A module of the project's own that no longer answers for one resource: that one is refused in its own words, and the others of
// the host are planned as ever.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simHost } from '../hosts/sim.ts';
import { type Module, ModuleFailure } from '../modules/contract.ts';
import { planOf } from '../test/support/local.ts';
import { contentsOf, hostSettings, projectOf } from '../test/support/projects.ts';
import { operatorOf } from '../test/support/sim-operator.ts';

test('the others of the host are planned', async () => {
  const project = projectOf({ 'file.one': { path: '/one', content: '' }, 'file.two': { path: '/two', content: '' } }, [
    hostSettings('web'),
  ]);
  const silent = (): never => {
    throw new ModuleFailure('`read` of modules/mine.mjs failed: it did not answer', 'Mend modules/mine.mjs.');
  };
  const resources = project.resources.map((resource) => {
    const module: Module = { ...resource.module, key: silent, read: silent, want: silent, steps: silent };
    return resource.address === 'file.one' ? { ...resource, module } : resource;
  });
  const host = simHost('web', { 'account:self:': { is: 'self', user: 'root', group: 'root' } });
  const made = await operatorOf(() => host).plan({ ...project, resources }, contentsOf(project));
  const { changes } = planOf(made);
  const told = changes.map(({ address, action, refusal }) => `${action} ${address}: ${refusal?.message ?? ''}`);
  assert.deepEqual(told, [
    'refused file.one: `read` of modules/mine.mjs failed: it did not answer',
    'create file.two: ',
  ]);
});
