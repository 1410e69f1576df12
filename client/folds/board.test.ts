// The board: what stays known when the text changes, and how a run's events and its end show.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Board, begin, declare, emptyBoard, ended, happened, isCurrent, planned, rest } from './board.ts';
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

test('an edit keeps what is known of the rest and makes the plan one of before', () => {
  const board = declare(plannedBoard(), 'text 2', sample.project({ 'file.motd': ['web-1'], 'file.new': ['web-1'] }), 0);
  assert.deepEqual(states(board), ['web-1 planned: change unknown']);
  assert.equal(isCurrent(board), false);
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

test('what a host is asked outside of work is no news', () => {
  const board = plannedBoard();
  assert.equal(happened(rest(board), { host: 'web-1', what: 'reading' }).hosts[0]?.phase, 'planned');
  const other = begin(rest(board), 'apply', ['web-2']);
  assert.equal(happened(other, { host: 'web-1', what: 'reading' }).hosts[0]?.phase, 'planned');
});
