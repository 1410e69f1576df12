// Connections are kept for the next task, and never for a host that has moved in the text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dependencies } from '../engine/operate.ts';
import type { HostSettings, Project } from '../engine/project.ts';
import { simHost } from '../hosts/sim.ts';
import * as sample from './folds/samples.test.ts';
import { Operators } from './operators.ts';

/** Operators whose hosts write down that they were opened, and where. */
function listening(keepMinutes = 5): { operators: Operators; opened: string[] } {
  const opened: string[] = [];
  const openHost = (settings: HostSettings) => {
    opened.push(settings.address);
    return simHost(settings.name, {});
  };
  const dependencies: Dependencies = {
    openHost,
    now: () => 0,
    newRunId: () => 'run',
    who: 'me@here',
    emit: () => undefined,
  };
  return {
    operators: new Operators(
      () => dependencies,
      () => keepMinutes,
    ),
    opened,
  };
}

const shop: Project = { ...sample.project({ 'file.motd': ['web-1'] }), resources: [] };

const movedTo = (address: string): Project => ({
  ...shop,
  hosts: new Map([...shop.hosts].map(([name, settings]) => [name, { ...settings, address }])),
});

const contents = { refs: new Map(), bytes: () => undefined, make: () => ({ sha256: '', size: 0 }) };

const plan = (operators: Operators, project: Project): Promise<unknown> =>
  operators.use('/shop', project, (operator) => operator.plan(project, contents));

test('the second task finds the connection of the first', async () => {
  const { operators, opened } = listening();
  await plan(operators, shop);
  await plan(operators, shop);
  assert.deepEqual(opened, ['web-1']);
  await operators.close();
});

test('a host that has moved in the text is reached where it is now', async () => {
  const { operators, opened } = listening();
  await plan(operators, shop);
  await plan(operators, movedTo('203.0.113.7'));
  assert.deepEqual(opened, ['web-1', '203.0.113.7']);
  await operators.close();
});

test('where a host stands in the text is no reason to connect again', async () => {
  const { operators, opened } = listening();
  await plan(operators, shop);
  const [[name, settings] = assert.fail()] = shop.hosts;
  const place = { ...settings.place, line: 99 };
  await plan(operators, { ...shop, hosts: new Map([[name, { ...settings, place }]]) });
  assert.deepEqual(opened, ['web-1']);
  await operators.close();
});

test('with no minutes to keep them, connections are made anew for each task', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { operators, opened } = listening(0);
  await plan(operators, shop);
  context.mock.timers.tick(0);
  await plan(operators, shop);
  assert.equal(opened.length, 2);
  await operators.close();
});
