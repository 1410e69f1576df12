// Plans tell the truth, in memory: the example projects go forward, back, and forward again from hosts on which one thing
// is missing, and each run takes exactly the steps that its plan showed. Module pages are held to the same in modules/pages.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SimHost, simHost } from '../hosts/sim.ts';
import type { JsonObject, State, ThingId } from '../modules/contract.ts';
import { exampleNames, exampleOn } from '../test/support/examples.ts';
import { Fidelity, Witness } from '../test/support/fidelity.ts';
import { planOf } from '../test/support/local.ts';
import { hostSettings } from '../test/support/projects.ts';
import { operatorOf } from '../test/support/sim-operator.ts';
import type { Operator } from './operate.ts';
import type { Project } from './project.ts';
import type { ProjectPlan } from './result.ts';

const DIRECTORY = { is: 'directory', mode: '0755', owner: 'root', group: 'root' };
/** A server as it comes: the folders and accounts of a Debian. */
const FRESH: State = {
  'account:self:': { is: 'self', user: 'root', group: 'root' },
  ...Object.fromEntries(
    ['user:www-data', 'group:www-data', 'group:users'].map((account): [ThingId, JsonObject] => [
      `account:${account}`,
      { is: 'known', name: account.slice(account.indexOf(':') + 1) },
    ]),
  ),
  ...Object.fromEntries(
    ['/srv', '/etc', '/etc/cron.daily', '/var', '/var/backups'].map((path): [ThingId, JsonObject] => [
      `path:${path}`,
      DIRECTORY,
    ]),
  ),
};

const fidelity = new Fidelity();

function watched(host: SimHost): { operator: Operator; witness: Witness } {
  const witness = new Witness(() => Object.fromEntries(host.state) as State);
  const operator = operatorOf(
    () => host,
    (event) => witness.hear(event),
  );
  return { operator, witness };
}

for (const name of exampleNames()) {
  test(`${name}: every run takes the steps that its plan showed`, async () => {
    const { project, contents } = await exampleOn(name, hostSettings('sim'));
    const host = simHost('sim', FRESH);
    const { operator, witness } = watched(host);
    const perform = async (plan: ProjectPlan): Promise<void> => {
      const planned = planOf(plan);
      assert.ok(planned.request, JSON.stringify(planned.changes, undefined, 1));
      const [result] = await operator.apply(project, plan, contents);
      assert.equal(result?.outcome, 'done', JSON.stringify(result));
      fidelity.add(planned, witness.seen);
    };
    const forward = async (of: Project): Promise<void> => perform(await operator.plan(of, contents));
    await forward(project);
    await perform(await operator.planRollback(project));
    await forward(project);
    for (const { address, module, spec } of project.resources.toReversed()) {
      // Somebody takes it away; it is put back as the plan says, and that is taken back.
      host.state.set(module.key(spec), { is: 'absent' });
      await forward(project);
      assert.ok(
        planOf(await operator.plan(project, contents)).changes.every(({ action }) => action === 'none'),
        address,
      );
    }
  });
}

test('all of them were counted', (context) => {
  context.diagnostic(fidelity.text);
  assert.ok(fidelity.runs > 3 * exampleNames().length);
});
