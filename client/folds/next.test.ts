// What is offered when runs have ended: by how each host stands, and never a step that would do nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forceable, nextSteps } from './next.ts';
import * as sample from './samples.test.ts';

const lost = sample.failure('web-3', { kind: 'lost', message: 'the connection was lost' });
const failed = sample.failure('web-2', { kind: 'failed', message: 'file.motd failed' });

test('a run that went well asks for nothing', () => {
  assert.deepEqual(nextSteps([sample.result('web-1'), sample.result('web-2', { outcome: 'nothing' })], 'apply'), []);
});

test('after a failure: retry where it failed, roll back where it did not, follow what was lost', () => {
  const results = [
    sample.result('web-1'),
    sample.result('web-2', { outcome: 'undone', failure: failed }),
    sample.result('web-3', { outcome: 'failed', failure: lost }),
    sample.result('web-4', { outcome: 'stale', failure: sample.failure('web-4', { kind: 'stale' }) }),
  ];
  assert.deepEqual(nextSteps(results, 'apply'), [
    { title: 'Follow Again', command: 'viki.attach', hosts: ['web-3'] },
    { title: 'Plan Again', command: 'viki.plan', hosts: ['web-4'] },
    { title: 'Retry…', command: 'viki.apply', hosts: ['web-2'] },
    { title: 'Roll Back…', command: 'viki.rollback', hosts: ['web-1'] },
  ]);
});

test('after a rollback that failed there is nothing to roll back', () => {
  const results = [sample.result('web-1'), sample.result('web-2', { outcome: 'undone', failure: failed })];
  assert.deepEqual(nextSteps(results, 'rollback'), [{ title: 'Retry…', command: 'viki.rollback', hosts: ['web-2'] }]);
});

test('what is refused can be forced on hosts where nothing else is in the way', () => {
  const refused = (host: string, forced?: string) => {
    const refusal = { message: 'somebody changed it', hint: 'look at it first', ...(forced && { forced }) };
    const changes = [sample.change('file.motd', 'remove'), sample.change('file.page', 'refused', { refusal })];
    return sample.planned(sample.plan(host, changes, { kind: 'rollback', undoes: `run of ${host}` }));
  };
  const hosts = [refused('web-1', 'takes it back all the same'), refused('web-2')];
  assert.deepEqual(forceable({ hosts }), {
    title: 'Take Back All the Same…',
    command: 'viki.rollback',
    hosts: ['web-1'],
    runs: { 'web-1': 'run of web-1' },
  });
  assert.equal(forceable({ hosts: [refused('web-2')] }), undefined);
});
