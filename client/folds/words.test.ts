// Sentences about plans, outcomes and failures: each must name hosts and counts as a person would.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approvalOf } from './approval.ts';
import { failureMessage, hindrances } from './failure.ts';
import { eventLine, planLines, resultLines } from './log.ts';
import * as sample from './samples.test.ts';
import { ago, countsText, hostNames, planHeadline, resultsHeadline } from './words.ts';

const changing = (host: string) => sample.plan(host, [sample.change('a.b', 'change'), sample.change('c.d', 'create')]);

test('hosts are named while they are few', () => {
  assert.equal(hostNames(['a']), 'a');
  assert.equal(hostNames(['a', 'b', 'c']), 'a, b and c');
  assert.equal(hostNames(['a', 'b', 'c', 'd']), '4 hosts');
});

test('how long ago', () => {
  assert.equal(ago(0, 44_000), 'just now');
  assert.equal(ago(0, 50_000), '1 min ago');
  assert.equal(ago(0, 2 * 3_600_000), '2 h ago');
  assert.equal(ago(0, 48 * 3_600_000), '2 days ago');
  assert.equal(ago(10_000, 0), 'just now');
});

test('the headline of a plan', () => {
  assert.equal(planHeadline({ hosts: [sample.planned(changing('web-1'))] }), '2 to change on web-1');
  assert.equal(
    planHeadline({ hosts: [sample.planned(sample.plan('web-1', [sample.change('a.b', 'none')]))] }),
    'no changes',
  );
  const alike = ['a', 'b'].map((host) => sample.planned(changing(host)));
  assert.equal(planHeadline({ hosts: alike }), '2 to change on a and b');
  const many = ['a', 'b', 'c', 'd'].map((host) => sample.planned(changing(host)));
  assert.equal(planHeadline({ hosts: many }), '8 to change on 4 hosts');
  const mixed = [
    sample.planned(changing('a')),
    sample.planned(sample.plan('b', [sample.change('a.b', 'refused')])),
    sample.failed(sample.failure('c')),
  ];
  assert.equal(planHeadline({ hosts: mixed }), '2 to change on a, not possible on b, c: not reached');
});

test('the counts of a host', () => {
  assert.equal(countsText(changing('a')), '1 to create, 1 to change');
  assert.equal(countsText(sample.plan('a', [])), 'no changes');
});

test('what is asked before an apply names hosts and counts, and what is left alone', () => {
  const plan = {
    hosts: [
      sample.planned(changing('web-1')),
      sample.failed(sample.failure('web-2')),
      sample.planned(sample.plan('web-3', [sample.change('a.b', 'refused')])),
      sample.planned(sample.plan('web-4', [sample.change('a.b', 'none')])),
    ],
  };
  const { message, detail, button } = approvalOf('shop', plan, 0);
  assert.equal(message, 'Apply 2 changes of shop to web-1?');
  assert.equal(button, 'Apply');
  assert.deepEqual(detail.split('\n'), [
    'web-1: 1 to create, 1 to change',
    '    change /etc/a.b',
    '    create /etc/c.d',
    'web-2: left alone (not reached)',
    'web-3: left alone (a.b: a folder is in the way)',
  ]);
});

test('what can not be taken back comes first, and names to type before it', () => {
  const outlook = { expected: [], oneWay: ['a command has no way back'], restarts: [] };
  const migrate = sample.change('command.migrate', 'change', { outlook });
  const plan = { hosts: ['web-1', 'web-2'].map((host) => sample.planned(sample.plan(host, [migrate]))) };
  const { detail, button } = approvalOf('shop', plan, 0, ['live']);
  assert.equal(button, 'Apply…');
  assert.deepEqual(detail.split('\n').slice(0, 4), [
    'Protected: you will be asked to type live.',
    'Can not be taken back:',
    '    command.migrate: a command has no way back (web-1 and web-2)',
    'web-1: 1 to change',
  ]);
});

test('what is asked before a rollback says whose run it takes back', () => {
  const run = {
    run: 'run-0',
    outcome: 'done' as const,
    startedAt: 0,
    who: 'ada@desk',
    project: 'shop',
    undoes: undefined,
    undoneBy: undefined,
  };
  const back = sample.plan('web-1', [sample.change('a.b', 'remove')], {
    kind: 'rollback',
    undoes: 'run-0',
    runs: [run],
  });
  const { message, detail, button } = approvalOf('shop', { hosts: [sample.planned(back)] }, 120_000);
  assert.equal(message, 'Take back 1 change of shop on web-1?');
  assert.equal(button, 'Roll Back');
  assert.equal(detail.split('\n')[0], 'web-1: takes back the run of ada@desk, 2 min ago: 1 to remove');
});

test('a long question is cut and says so', () => {
  const changes = Array.from({ length: 40 }, (_, index) => sample.change(`file.f${index}`, 'create'));
  const { detail } = approvalOf('shop', { hosts: [sample.planned(sample.plan('web-1', changes))] }, 0);
  assert.equal(detail.split('\n').length, 25);
  assert.match(detail, /and 17 more lines: the log has the whole plan$/);
});

test('a failure names host, resource, place and what to do', () => {
  const place = { file: 'site.vk.yaml', line: 12, column: 7 };
  const failure = sample.failure('web-1', {
    kind: 'failed',
    message: 'no space left',
    hint: 'make room',
    address: 'file.a',
    place,
  });
  assert.equal(failureMessage(failure), 'web-1: file.a: no space left (site.vk.yaml:12:7). Make room.');
  assert.equal(failureMessage(sample.failure('web-2')), 'web-2: nobody answers at web-2:22. Is it on?');
});

test('refusals hinder as failures do', () => {
  const plan = {
    hosts: [sample.planned(sample.plan('a', [sample.change('x.y', 'refused')])), sample.failed(sample.failure('b'))],
  };
  assert.deepEqual(
    hindrances(plan).map(({ host, kind, address }) => [host, kind, address]),
    [
      ['a', 'refused', 'x.y'],
      ['b', 'unreachable', undefined],
    ],
  );
});

test('hosts that ended alike are told together', () => {
  const results = [sample.result('a'), sample.result('b'), sample.result('c', { outcome: 'locked', changed: 0 })];
  assert.equal(
    resultsHeadline(results, 'apply'),
    'a and b: 1 change made, c: busy with another run; nothing was touched',
  );
});

test('what no way back could take away is named where all else is as before', () => {
  const left = { changed: 0, staying: ['command.make', 'run.once'] };
  const told = [
    sample.result('a', { ...left, outcome: 'undone' }),
    sample.result('b', { ...left, outcome: 'partly', staying: ['command.make'] }),
  ];
  assert.equal(
    resultsHeadline(told, 'apply'),
    'a: failed; all is as before, but for what command.make, run.once did, ' +
      'b: 0 changes made; some failed and are as before, but for what command.make did',
  );
});

test('the log has every step, and what a host printed when one failed', () => {
  const lines = planLines('shop', { hosts: [sample.planned(changing('web-1'))] }).filter(
    ({ level }) => level === 'info',
  );
  assert.deepEqual(
    lines.map(({ text }) => text),
    [
      'web-1: shop, 1 to create, 1 to change',
      'web-1:   change a.b',
      'web-1:     change /etc/a.b',
      'web-1:   create c.d',
      'web-1:     create /etc/c.d',
    ],
  );
  const failed = eventLine({ host: 'web-1', what: 'step-failed', address: 'a.b', output: ['no space left'] });
  assert.deepEqual(
    failed.map(({ text }) => text),
    ['web-1: a.b failed', 'web-1:   no space left'],
  );
  const [line] = resultLines([sample.result('web-1')], 'apply');
  assert.equal(line?.text, 'web-1: 1 change made (run run-1, 120 ms)');
});
