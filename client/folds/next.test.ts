// What is offered when runs have ended: by how each host stands, and never a step that would do nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextSteps } from './next.ts';
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
