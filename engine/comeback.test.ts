// A host in memory that is to restart at the end of a run: it is waited for only where the run came to that.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simHost } from '../hosts/sim.ts';
import type { State } from '../modules/contract.ts';
import { contentsOf, hostSettings, projectOf } from '../test/support/projects.ts';
import { createOperator } from './operate.ts';
import type { ApplyResult } from './result.ts';

const ROOT = { owner: 'root', group: 'root' };
const BEFORE: State = {
  'account:self:': { is: 'self', user: 'root', group: 'root' },
  'path:/etc': { is: 'directory', mode: '0755', ...ROOT },
  'reboot:': { is: 'up', boot: 'first', isDue: true },
};
const MINUTE = 60_000;

/** How often the host was waited for; it never restarts. */
async function appliedWith(after: readonly string[]): Promise<{ result: ApplyResult | undefined; waited: number }> {
  const declared = {
    'file.fails': { path: '/etc/fails', content: 'x' },
    'file.stays': { path: '/etc/stays', content: 'x' },
    'reboot.host': { reason: 'kernel', after },
  };
  const project = projectOf(declared, [hostSettings('sim')], { onFailure: 'continue' });
  const host = simHost('sim', BEFORE);
  host.failing.add('path:/etc/fails');
  let waited = 0;
  const operator = createOperator({
    openHost: () => host,
    now: () => waited * MINUTE,
    newRunId: () => 'run-001',
    who: 'test@here',
    emit: () => undefined,
    wait: () => {
      waited += 1;
      return Promise.resolve();
    },
  });
  const contents = contentsOf(project);
  const [result] = await operator.apply(project, await operator.plan(project, contents), contents);
  return { result, waited };
}

test('a host whose restart was skipped is not waited for', async () => {
  const { result, waited } = await appliedWith(['file.fails']);
  assert.deepEqual([result?.outcome, waited], ['partly', 0], JSON.stringify(result));
  assert.match(result?.failure?.message ?? '', /file\.fails failed/);
});

test('a host that restarts though something else has failed is waited for', async () => {
  const { result, waited } = await appliedWith([]);
  assert.deepEqual([result?.outcome, waited], ['partly', 10], JSON.stringify(result));
});
