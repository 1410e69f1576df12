// What of a board is shown beside its text: lenses, status bar, progress, diff texts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Board, begin, cancelling, declare, emptyBoard, rest, unanswered } from './board.ts';
import { diffTitle, sideText } from './diff.ts';
import { OUTPUT_STARTS_AT, outputText, pairsOf, pathOf, resourceText, runText, stateText } from './documents.ts';
import { hints } from './hints.ts';
import { lenses, type Span } from './lens.ts';
import { ended, happened, noted, planned } from './news.ts';
import { progressOf } from './progress.ts';
import * as sample from './samples.test.ts';
import { statusOf } from './status.ts';

const two = sample.project({ 'file.motd': ['web-1', 'web-2'], 'mkdir.app': ['web-1'] });
const declared = declare(emptyBoard('/shop', 'shop'), 'text 1', two, 0);
const contents = [{ path: '/etc/motd', from: undefined, to: { sha256: 'ab', size: 2 } }];
const differences = [{ what: 'mode', from: '0644', to: '0600' }];
const motd = sample.change('file.motd', 'change', { contents, differences, drift: 'run-1' });
const board: Board = planned(
  declared,
  {
    hosts: [
      sample.planned(
        sample.plan('web-1', [motd, sample.change('mkdir.app', 'none')], {
          runs: [sample.run('run-1', { startedAt: 1 })],
        }),
      ),
      sample.failed(sample.failure('web-2')),
    ],
  },
  'text 1',
  1000,
);

const text = 'viki:\n  hosts:\n    web-2:\n  mods:\n    file:\n      motd:\n        mode: "0600"\n';
const spanOf = (kind: Span['kind'], address: string, name: string): Span => {
  return { kind, address, start: text.indexOf(name), end: text.length };
};
const spans: readonly Span[] = [
  spanOf('document', 'viki', 'viki:'),
  spanOf('host', 'web-2', 'web-2:'),
  spanOf('resource', 'file.motd', 'motd:'),
];
const titles = (of: Board, at = spans): string[] =>
  lenses(of, at, 1000).map((lens) => `${lens.start} ${lens.title} → ${lens.command}`);

test('lenses: plan first, then what came of it and what can be done', () => {
  assert.deepEqual(titles(declared), ['0 Plan → viki.plan', '19 Plan → viki.plan', '50 Plan → viki.plan']);
  assert.deepEqual(titles(board), [
    '0 Plan → viki.plan',
    '0 1 to change on web-1, web-2: not reached · just now → viki.plan.focus',
    '0 Apply… → viki.apply',
    '0 Show Diff → viki.openDiff',
    '0 Last run: done · just now · ada@desk → viki.runs.focus',
    '19 Plan → viki.plan',
    '19 web-2: not reached · just now → viki.plan.focus',
    '50 Plan → viki.plan',
    '50 to change on web-1 · just now → viki.plan.focus',
    '50 Apply… → viki.applyRow',
    '50 Show Diff → viki.openDiff',
  ]);
  const target = { folder: '/shop', hosts: ['web-1', 'web-2'], address: 'file.motd' };
  assert.deepEqual(lenses(board, spans, 0).at(-1)?.target, target);
});

test('lenses: a group stands for its hosts', () => {
  const grouped = new Map([...two.hosts].map(([name, host]) => [name, { ...host, groups: ['web'] }]));
  const known = declare(emptyBoard('/shop', 'shop'), 'text 1', { ...two, hosts: grouped }, 0);
  const [lens] = lenses(known, [{ kind: 'group', address: 'web', start: 7, end: 9 }], 0);
  assert.deepEqual(lens?.target, { folder: '/shop', hosts: ['web-1', 'web-2'] });
});

test('lenses: a plan of before the last edit can be read but not applied', () => {
  const edited = declare(board, 'text 2', two, 0);
  assert.equal(
    titles(edited)[1],
    '0 1 to change on web-1, web-2: not reached · before the last edit → viki.plan.focus',
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
  assert.equal(titles(after)[1], '0 web-1: 1 change made · just now → viki.runs.focus');
});

test('lenses: the run that was to change a resource last, until a plan finds more to tell', () => {
  const touched = new Map([['file.motd', 'run-0']]);
  const note = { run: sample.run('run-0', { who: '', outcome: 'undone' }), touched };
  const last = '50 Last run: failed; walked back · just now → viki.showRun';
  const before = noted(declared, new Map([['web-2', note]]));
  assert.deepEqual(titles(before), [
    ...['0 Plan → viki.plan', '0 Last run: failed; walked back · just now → viki.runs.focus'],
    ...['19 Plan → viki.plan', '19 Last run: failed; walked back · just now → viki.runs.focus'],
    ...['50 Plan → viki.plan', last],
  ]);
  assert.deepEqual(lenses(before, spans, 0).at(-1)?.target.runs, { 'web-2': 'run-0' });
  // What an apply did is told by itself while it is news, and is the last run from then on.
  const after = ended(board, 'apply', [sample.result('web-1')], 'text 1', 1000);
  assert.equal(titles(after).at(-1), '50 changed on web-1 · just now → viki.runs.focus');
  const told = { hosts: [sample.planned(sample.plan('web-1', [], { runs: [sample.run('run-1', { startedAt: 1 })] }))] };
  const later = rest(planned(begin(after, 'plan', undefined), told, 'text 1', 1000));
  assert.equal(titles(later).at(-1), '50 Last run: done · just now · ada@desk → viki.showRun');
});

test('what only a person can tell stands in the lens and the status bar until they plan', () => {
  const needing = unanswered(board, 'Secret for command.login');
  const asking = lenses(needing, spans, 0).filter(({ title }) => title.includes('viki needs'));
  assert.deepEqual(
    asking.map(({ start, title, command }) => [start, title, command]),
    [[0, '$(question) To plan, viki needs: Secret for command.login', 'viki.plan']],
  );
  assert.deepEqual(statusOf(needing, 0)?.plans, { folder: '/shop' });
  assert.equal(begin(needing, 'plan', undefined).needed, undefined);
});

test('hints beside the lines: how many hosts, what drifted, and the way of each field', () => {
  const shown = (of: Board): string[] =>
    hints(of, spans, text).map((hint) => {
      const line = text.slice(text.lastIndexOf('\n', hint.end - 1) + 1, hint.end).trim();
      return `${line} | ${hint.isDrift ? '! ' : ''}${hint.text}`;
    });
  assert.deepEqual(shown(board), [
    'motd: | ! to change on 1 of 2 hosts, drift on web-1',
    'mode: "0600" | 0644 → 0600 on web-1',
  ]);
  assert.match(hints(board, spans, text)[0]?.details ?? '', /^web-1: to change\n {4}change \/etc\/file\.motd\n/);
  assert.deepEqual(shown(declare(board, 'text 2', two, 0)), []);
  assert.deepEqual(shown(begin(board, 'plan', undefined)), []);
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
  assert.equal(statusOf(begin(board, 'apply', undefined), 0)?.text, '$(sync~spin) viki: applying shop · 0 of 2 hosts');
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

const onDisk = { path: '/etc/motd', side: 'now' } as const;

test('the diffs of a plan: files by their bytes, what else is different as text', () => {
  const plan = { hosts: [sample.planned(sample.plan('web-1', [motd, sample.change('mkdir.app', 'none')]))] };
  const pairs = pairsOf('/shop', plan, {});
  assert.deepEqual(
    pairs.map(({ title, now }) => [title, pathOf(now)]),
    [
      ['motd on web-1: now ↔ wanted', '/web-1/etc/motd'],
      ['file.motd on web-1: now ↔ wanted', '/web-1/file.motd'],
    ],
  );
  assert.deepEqual(pairs[0]?.now, { folder: '/shop', is: 'file', host: 'web-1', ...onDisk });
  assert.equal(resourceText(motd, 'now'), 'mode: 0644\n');
  assert.equal(resourceText(motd, 'wanted'), 'mode: 0600\n');
  assert.equal(pairsOf('/shop', plan, { path: '/etc/motd' }).length, 1);
  assert.equal(pairsOf('/shop', plan, { hosts: ['web-2'] }).length, 0);
  assert.equal(pairsOf('/shop', plan, { address: 'mkdir.app' }).length, 0);
});

test('a run as its host recorded it, a state, and what a host printed, as texts', () => {
  const thing = 'path:/etc/motd';
  const recorded = {
    address: 'file.motd',
    before: { [thing]: { is: 'absent' } },
    after: { [thing]: { mode: '0644', is: 'file' } },
  };
  assert.equal(
    runText([recorded]),
    'file.motd\n    path:/etc/motd\n        before: is absent\n        after:  is file, mode 0644\n',
  );
  assert.equal(stateText(recorded.after), '{\n  "path:/etc/motd": {\n    "is": "file",\n    "mode": "0644"\n  }\n}\n');
  const failure = sample.failure('web-1', { output: ['no space left'] });
  assert.equal(outputText(failure).split('\n')[OUTPUT_STARTS_AT], 'no space left');
  assert.match(outputText(undefined), /nothing failed/);
});
