// Data comes with the one round trip of a plan, from a real shell, and stands beside it.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dataSources } from '../modules/data/index.ts';
import { type Local, localHost, planOf } from '../test/support/local.ts';
import { contentsOf, hostSettings, projectOf } from '../test/support/projects.ts';
import { dataIn, factsOf } from './data.ts';
import type { DataRequest } from './project.ts';

let here: Local;
before(async () => {
  here = localHost();
  await here.reset();
});
after(() => here.remove());

const request = (name: string, path: string, host = 'here'): DataRequest => {
  const source = dataSources.get(name);
  assert.ok(source);
  return { ...factsOf([host]), address: `${name}.x`, name: 'x', source, spec: { path } };
};

test('what the text wants to know of a host is told with the plan; what other hosts are asked is not', async () => {
  fs.writeFileSync(join(here.place, 'a'), '');
  const file = { 'file.b': { path: join(here.place, 'b'), content: 'b' } };
  const data = [request('ls', here.place), request('ls', join(here.place, 'gone')), request('ls', '/', 'another')];
  const project = { ...projectOf(file, [hostSettings('here')]), data: [...data, factsOf(['here'])] };
  const plan = planOf(await here.operator().plan(project, contentsOf(project)));
  assert.deepEqual(
    plan.changes.map(({ action }) => action),
    ['create'],
  );
  assert.deepEqual(plan.data?.slice(0, 2), [
    { address: 'ls.x', found: ['a'] },
    { address: 'ls.x', missing: 'there is no such folder' },
  ]);
  const [, , facts] = plan.data ?? [];
  assert.ok(facts && 'found' in facts && typeof facts.found === 'object', JSON.stringify(facts));
});

test('an answer without end is cut off, and said to be', () => {
  const lines = Array.from({ length: 20_001 }, (_, index) => `data 0 n ${index}`);
  assert.match(JSON.stringify(dataIn([request('ls', '/')], lines)), /there is more of it than viki takes/);
});
