// What commands print, text against text: problems with the place marked under the very characters, plans, and results.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApplyResult, HostFailure, HostPlan, ProjectPlan, ResourceChange } from '../engine/result.ts';
import { parseDocument, readProject } from '../language/index.ts';
import { palette, plain } from './paint.ts';
import { planLines } from './plan-lines.ts';
import { problemLines } from './problems.ts';
import { resultLines } from './result-lines.ts';
import { runsLines } from './runs-lines.ts';
import { statusLines } from './status-lines.ts';

const NOW = 0;
const linesOf = (text: string): readonly string[] => text.replace(/^\n/, '').trimEnd().split('\n');

function check(lines: readonly string[], expected: string): void {
  assert.deepEqual(lines, linesOf(expected));
}

function problemsOf(text: string): readonly string[] {
  const { problems } = readProject([parseDocument('a.vk.yaml', text)], 'a');
  return problemLines(problems, new Map([['a.vk.yaml', text]]), plain);
}

test('a problem is marked under the very characters', () => {
  check(
    problemsOf('viki:\n  hosts: { here: { via: local } }\n  mods:\n    mkdri: { app: {} }\n'),
    `
a.vk.yaml:4:5: error unknown-module: There is no module \`mkdri\`
    4 |     mkdri: { app: {} }
      |     ^^^^^
      = Did you mean \`mkdir\`?
`,
  );
});

test('wide characters, accents and emoji before the place and in it count as they look', () => {
  const host = 'viki:\n  hosts: { here: { via: local } }\n';
  const lines = problemsOf(`${host}  mods: { file: { 名前: { path: /a, 内容: 1 }, e\u0301🙂: { path: /b, ü: 1 } } }\n`);
  check(
    lines.filter((line) => line.includes(' | ')),
    `
    3 |   mods: { file: { 名前: { path: /a, 内容: 1 }, e\u0301🙂: { path: /b, ü: 1 } } }
      |                                     ^^^^
    3 |   mods: { file: { 名前: { path: /a, 内容: 1 }, e\u0301🙂: { path: /b, ü: 1 } } }
      |                                                                 ^
`,
  );
});

test('of a very long line the part around the place is shown', () => {
  const [, line = '', marks = ''] = problemsOf(
    `viki: { name: "${'x'.repeat(500)}", nmae: 1, y: "${'z'.repeat(500)}" }\n`,
  );
  assert.ok(line.length < 160, line);
  assert.equal(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1), 'nmae');
});

const CHANGE: ResourceChange = {
  address: 'file.site',
  place: { file: 'site.vk.yaml', line: 9, column: 7 },
  action: 'change',
  steps: ['write /etc/site'],
  differences: [
    { what: 'content', from: '3 bytes, sha256 aaaaaaaaaaaa', to: '9 bytes, sha256 bbbbbbbbbbbb' },
    { what: 'mode', from: '0640', to: '0644' },
  ],
  contents: [],
  refusal: undefined,
};
const SAME: ResourceChange = { ...CHANGE, address: 'mkdir.app', action: 'none', steps: [], differences: [] };
const REFUSED: ResourceChange = {
  ...SAME,
  address: 'mkdir.www',
  action: 'refused',
  refusal: { message: '/srv is a file, not a folder', hint: 'choose another path, or move what is there' },
};
const CREATE: ResourceChange = {
  ...SAME,
  address: 'mkdir.new',
  action: 'create',
  steps: ['create folder /srv (0755 root:root)', 'create folder /srv/new (0700 root:root)'],
};

const hostPlan = (host: string, changes: readonly ResourceChange[], more: Partial<HostPlan> = {}): HostPlan => ({
  host,
  kind: 'apply',
  changes,
  runs: [],
  request: undefined,
  before: {},
  after: {},
  confirm: undefined,
  undoes: undefined,
  ...more,
});

const projectPlan = (...plans: readonly HostPlan[]): ProjectPlan => ({
  hosts: plans.map((plan) => ({ host: plan.host, result: { plan } })),
});

const UNREACHABLE: HostFailure = {
  host: 'db',
  kind: 'unreachable',
  message: "10.0.0.5:22 can't be reached: the connection was refused",
  hint: 'is sshd running there, and on this port?',
  address: undefined,
  place: undefined,
  output: [],
};

test('a plan says per host what would be done, how, and what differs', () => {
  check(
    planLines(projectPlan(hostPlan('web', [CHANGE, SAME, CREATE])), { isVerbose: false, now: NOW, paint: plain }),
    `
web: 1 to create, 1 to change, 1 unchanged
  ~ change file.site
      write /etc/site
        content 3 bytes, sha256 aaaaaaaaaaaa → 9 bytes, sha256 bbbbbbbbbbbb, mode 0640 → 0644
  + create mkdir.new
      create folder /srv (0755 root:root)
      create folder /srv/new (0700 root:root)
`,
  );
});

test('hosts with the same plan are told once; what cannot be had and who is not reached is told with what to do', () => {
  const plan = projectPlan(hostPlan('web-1', [CREATE]), hostPlan('web-2', [CREATE]), hostPlan('box', [REFUSED]));
  const hosts = [
    ...plan.hosts,
    { host: 'db', result: { failure: UNREACHABLE } },
    ...projectPlan(hostPlan('ok', [SAME])).hosts,
  ];
  check(
    planLines({ hosts }, { isVerbose: false, now: NOW, paint: plain }),
    `
web-1 and web-2: 1 to create
  + create mkdir.new
      create folder /srv (0755 root:root)
      create folder /srv/new (0700 root:root)
box: 1 not possible
  ! not possible mkdir.www (site.vk.yaml:9:7)
      /srv is a file, not a folder: choose another path, or move what is there
db: not reached
  10.0.0.5:22 can't be reached: the connection was refused
  = is sshd running there, and on this port?
ok: no changes (1 resource)
`,
  );
});

test('a rollback says which run it takes back', () => {
  const removal: ResourceChange = { ...CREATE, action: 'remove', steps: ['remove folder /srv/new'] };
  check(
    planLines(projectPlan(hostPlan('web', [removal], { kind: 'rollback', undoes: 'run-1' })), {
      isVerbose: false,
      now: NOW,
      paint: plain,
    }),
    `
web: takes back the run run-1: 1 to remove
  - remove mkdir.new
      remove folder /srv/new
`,
  );
});

test('results say in what state each host is, and why', () => {
  const done: ApplyResult = {
    host: 'web',
    run: 'run-1',
    outcome: 'done',
    changed: 2,
    milliseconds: 1234,
    failure: undefined,
  };
  const failure: HostFailure = {
    ...UNREACHABLE,
    kind: 'failed',
    message: 'file.site failed: no space left on device; everything was walked back and is as before',
    hint: 'mend the cause and apply again',
    address: 'file.site',
    place: CHANGE.place,
    output: ['sh: write error: No space left on device'],
  };
  const undone: ApplyResult = { ...done, host: 'db', run: 'run-2', outcome: 'undone', changed: 0, failure };
  const gone: ApplyResult = { ...done, host: 'old', takenBackBy: 'run-3' };
  check(
    resultLines([done, gone, undone], 'apply', plain),
    `
web: ✓ 2 changes made (run run-1, 1.2 s)
old: ✓ 2 changes made (run run-1, 1.2 s); taken back since by run-3
db: ✗ failed; all is as before (run run-2, 1.2 s)
  file.site failed: no space left on device; everything was walked back and is as before (site.vk.yaml:9:7)
    | sh: write error: No space left on device
  = mend the cause and apply again
`,
  );
});

test('status tells how a host stands and its runs, newest first', () => {
  const run = {
    run: 'run-1',
    outcome: 'done',
    startedAt: 0,
    who: 'ann@desk',
    project: 'shop',
    undoes: undefined,
    undoneBy: 'run-2',
  } as const;
  const later = { ...run, run: 'run-2', startedAt: 60, undoes: 'run-1', undoneBy: undefined };
  const others = { ...run, run: 'run-3', startedAt: 120, project: 'wiki', undoneBy: undefined };
  const runs = [run, later, others];
  const plan = hostPlan('web', [CHANGE, SAME], { runs });
  const telling = { now: 3_600_000, paint: plain, project: 'shop' };
  const remembered = { host: 'web', failure: undefined, runs: [others], awaiting: undefined, dropped: false };
  check(runsLines([remembered], telling), 'web\n  run run-3: done, 58 min ago, ann@desk, of the project wiki');
  check(
    statusLines(projectPlan(plan), [{ host: 'web', state: 'drift', plan }], {
      ...telling,
      reachOf: () => ({ state: 'closed' }),
    }),
    `
web: changed since the last run, by somebody else: 1 to change to have it as the text says again
  ~ change file.site
      write /etc/site
        content 3 bytes, sha256 aaaaaaaaaaaa → 9 bytes, sha256 bbbbbbbbbbbb, mode 0640 → 0644
  run run-3: done, 58 min ago, ann@desk, of the project wiki
  run run-2: done, 59 min ago, ann@desk, took back run-1
  run run-1: done, 1 h ago, ann@desk, taken back by run-2
`,
  );
});

test('colours say nothing that the text does not say', () => {
  const plan = projectPlan(hostPlan('web', [CHANGE, SAME, CREATE, REFUSED]));
  const start = String.fromCharCode(27);
  const coloured = planLines(plan, { isVerbose: true, now: NOW, paint: palette(true) }).join('\n');
  assert.ok(coloured.includes(start));
  assert.equal(
    coloured.replaceAll(new RegExp(`${start}\\[\\d+m`, 'g'), ''),
    planLines(plan, { isVerbose: true, now: NOW, paint: plain }).join('\n'),
  );
});

test('a plan says what is not certain, can not be taken back, or restarts something', () => {
  const usual = { expected: [], oneWay: [], restarts: [] };
  const lines = (outlook: ResourceChange['outlook']): string =>
    planLines(projectPlan(hostPlan('web', [{ ...CHANGE, ...(outlook && { outlook }) }])), {
      isVerbose: false,
      now: NOW,
      paint: plain,
    }).join('\n');
  assert.match(lines(usual), /\n {2}certain; can be taken back$/);
  const all = lines({ expected: ['it is run'], oneWay: ['it has no `undo`'], restarts: ['service.nginx'] });
  assert.match(all, /\n {6}\? expected, known after the apply: it is run\n/);
  assert.match(all, /\n {6}! can not be taken back: it has no `undo`\n {6}then again: service\.nginx\n/);
  assert.match(all, /\n {2}1 change expected, the others certain; 1 change can not be taken back$/);
  assert.doesNotMatch(lines(undefined), /certain/);
});
