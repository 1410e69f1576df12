// The views of the side bar as rows: hosts, plan, runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostSettings } from '../../engine/project.ts';
import { type Board, begin, declare, emptyBoard } from './board.ts';
import { choose, EVERYTHING } from './choice.ts';
import { hostRows } from './host-rows.ts';
import { happened, noted, planned, remembered } from './news.ts';
import { type PlanShown, planCounts, planMessage, planRows } from './plan-rows.ts';
import type { TreeRow } from './rows.ts';
import { runRows } from './run-rows.ts';
import * as sample from './samples.test.ts';

const two = sample.project({ 'file.motd': ['web-1', 'web-2'], 'mkdir.app': ['web-1'] });
const declared = declare(emptyBoard('/shop', 'shop'), 'text 1', two, 0);
const contents = [{ path: '/etc/motd', from: undefined, to: { sha256: 'ab', size: 2 } }];
const differences = [{ what: 'mode', from: '0644', to: '0600' }];
const outlook = { expected: [], oneWay: ['it forgets'], restarts: ['service.web'] };
const motd = sample.change('file.motd', 'change', { contents, differences, drift: 'run-1', outlook });
const board: Board = planned(
  declared,
  {
    hosts: [
      sample.planned(sample.plan('web-1', [motd, sample.change('mkdir.app', 'none')], { runs: [sample.run('run-1')] })),
      sample.failed(sample.failure('web-2')),
    ],
  },
  'text 1',
  1000,
);
const NOW = 180_000;
const everything: PlanShown = { by: 'host', onlyChanges: false, filter: '' };

const outline = (rows: readonly TreeRow[], depth = 0): string[] =>
  rows.flatMap((row) => [
    `${'  '.repeat(depth)}${row.checked === undefined ? '' : row.checked ? '[x] ' : '[ ] '}${row.label} [${row.icon.name}] ${row.description}`,
    ...outline(row.children?.() ?? [], depth + 1),
  ]);
const plan = (of: Board, shown = everything, choice = EVERYTHING): string[] =>
  outline(planRows([of], shown, () => choice, 1000));

test('before the first plan, the view Plan is empty and the view Hosts has the hosts', () => {
  assert.deepEqual(plan(declared), []);
  assert.deepEqual(outline(hostRows([declared], 0)), [
    'web-1 [vm] not asked yet',
    '  Connection [plug] not asked yet',
    'web-2 [vm] not asked yet',
    '  Connection [plug] not asked yet',
  ]);
});

test('a plan by host: states in icons, in words, to be heard, and with boxes to check', () => {
  assert.deepEqual(plan(board), [
    '[x] web-1 [diff-modified] 1 to change',
    '  [x] file.motd [diff-modified] to change · drift · can not be taken back',
    '  mkdir.app [pass] no changes',
    'web-2 [debug-disconnect] not reached',
    '  file.motd [circle-outline] not planned yet',
  ]);
  const rows = planRows([board], everything, () => EVERYTHING, 1000);
  const file = rows[0]?.children?.()[0];
  assert.equal(file?.spoken, 'file.motd on web-1: to change · drift · can not be taken back');
  assert.deepEqual(file?.tooltip().split('\n'), [
    'file.motd on web-1: to change',
    'mode: 0644 → 0600',
    'changed on the host since the run run-1; the text asks for the same as then',
    'can not be taken back: it forgets',
    'then again: service.web',
  ]);
  assert.equal(file?.context, 'resource.diff.pending');
  assert.deepEqual(file?.target, { folder: '/shop', host: 'web-1', address: 'file.motd', path: '/etc/motd' });
  assert.match(rows[1]?.tooltip() ?? '', /nobody answers at web-2:22/);
});

test('only changes, or what a filter lets through; what is hidden is counted', () => {
  const changes = { ...everything, onlyChanges: true };
  assert.deepEqual(plan(board, changes), [
    '[x] web-1 [diff-modified] 1 to change',
    '  [x] file.motd [diff-modified] to change · drift · can not be taken back',
    'web-2 [debug-disconnect] not reached',
  ]);
  assert.deepEqual(planCounts([board], changes), { pending: 1, hidden: 2 });
  assert.equal(planMessage(2, changes), '2 resources hidden (without changes)');
  const filtered = { ...everything, filter: 'APP' };
  assert.deepEqual(plan(board, filtered).slice(1), ['  mkdir.app [pass] no changes']);
  assert.equal(planMessage(2, filtered), '2 resources hidden (not matching “APP”)');
});

test('a plan by resource has its hosts below', () => {
  assert.deepEqual(plan(board, { ...everything, by: 'resource' }), [
    '[x] file.motd [diff-modified] to change on 1 host, not planned yet on 1 host',
    '  [x] web-1 [diff-modified] to change · drift · can not be taken back',
    '  web-2 [circle-outline] not planned yet',
    'mkdir.app [pass] no changes on 1 host',
    '  web-1 [pass] no changes',
  ]);
});

test('what is unchecked is shown as left out, until it is checked again', () => {
  const choice = choose(EVERYTHING, [{ host: 'web-1', address: 'file.motd' }], false);
  assert.deepEqual(plan(board, everything, choice).slice(0, 2), [
    '[ ] web-1 [diff-modified] 1 to change',
    '  [ ] file.motd [diff-modified] to change · drift · can not be taken back',
  ]);
  assert.deepEqual(choose(choice, [{ host: 'web-1', address: 'file.motd' }], true), EVERYTHING);
});

test('while a run goes on, and when the text has been edited since', () => {
  const at = { host: 'web-1', what: 'begin' as const, address: 'file.motd', number: 1, of: 1 };
  const running = happened(begin(board, 'apply', ['web-1']), at);
  assert.equal(plan(running)[0], 'web-1 [sync~spin] changing file.motd (1 of 1)…');
  const again = happened(running, { ...at, what: 'retry' });
  assert.equal(plan(again)[0], 'web-1 [sync~spin] changing file.motd (1 of 1), tried again…');
  const edited = declare(board, 'text 2', two, 0);
  assert.equal(plan(edited)[0], '[x] web-1 [diff-modified] 1 to change, before the last edit');
});

test('several projects get a row each; errors in the text are told', () => {
  const other = declare(emptyBoard('/blog', 'blog'), 'text', undefined, 2);
  assert.deepEqual(outline(hostRows([board, other], 1000)).slice(-2), [
    'blog [folder] ',
    '  2 errors in the text [warning] see Problems',
  ]);
});

test('a host says whether it is reached, who works there, its last run, and what drifted', () => {
  assert.deepEqual(outline(hostRows([board], NOW)), [
    'web-1 [git-compare] reached · 1 drifted',
    '  Connection [plug] reached',
    '  Lock [unlock] free',
    '  Last run [history] done · 2 min ago',
    '  Drift [git-compare] file.motd',
    'web-2 [debug-disconnect] not reached',
    '  Connection [debug-disconnect] not reached',
  ]);
  const going = { host: 'web-1', failure: undefined, awaiting: undefined, dropped: false };
  const held = remembered(board, [{ ...going, runs: [sample.run('run-2', { outcome: 'running' })] }]);
  const [row] = hostRows([held], NOW);
  assert.equal(row?.context, 'host.open');
  assert.ok(outline(hostRows([held], NOW)).includes('  Lock [lock] held by ada@desk, 2 min ago'));
});

test('groups have their hosts below; data is told as it was found', () => {
  const grouped = new Map(
    [...two.hosts].map(([name, settings]): [string, HostSettings] => [
      name,
      { ...settings, groups: name === 'web-1' ? ['web'] : [], protected: true },
    ]),
  );
  const text = declare(emptyBoard('/shop', 'shop'), 'text 2', { ...two, hosts: grouped }, 0);
  const data = [{ address: 'df.root', found: { freePercent: 12 } }];
  const found = planned(text, { hosts: [sample.planned(sample.plan('web-1', [], { data }))] }, 'text 2', 0);
  assert.deepEqual(outline(hostRows([found], NOW)), [
    'web [server-environment] 1 host',
    '  web-1 [vm-active] reached · protected',
    '    Connection [plug] reached',
    '    Lock [unlock] free',
    '    Last run [history] none',
    '    Drift [check] none since the last run',
    '    df.root [database] {"freePercent":12}',
    'web-2 [vm] not asked yet · protected',
    '  Connection [plug] not asked yet',
  ]);
  assert.deepEqual(hostRows([found], NOW)[0]?.target, { folder: '/shop', hosts: ['web-1'] });
});

test('runs that one apply began are one row; the newest come first', () => {
  assert.deepEqual(runRows([declared], 0), []);
  const first = sample.run('20261121t051203z-4f3a', { undoneBy: 'x' });
  const back = sample.run('20261121t061203z-4f3b', { undoes: first.run, startedAt: 120 });
  const told = (host: string, ...runs: (typeof first)[]) => {
    return { host, failure: undefined, runs, awaiting: undefined, dropped: false };
  };
  const other = sample.run('20261121t051204z-4f3c', { outcome: 'undone' });
  const history = remembered(declared, [told('web-1', first, back), told('web-2', other)]);
  const rows = runRows([history], NOW);
  assert.deepEqual(outline(rows), [
    'Rollback [discard] web-1 · 1 min ago · ada@desk',
    'Apply [error] 1 failed, 1 taken back since · 2 min ago · ada@desk',
    '  web-2 [error] failed; walked back · 2 min ago · ada@desk',
    '  web-1 [circle-outline] taken back since · 2 min ago · ada@desk',
  ]);
  assert.deepEqual(rows[1]?.target.runs, { 'web-2': other.run, 'web-1': first.run });
  assert.deepEqual(
    rows.map(({ context }) => context),
    ['run.done', 'run'],
  );
});

test('what this machine noted is shown until a host tells more', () => {
  const runs = new Map([['web-1', { run: sample.run('run-0', { who: '' }), touched: new Map() }]]);
  assert.equal(runRows([noted(declared, runs)], NOW)[0]?.description, 'web-1 · 2 min ago');
  assert.equal(noted(board, runs).hosts[0]?.history?.runs[0]?.run, 'run-1');
});
