// What of a board is shown beside its text: lenses, status bar, progress, diff texts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Board, begin, cancelling, declare, emptyBoard } from './board.ts';
import { diffTitle, sideText } from './diff.ts';
import { lenses, type Span } from './lens.ts';
import { ended, happened, planned } from './news.ts';
import { progressOf } from './progress.ts';
import * as sample from './samples.test.ts';
import { statusOf } from './status.ts';

const two = sample.project({ 'file.motd': ['web-1', 'web-2'], 'mkdir.app': ['web-1'] });
const declared = declare(emptyBoard('/shop', 'shop'), 'text 1', two, 0);
const contents = [{ path: '/etc/motd', from: undefined, to: { sha256: 'ab', size: 2 } }];
const differences = [{ what: 'mode', from: '0644', to: '0600' }];
const motd = sample.change('file.motd', 'change', { contents, differences });
const board: Board = planned(
  declared,
  {
    hosts: [
      sample.planned(sample.plan('web-1', [motd, sample.change('mkdir.app', 'none')])),
      sample.failed(sample.failure('web-2')),
    ],
  },
  'text 1',
  1000,
);

const spans: readonly Span[] = [
  { kind: 'document', address: '', start: 0 },
  { kind: 'host', address: 'web-2', start: 20 },
  { kind: 'resource', address: 'file.motd', start: 40 },
];
const titles = (of: Board): string[] =>
  lenses(of, spans, 1000).map((lens) => `${lens.start} ${lens.title} → ${lens.command}`);

test('lenses: plan first, then what came of it', () => {
  assert.deepEqual(titles(declared), ['0 Plan → viki.plan', '20 Plan → viki.plan', '40 Plan → viki.plan']);
  assert.deepEqual(titles(board), [
    '0 Plan → viki.plan',
    '0 1 to change on web-1, web-2: not reached · just now → viki.hosts.focus',
    '0 Apply… → viki.apply',
    '20 Plan → viki.plan',
    '20 web-2: not reached · just now → viki.hosts.focus',
    '40 Plan → viki.plan',
    '40 to change on web-1 · just now → viki.openDiff',
  ]);
  assert.deepEqual(lenses(board, spans, 0).map(({ hosts }) => hosts)[6], ['web-1', 'web-2']);
});

test('lenses: a plan of before the last edit can be read but not applied', () => {
  const edited = declare(board, 'text 2', two, 0);
  assert.equal(
    titles(edited)[1],
    '0 1 to change on web-1, web-2: not reached · before the last edit → viki.hosts.focus',
  );
  assert.equal(
    titles(edited).some((title) => title.includes('Apply')),
    false,
  );
});

test('lenses: what goes on, with a way to cancel it', () => {
  assert.deepEqual(titles(begin(board, 'plan', undefined)), ['0 $(sync~spin) Planning: 0 of 2 hosts → viki.cancel']);
});

test('lenses after an apply', () => {
  const after = ended(board, 'apply', [sample.result('web-1')], 'text 1', 1000);
  assert.equal(titles(after)[1], '0 web-1: 1 change made · just now → viki.hosts.focus');
});

test('progress counts hosts, and the steps of the one that is at work', () => {
  assert.equal(progressOf(board), undefined);
  const one = begin(board, 'apply', ['web-1']);
  assert.deepEqual(progressOf(one), { text: 'web-1: waiting', fraction: 0 });
  const step = happened(one, { host: 'web-1', what: 'begin', address: 'mkdir.app', number: 2, of: 2 });
  assert.equal(progressOf(step)?.text, 'web-1: mkdir.app (2 of 2)');
  assert.equal(progressOf(step)?.fraction, 0.55);
  assert.match(progressOf(cancelling(step))?.text ?? '', /^finishing the step/);
  const both = happened(begin(board, 'plan', undefined), { host: 'web-1', what: 'connecting' });
  assert.equal(progressOf(both)?.text, '0 of 2 hosts, web-1: connecting');
});

test('the status bar', () => {
  assert.equal(statusOf(undefined, 0), undefined);
  assert.equal(statusOf(declared, 0)?.text, '$(server) viki: 2 hosts');
  assert.equal(statusOf(board, 1000)?.text, '$(error) viki: 1 to change on web-1, web-2: not reached');
  assert.equal(statusOf(begin(board, 'apply', undefined), 0)?.text, '$(sync~spin) viki: applying shop');
  assert.equal(statusOf(declare(board, 't', undefined, 1), 0)?.text, '$(warning) viki: 1 error');
});

test('a diff shows text, and says what is no text', () => {
  const bytes = (text: string) => ({ bytes: new TextEncoder().encode(text) });
  assert.equal(sideText(bytes('grüß\n'), 'web-1', '/etc/motd'), 'grüß\n');
  assert.equal(sideText({ missing: 'no-file' }, 'web-1', '/etc/motd'), '');
  assert.match(
    sideText({ bytes: Uint8Array.of(0, 1) }, 'web-1', '/bin/x'),
    /^\(\/bin\/x on web-1 is not UTF-8 text: 2 bytes\)/,
  );
  assert.match(sideText({ bytes: Uint8Array.of(0xff, 0xfe, 0x41) }, 'web-1', '/x'), /not UTF-8/);
  assert.match(sideText({ missing: 'too-large' }, 'web-1', '/x'), /too large/);
  assert.equal(diffTitle('web-1', '/etc/motd'), 'motd on web-1: now ↔ wanted');
});
