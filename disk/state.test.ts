// state.vk.json: whole or not there, never lost, never somebody else's, and never with anything secret in it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Ajv } from 'ajv';
import type { ApplyResult, HostPlan, ProjectPlan } from '../engine/result.ts';
import { BACKUPS_FOLDER, outdated, VIKI_FOLDER } from './backups.ts';
import { withDrift } from './drift.ts';
import { nothingSeen, onlyHosts, seenHost, withPlan, withResults } from './seen.ts';
import { parseState, printState, readState, STATE_FILE, updateState } from './state.ts';

const root = mkdtempSync(join(tmpdir(), 'viki-state-'));
after(() => rmSync(root, { recursive: true }));

const newFolder = (): string => mkdtempSync(join(root, 'project-'));
const textOf = (folder: string, name = STATE_FILE): string => readFileSync(join(folder, name), 'utf8');
const seen = (note: string) => (): ReturnType<typeof nothingSeen> => ({
  ...nothingSeen('shop'),
  hosts: { [note]: {} },
});

const backupsOf = (folder: string): readonly string[] => readdirSync(join(folder, BACKUPS_FOLDER));

const CANARY = 'canary-5f1c';

function planOf(host: string, undoes?: string): ProjectPlan {
  const plan: HostPlan = {
    host,
    kind: undoes === undefined ? 'apply' : 'rollback',
    changes: [
      {
        address: 'file.site',
        place: { file: 'a.vk.yaml', line: 3, column: 5 },
        action: 'create',
        steps: [CANARY],
        differences: [{ what: 'content', from: CANARY, to: CANARY }],
        contents: [],
        refusal: undefined,
      },
    ],
    runs: [],
    request: undefined,
    before: {},
    after: {},
    confirm: undefined,
    undoes,
  };
  return { hosts: [{ host, result: { plan } }] };
}

const resultOf = (host: string, run: string): ApplyResult => ({
  host,
  run,
  outcome: 'done',
  changed: 1,
  milliseconds: 5,
  failure: undefined,
});

test('what plans and runs showed is noted per host, as the schema says, and nothing else of them', async () => {
  const folder = newFolder();
  const hosts = ['web', '__proto__', '1'];
  for (const host of hosts) {
    const plan = planOf(host);
    await updateState(folder, 'shop', (state) => withPlan(state, plan, 0));
    await updateState(folder, 'shop', (state) =>
      withResults(
        state,
        plan,
        [resultOf(host, `run-${host}`)],
        new Map([[host, { mark: 'mark', resources: { 'file.site': 'a' } }]]),
        1000,
      ),
    );
  }
  const { state, warnings } = await readState(folder);
  assert.deepEqual(warnings, []);
  assert.ok(state);
  for (const host of hosts) {
    assert.deepEqual(seenHost(state, host), {
      plan: {
        at: '1970-01-01T00:00:00.000Z',
        counts: { none: 0, create: 1, change: 0, remove: 0, refused: 0 },
        resources: { 'file.site': 'create' },
      },
      run: {
        id: `run-${host}`,
        kind: 'apply',
        outcome: 'done',
        at: '1970-01-01T00:00:01.000Z',
        wish: 'mark',
        asked: { 'file.site': 'a' },
      },
      touched: { 'file.site': `run-${host}` },
    });
  }
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../schemas/state.schema.json'), 'utf8'));
  const validate = new Ajv({ formats: { 'date-time': true } }).compile(schema);
  assert.ok(validate(JSON.parse(textOf(folder))), JSON.stringify(validate.errors));
  const all = [textOf(folder), ...backupsOf(folder).map((name) => textOf(folder, join(BACKUPS_FOLDER, name)))];
  assert.doesNotMatch(all.join(), new RegExp(CANARY));
});

test('a rollback notes its run, and says nothing of how the text stands', () => {
  const state = withPlan(nothingSeen('shop'), planOf('web', 'run-1'), 0);
  assert.deepEqual(seenHost(state, 'web'), {});
  const run = seenHost(withResults(state, planOf('web', 'run-1'), [resultOf('web', 'run-2')], new Map(), 0), 'web').run;
  assert.deepEqual([run?.kind, run?.undoes], ['rollback', 'run-1']);
});

test('which run was to change a resource last stays known while others change', () => {
  const noted = (state: ReturnType<typeof nothingSeen>, run: string, outcome: ApplyResult['outcome'] = 'done') =>
    withResults(state, planOf('web'), [{ ...resultOf('web', run), outcome }], new Map(), 0);
  const first = noted(nothingSeen('shop'), 'run-1');
  assert.deepEqual(seenHost(first, 'web').touched, { 'file.site': 'run-1' });
  assert.deepEqual(seenHost(noted(first, 'run-2', 'undone'), 'web').touched, { 'file.site': 'run-2' });
  assert.deepEqual(seenHost(noted(first, 'run-2', 'stale'), 'web').touched, { 'file.site': 'run-1' });
  const [other] = planOf('web').hosts;
  assert.ok(other && 'plan' in other.result);
  const changes = other.result.plan.changes.map((change) => ({ ...change, address: 'file.other' }));
  const plan = { hosts: [{ ...other, result: { plan: { ...other.result.plan, changes } } }] };
  const both = withResults(first, plan, [resultOf('web', 'run-2')], new Map(), 0);
  assert.deepEqual(seenHost(both, 'web').touched, { 'file.site': 'run-1', 'file.other': 'run-2' });
});

test('a host that left the text is forgotten', () => {
  const state = withPlan(withPlan(nothingSeen('shop'), planOf('web'), 0), planOf('db'), 0);
  assert.deepEqual(Object.keys(onlyHosts(state, new Set(['web'])).hosts), ['web']);
});

test('whoever reads while it is written finds it whole, and nothing is left beside it', async () => {
  const folder = newFolder();
  await updateState(folder, 'shop', seen('first'));
  let writing = true;
  const writer = (async () => {
    for (let count = 0; count < 20; count += 1) await updateState(folder, 'shop', seen(`host-${count}`));
    writing = false;
  })();
  let reads = 0;
  for (; writing; reads += 1) {
    assert.equal(parseState(textOf(folder)).is, 'state');
    await new Promise(setImmediate);
  }
  await writer;
  assert.ok(reads > 0);
  assert.deepEqual(readdirSync(folder).toSorted(), [VIKI_FOLDER, STATE_FILE]);
  assert.equal(textOf(folder, join(VIKI_FOLDER, '.gitignore')), '*\n');
  for (const name of backupsOf(folder))
    assert.equal(parseState(textOf(folder, join(BACKUPS_FOLDER, name))).is, 'state');
});

test('a broken file is kept aside and its backup goes on', async () => {
  const folder = newFolder();
  await updateState(folder, 'shop', seen('older'));
  await updateState(folder, 'shop', (state) => ({ ...state, hosts: { newer: {} } }));
  const broken = textOf(folder).replace('newer', 'edited');
  writeFileSync(join(folder, STATE_FILE), broken);
  const read = await readState(folder);
  assert.deepEqual(read.state?.hosts, { older: {} });
  assert.match(read.warnings.join(), /broken: its checksum is wrong.*its backup state-\S+\.json is used instead/);
  const warnings = await updateState(folder, 'shop', (state) => ({ ...state, hosts: { ...state.hosts, next: {} } }));
  const aside = backupsOf(folder).find((name) => name.startsWith('broken-')) ?? '';
  assert.equal(textOf(folder, join(BACKUPS_FOLDER, aside)), broken);
  assert.ok(warnings.some((warning) => warning.includes(aside)));
  assert.deepEqual((await readState(folder)).state?.hosts, { older: {}, next: {} });
});

test('half a file without a backup is kept aside, and a new one begun', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, STATE_FILE), printState(nothingSeen('shop')).slice(0, 20));
  const warnings = await updateState(folder, 'shop', seen('web'));
  assert.match(warnings.join(), /it is no whole JSON; it is begun anew/);
  assert.deepEqual((await readState(folder)).state?.hosts, { web: {} });
});

test('a file of a newer viki is left as it is', async () => {
  const folder = newFolder();
  const text = '{ "version": 3, "secret": "kept" }';
  writeFileSync(join(folder, STATE_FILE), text);
  const [warning = '', ...more] = await updateState(folder, 'shop', seen('web'));
  assert.match(warning, /left alone: a newer viki wrote it \(version 3; this one knows 2\)/);
  assert.deepEqual(more, []);
  assert.equal((await readState(folder)).state, undefined);
  assert.equal(textOf(folder), text);
  assert.deepEqual(readdirSync(folder), [STATE_FILE]);
});

test('many writers at once lose no note', async () => {
  const folder = newFolder();
  const hosts = Array.from({ length: 20 }, (_, index) => `host-${index}`);
  const warnings = await Promise.all(
    hosts.map((host) => updateState(folder, 'shop', (state) => ({ ...state, hosts: { ...state.hosts, [host]: {} } }))),
  );
  assert.deepEqual(warnings.flat(), []);
  const { state } = await readState(folder);
  assert.deepEqual(Object.keys(state?.hosts ?? {}).toSorted(), hosts.toSorted());
  assert.deepEqual(readdirSync(folder).toSorted(), [VIKI_FOLDER, STATE_FILE]);
});

test('the lock of a viki that died is healed, and that of a living one is not', async () => {
  const folder = newFolder();
  const lock = join(folder, `${STATE_FILE}.lock`);
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  for (const holder of [`${gone} ${boot}`, `${process.pid} another-boot`]) {
    writeFileSync(lock, `${holder} token ${hostname()}\n`);
    assert.deepEqual(await updateState(folder, 'shop', seen('web')), []);
  }
  writeFileSync(lock, `${process.pid} ${boot} token ${hostname()}\n`);
  let isDone = false;
  const waiting = updateState(folder, 'shop', seen('web')).then(() => {
    isDone = true;
  });
  await updateState(newFolder(), 'shop', seen('web'));
  assert.ok(!isDone);
  rmSync(lock);
  await waiting;
});

test('backups are thinned out: the newest, and the last of each day before', () => {
  const name = (day: number, second: number): string => `state-202611${day}t0512${second}000z-00.json`;
  const newest = Array.from({ length: 10 }, (_, index) => name(21, 10 + index));
  const days = [name(18, 30), name(19, 30), name(20, 30)];
  const old = [name(18, 10), name(18, 29), name(20, 10)];
  assert.deepEqual([...outdated([...old, ...newest, ...days])].toSorted(), old.toSorted());
  const many = Array.from({ length: 40 }, (_, index) => name(10 + (index % 20), 10 + Math.floor(index / 20)));
  assert.ok(many.length - outdated(many).length <= 24);
});

test('what was never noted here is taken from what the hosts tell', () => {
  const [first] = planOf('web').hosts;
  assert.ok(first && 'plan' in first.result);
  const run = { run: 'run-7', outcome: 'done', startedAt: 60, who: 'a@b', project: 'shop' } as const;
  const runs = [{ ...run, undoes: undefined, undoneBy: undefined }];
  const plan = { hosts: [{ host: 'web', result: { plan: { ...first.result.plan, runs } } }] };
  const told = { id: 'run-7', kind: 'apply', outcome: 'done', at: '1970-01-01T00:01:00.000Z' };
  assert.deepEqual(seenHost(withPlan(nothingSeen('shop'), plan, 0), 'web').run, told);
  assert.equal(seenHost(withPlan(nothingSeen('another'), plan, 0), 'web').run, undefined);
});

test('a folder that can not be written is a warning with what to do', async () => {
  const gone = join(newFolder(), 'gone');
  const [warning] = await updateState(gone, 'shop', seen('web'));
  assert.match(
    warning ?? '',
    /state\.vk\.json can't be made, for its folder does not exist: what was seen is not noted there\. The work is done/,
  );
});

test('a change is drift where the text asks for the same as at the last run, which was ours', () => {
  const wish = { mark: 'mark', resources: { 'file.site': 'a' } };
  const first = planOf('web');
  const state = withResults(nothingSeen('shop'), first, [resultOf('web', 'run-1')], new Map([['web', wish]]), 0);
  const driftOf = (run: string, resources: Record<string, string>): string | undefined => {
    const [host] = first.hosts;
    assert.ok(host && 'plan' in host.result);
    const told = {
      outcome: 'done',
      startedAt: 0,
      who: '',
      project: 'shop',
      undoes: undefined,
      undoneBy: undefined,
    } as const;
    const now = { hosts: [{ host: 'web', result: { plan: { ...host.result.plan, runs: [{ run, ...told }] } } }] };
    const [drifted] = withDrift(now, state, new Map([['web', { mark: '', resources }]])).hosts;
    assert.ok(drifted && 'plan' in drifted.result);
    return drifted.result.plan.changes[0]?.drift;
  };
  assert.equal(driftOf('run-1', { 'file.site': 'a' }), 'run-1');
  assert.equal(driftOf('run-1', { 'file.site': 'another text' }), undefined);
  assert.equal(driftOf('run-2', { 'file.site': 'a' }), undefined);
});
