// The notes of what goes on: kept until the end is heard, whatever happens to the window.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as sample from './folds/samples.test.ts';
import { type Going, GoingRuns, goingOf, goingOn, planOf, unheardOf } from './going.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-going-'));
after(() => rmSync(folder, { recursive: true }));

const PROJECT = '/projects/shop';
const wish = { mark: 'abc', resources: { 'file.motd': 'def' } };
const going: Going = goingOf(
  'apply',
  [sample.plan('web-1', [sample.change('file.motd', 'create')]), sample.plan('web-2', [])],
  new Map([['web-1', wish]]),
  { startedAt: 1, mark: 'text' },
);

test('a host without work has no run to be followed', () => {
  assert.deepEqual(going.runs, [{ host: 'web-1', run: 'run-1', touches: ['file.motd'], wish }]);
});

test('a note is there until all ends are heard; each project has its own', async () => {
  const notes = new GoingRuns(join(folder, 'own'));
  await notes.write(PROJECT, going);
  assert.deepEqual(await notes.read(PROJECT), going);
  assert.equal(await notes.read('/projects/other'), undefined);
  const lost = sample.result('web-1', { outcome: 'failed', failure: sample.failure('web-1', { kind: 'lost' }) });
  await notes.write(PROJECT, unheardOf(going, [lost]));
  assert.deepEqual(await notes.read(PROJECT), going);
  await notes.write(PROJECT, unheardOf(going, [sample.result('web-1')]));
  assert.equal(await notes.read(PROJECT), undefined);
});

test('who follows the run of one host takes no note of the others away', () => {
  const changes = [sample.change('file.motd', 'create')];
  const both = goingOf('apply', [sample.plan('web-1', changes), sample.plan('web-2', changes)], new Map(), {
    startedAt: 1,
    mark: 'text',
  });
  const hostsOf = ({ runs }: Going): readonly string[] => runs.map(({ host }) => host);
  assert.deepEqual(hostsOf(goingOn(both, ['web-1', 'db'])), ['web-1']);
  assert.deepEqual(hostsOf(unheardOf(both, [sample.result('web-1')])), ['web-2']);
  assert.deepEqual(hostsOf(unheardOf(both, [sample.result('web-1'), sample.result('web-2')])), []);
});

test('a window that closes takes no note away', async () => {
  const notes = new GoingRuns(join(folder, 'closing'));
  await notes.write(PROJECT, going);
  notes.close();
  await notes.write(PROJECT, { ...going, runs: [] });
  assert.deepEqual(await new GoingRuns(join(folder, 'closing')).read(PROJECT), going);
});

test('half a file is no note', async () => {
  const notes = new GoingRuns(join(folder, 'half'));
  await notes.write(PROJECT, going);
  const [name = ''] = readdirSync(join(folder, 'half'));
  writeFileSync(join(folder, 'half', name), '{"version":2,"ru');
  assert.equal(await notes.read(PROJECT), undefined);
});

test('what is noted in state.vk.json of a run that was found again', () => {
  const [host] = planOf(going).hosts;
  assert.ok(host && 'plan' in host.result);
  const { kind, undoes, changes } = host.result.plan;
  assert.deepEqual([host.host, kind, undoes], ['web-1', 'apply', undefined]);
  assert.deepEqual(
    changes.map(({ address }) => address),
    ['file.motd'],
  );
});
