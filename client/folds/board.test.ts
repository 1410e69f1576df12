// The board: what stays known when the text changes, and how plans, events and the end of a run show.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostError } from '../../engine/host.ts';
import { type Board, begin, declare, emptyBoard, isCurrent, rest } from './board.ts';
import { ended, happened, narrowed, planned, putAway, remembered } from './news.ts';
import * as sample from './samples.test.ts';

const two = sample.project({ 'file.motd': ['web-1', 'web-2'], 'mkdir.app': ['web-1'] });

function plannedBoard(): Board {
  const declared = declare(emptyBoard('/shop', 'shop'), 'text 1', two, 0);
  const motd = sample.change('file.motd', 'change');
  const plan = {
    hosts: [
      sample.planned(sample.plan('web-1', [motd, sample.change('mkdir.app', 'none')])),
      sample.failed(sample.failure('web-2')),
    ],
  };
  return planned(begin(declared, 'plan', undefined), plan, 'text 1', 1000);
}

const states = (board: Board): string[] =>
  board.hosts.map((host) => `${host.name} ${host.phase}: ${host.resources.map((row) => row.state).join(' ')}`);

test('the text declares hosts and what goes on them', () => {
  const board = declare(emptyBoard('/shop', 'shop'), 'text 1', two, 0);
  assert.deepEqual(states(board), ['web-1 not-asked: unknown unknown', 'web-2 not-asked: unknown']);
  assert.equal(isCurrent(board), false);
});

test('a plan gives each resource its state, and a host that did not answer its failure', () => {
  const board = plannedBoard();
  assert.deepEqual(states(board), ['web-1 planned: change same', 'web-2 failed: unknown']);
  assert.equal(isCurrent(board), true);
});

test('what an edit did not touch stays the same data, so that nothing of it is drawn again', () => {
  const board = plannedBoard();
  const edited = declare(
    board,
    'text 2',
    sample.project({ 'file.motd': ['web-1', 'web-2'], 'mkdir.new': ['web-1'] }),
    0,
  );
  assert.notEqual(edited.hosts[0], board.hosts[0]);
  assert.equal(edited.hosts[0]?.resources[0], board.hosts[0]?.resources[0]);
  assert.equal(edited.hosts[1], board.hosts[1]);
});

test('an edit keeps what is known of the rest and makes the plan one of before', () => {
  const board = declare(plannedBoard(), 'text 2', sample.project({ 'file.motd': ['web-1'], 'file.new': ['web-1'] }), 0);
  assert.deepEqual(states(board), ['web-1 planned: change unknown']);
  assert.equal(isCurrent(board), false);
});

test('a plan that is put away leaves all as it was, but for what hosts told of their runs', () => {
  const before = plannedBoard();
  const runs = [sample.run('run-9')];
  const back = { ...sample.plan('web-1', [sample.change('mkdir.app', 'remove')]), kind: 'rollback' as const, runs };
  const now = planned(begin(before, 'plan', ['web-1']), { hosts: [sample.planned(back)] }, 'text 1', 2000);
  assert.deepEqual(states(now), ['web-1 planned: unknown remove', 'web-2 failed: unknown']);
  const after = putAway(now, before);
  assert.deepEqual(states(after), states(before));
  assert.equal(after.last, before.last);
  assert.deepEqual(after.hosts[0]?.history?.runs, runs);
});

test('text with errors leaves the hosts as they were', () => {
  const board = declare(plannedBoard(), 'text 2', undefined, 3);
  assert.equal(board.errors, 3);
  assert.deepEqual(states(board), states(plannedBoard()));
});

test('work concerns the hosts that it was started for, and no others', () => {
  const board = begin(plannedBoard(), 'apply', ['web-1']);
  assert.deepEqual(board.working, { work: 'apply', hosts: ['web-1'], cancelling: false });
  assert.deepEqual(states(board), ['web-1 waiting: change same', 'web-2 failed: unknown']);
});

test('a failed run that walked back shows which resource failed', () => {
  const at = { host: 'web-1', number: 1, of: 2 };
  let board = begin(plannedBoard(), 'apply', ['web-1']);
  board = happened(board, { ...at, what: 'begin', address: 'file.motd' });
  assert.deepEqual(states(board)[0], 'web-1 applying: running same');
  board = happened(board, { host: 'web-1', what: 'step-failed', address: 'file.motd', output: ['no space left'] });
  board = happened(board, { host: 'web-1', what: 'walking-back' });
  board = happened(board, { ...at, what: 'back', address: 'file.motd' });
  assert.deepEqual(states(board)[0], 'web-1 walking-back: failed same');
  board = ended(
    board,
    'apply',
    [sample.result('web-1', { outcome: 'undone', failure: sample.failure('web-1') })],
    't',
    2,
  );
  assert.deepEqual(states(board)[0], 'web-1 failed: failed same');
});

test('what can not be taken back is not told as taken back after a run that walked back', () => {
  const outlook = { expected: [], oneWay: ['nothing says how'], restarts: [] };
  const once = sample.plan('web-1', [sample.change('file.motd', 'change', { outlook })]);
  const at = { host: 'web-1', address: 'file.motd', number: 1, of: 2 };
  let board = begin(planned(plannedBoard(), { hosts: [sample.planned(once)] }, 't', 1), 'apply', ['web-1']);
  for (const what of ['begin', 'done', 'back'] as const) board = happened(board, { ...at, what });
  assert.match(states(board)[0] ?? '', /: changed /);
  const result = sample.result('web-1', { outcome: 'undone', staying: ['file.motd'] });
  assert.match(states(ended(board, 'apply', [result], 't', 2))[0] ?? '', /: changed /);
});

test('a run that went well uses up its plan', () => {
  const board = ended(begin(plannedBoard(), 'apply', ['web-1']), 'apply', [sample.result('web-1')], 'text 1', 2000);
  assert.deepEqual(states(board)[0], 'web-1 done: changed same');
  assert.equal(board.hosts[0]?.plan, undefined);
});

test('a rollback may speak of resources that have left the text', () => {
  const back = sample.plan('web-1', [sample.change('file.gone', 'remove')], { kind: 'rollback' });
  const board = planned(plannedBoard(), { hosts: [sample.planned(back)] }, 'text 1', 3000);
  assert.deepEqual(
    board.hosts[0]?.resources.map((row) => `${row.address} ${row.state}`),
    ['file.motd unknown', 'mkdir.app unknown', 'file.gone remove'],
  );
  const done = ended(board, 'rollback', [sample.result('web-1')], 'text 1', 4000);
  assert.equal(done.hosts[0]?.resources.at(-1)?.state, 'taken-back');
});

test('work that broke off leaves nobody waiting', () => {
  const broken = happened(begin(plannedBoard(), 'plan', undefined), { host: 'web-2', what: 'connecting' });
  assert.deepEqual(states(rest(broken)), ['web-1 not-asked: change same', 'web-2 not-asked: unknown']);
  assert.equal(rest(broken).working, undefined);
});

test('a second connection to a host does not begin its run anew', () => {
  const applying = happened(begin(plannedBoard(), 'apply', ['web-1']), {
    host: 'web-1',
    what: 'started',
    run: 'run-1',
  });
  assert.equal(happened(applying, { host: 'web-1', what: 'connecting' }).hosts[0]?.phase, 'applying');
});

test('what a host is asked outside of work is no news', () => {
  const board = plannedBoard();
  assert.equal(happened(rest(board), { host: 'web-1', what: 'reading' }).hosts[0]?.phase, 'planned');
  const other = begin(rest(board), 'apply', ['web-2']);
  assert.equal(happened(other, { host: 'web-1', what: 'reading' }).hosts[0]?.phase, 'planned');
});

test('what builds upon a failure is skipped; the rest of the host is as planned', () => {
  const at = { host: 'web-1', number: 1, of: 2 };
  const changes = [sample.change('file.motd', 'change'), sample.change('mkdir.app', 'create')];
  const declared = declare(emptyBoard('/shop', 'shop'), 'text 1', two, 0);
  let board = planned(declared, { hosts: [sample.planned(sample.plan('web-1', changes))] }, 'text 1', 1000);
  board = begin(board, 'apply', ['web-1']);
  board = happened(board, { ...at, what: 'begin', address: 'file.motd' });
  board = happened(board, { ...at, what: 'retry', address: 'file.motd' });
  assert.equal(board.hosts[0]?.progress?.retries, 1);
  board = happened(board, { host: 'web-1', what: 'step-failed', address: 'file.motd', output: [] });
  board = happened(board, { ...at, what: 'back', address: 'file.motd' });
  board = happened(board, { ...at, number: 2, what: 'skipped', address: 'mkdir.app' });
  assert.deepEqual(states(board)[0], 'web-1 applying: failed skipped');
  board = ended(board, 'apply', [sample.result('web-1', { outcome: 'partly' })], 'text 1', 2000);
  assert.deepEqual(states(board)[0], 'web-1 failed: failed skipped');
});

test('a host that is connected to again, left alone, and waits to be confirmed', () => {
  let board = begin(plannedBoard(), 'apply', ['web-1']);
  board = happened(board, { host: 'web-1', what: 'retrying', why: 'it hung up', milliseconds: 250 });
  assert.equal(board.hosts[0]?.phase, 'retrying');
  assert.equal(board.hosts[0]?.retrying, 'it hung up');
  board = happened(board, { host: 'web-1', what: 'connecting' });
  assert.equal(board.hosts[0]?.retrying, undefined);
  board = happened(board, { host: 'web-1', what: 'awaiting', run: 'run-1', seconds: 60 });
  assert.equal(board.hosts[0]?.phase, 'awaiting');
  assert.equal(board.hosts[0]?.confirmSeconds, 60);
  board = happened(board, { host: 'web-1', what: 'confirmed' });
  assert.deepEqual([board.hosts[0]?.phase, board.hosts[0]?.confirmSeconds], ['confirmed', undefined]);
  const why = new HostError('unreachable', 'web-2', 'nobody answers', '');
  const reach = { state: 'open', since: 0, retryAt: 15_000, why } as const;
  board = happened(rest(board), { host: 'web-2', what: 'reach', reach });
  assert.equal(board.hosts[1]?.leftAlone, true);
  board = happened(board, { host: 'web-2', what: 'reach', reach: { state: 'closed' } });
  assert.equal(board.hosts[1]?.leftAlone, false);
});

test('what has left the text stays in sight until it is gone from the host', () => {
  const gone = sample.change('file.gone', 'remove', { note: 'left the text' });
  const plan = { hosts: [sample.planned(sample.plan('web-1', [gone]))] };
  const board = planned(declare(emptyBoard('/shop', 'shop'), 'text 1', two, 0), plan, 'text 1', 1000);
  assert.equal(declare(board, 'text 1', two, 0), board);
  assert.equal(declare(board, 'text 2', two, 0).hosts[0]?.resources.at(-1)?.address, 'file.gone');
});

test('of a plan, a part is done: the rest stays as it was planned', () => {
  const changes = [sample.change('file.motd', 'change'), sample.change('mkdir.app', 'create')];
  const declared = declare(emptyBoard('/shop', 'shop'), 'text 1', two, 0);
  const whole = planned(declared, { hosts: [sample.planned(sample.plan('web-1', changes))] }, 'text 1', 1000);
  const part = narrowed(whole, { hosts: [sample.planned(sample.plan('web-1', changes.slice(1)))] });
  const board = ended(begin(part, 'apply', ['web-1']), 'apply', [sample.result('web-1')], 'text 1', 2000);
  assert.deepEqual(states(board)[0], 'web-1 done: change changed');
});

test('runs and data that a plan found, and what hosts tell of runs later', () => {
  const run = sample.run('run-1');
  const found = { address: 'df.root', found: { freeBytes: 1 } };
  const plan = sample.plan('web-1', [], { runs: [run], data: [found] });
  const board = planned(plannedBoard(), { hosts: [sample.planned(plan)] }, 'text 1', 1000);
  assert.deepEqual(board.hosts[0]?.history, { runs: [run], awaiting: undefined, dropped: false });
  assert.deepEqual(board.hosts[0]?.data, [found]);
  const more = [run, sample.run('run-2')];
  const told = { host: 'web-1', failure: undefined, runs: more, awaiting: 'run-2', dropped: true };
  const later = remembered(board, [told, { ...told, host: 'web-2', failure: sample.failure('web-2') }]);
  assert.deepEqual(later.hosts[0]?.history, { runs: more, awaiting: 'run-2', dropped: true });
  assert.equal(later.hosts[1]?.history, undefined);
});
