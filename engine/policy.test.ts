// What a run does when a step fails: on this machine's own shells. Steps fail because the test puts something in the way
// at an event of the run, and takes it away at another.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { type Local, localHost, localShells, planOf } from '../test/support/local.ts';
import { contentsOf, type Declared, hostSettings, projectOf } from '../test/support/projects.ts';
import type { Policy, Project, Resource } from './project.ts';

const bins = fs.mkdtempSync(join(tmpdir(), 'viki-shells-'));
after(() => fs.rmSync(bins, { recursive: true, force: true }));

type More = Partial<Pick<Resource, 'retries' | 'timeoutSeconds' | 'runAs'>>;

for (const shell of localShells(bins)) {
  const local = localHost(shell);
  const { place, home } = local;
  beforeEach(() => local.reset());
  after(() => local.remove());

  const files = (
    names: readonly string[],
    policy: Partial<Policy>,
    more: More = {},
    after: Record<string, string[]> = {},
  ): Project => {
    const declared: Declared = Object.fromEntries(
      names.map((name) => [`file.${name}`, { path: join(place, name), content: name, after: after[name] ?? [] }]),
    );
    const project = projectOf(declared, [hostSettings('here')], policy);
    return { ...project, resources: project.resources.map((resource) => ({ ...resource, ...more })) };
  };
  const there = (): readonly string[] => fs.readdirSync(place).toSorted();
  const at = (event: string, what: string): string => `case "$1 $2" in '${event}') ${what} ;; esac`;
  const blocked = (name: string): string => `mkdir -p ${place}/${name}/something`;
  const unblocked = (name: string): string => `rm -rf ${place}/${name}`;
  const told = (what: string): number => local.events.filter((event) => event.what === what).length;

  test(`${shell.name}: stop leaves what was done, and it can be taken back`, async () => {
    const project = files(['a', 'b', 'c'], { onFailure: 'stop' });
    local.boundary = `${at('before begin 2', blocked('b'))}; ${at('after failed 2', unblocked('b'))}`;
    const result = await local.apply(project);
    assert.equal(result.outcome, 'stopped', JSON.stringify(result));
    assert.deepEqual(there(), ['a']);
    local.boundary = ':';
    assert.equal((await local.rollBack(project)).outcome, 'done');
    assert.deepEqual(there(), []);
  });

  test(`${shell.name}: a failed step is told with its own last words, whatever the way back has to say`, async () => {
    const project = files(['a', 'b'], {});
    const says = (words: string): string => `echo "${words}" >>"$v_folder/output"`;
    local.boundary = `${at('before begin 2', `${blocked('b')}; ${says('done well')}`)}
      ${at('after failed 2', unblocked('b'))}; ${at('after back 1', says('Removing a ...'))}`;
    const { outcome, failure } = await local.apply(project);
    assert.equal(outcome, 'undone', JSON.stringify(failure));
    assert.match(failure?.message ?? '', /^file\.b failed: .*\/b\b.*; everything was walked back/);
    assert.doesNotMatch([failure?.message, ...(failure?.output ?? [])].join(), /Removing|done well/);
  });

  test(`${shell.name}: continue skips what builds upon a failed resource, does the rest, and can be taken back`, async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const project = files(names, { onFailure: 'continue' }, {}, { c: ['file.b'], d: ['file.c'] });
    local.boundary = `${at('before begin 2', blocked('b'))}; ${at('after failed 2', unblocked('b'))}`;
    const result = await local.apply(project);
    assert.equal(result.outcome, 'partly', JSON.stringify(result));
    assert.equal(result.changed, 2);
    assert.deepEqual(there(), ['a', 'e']);
    assert.equal(result.failure?.address, 'file.b');
    assert.match(
      result.failure?.message ?? '',
      /^file\.b failed: .*skipped, because they build upon it: file\.c, file\.d/,
    );
    assert.equal(told('skipped'), 2);
    local.boundary = ':';
    assert.equal((await local.rollBack(project)).outcome, 'done');
    assert.deepEqual(there(), []);
  });

  test(`${shell.name}: what builds upon a folder by lying in it is skipped with it`, async () => {
    const project = projectOf(
      {
        'mkdir.deep': { path: join(place, 'x', 'y') },
        'file.in': { path: join(place, 'x', 'y', 'in'), content: 'in' },
        'file.beside': { path: join(place, 'beside'), content: 'beside' },
      },
      [hostSettings('here')],
      { onFailure: 'continue' },
    );
    local.boundary = `${at('before begin 1', `: >${place}/x; chmod 0 ${place}/x; v_path_directory() { false; }`)}; ${at('after failed 1', `rm -f ${place}/x`)}`;
    const result = await local.apply(project);
    assert.equal(result.outcome, 'partly', JSON.stringify(result));
    assert.deepEqual(there(), ['beside']);
  });

  test(`${shell.name}: a failed step is tried again, after a pause, as often as is asked for`, async () => {
    const project = files(['a', 'b'], { retries: 2 });
    local.boundary = `${at('before begin 2', blocked('b'))}; ${at('after retry 2', unblocked('b'))}`;
    assert.equal((await local.apply(project)).outcome, 'done');
    assert.equal(told('retry'), 1);
    assert.deepEqual(there(), ['a', 'b']);
  });

  test(`${shell.name}: tries come to an end, and what the resource says outranks the policy`, async () => {
    const project = files(['a', 'b'], { retries: 7 }, { retries: 1 });
    local.boundary = `${at('before begin 2', blocked('b'))}; ${at('after failed 2', unblocked('b'))}`;
    const { outcome, failure } = await local.apply(project);
    assert.equal(outcome, 'undone');
    assert.equal(told('retry'), 1);
    assert.deepEqual(there(), []);
    // What each of them said is kept.
    const [first, , last] = failure?.output ?? [];
    assert.match(failure?.output.join('\n') ?? '', /\/b\b.*\ntried again, after 1 s:\n.*\/b\b/);
    assert.deepEqual([failure?.output.length, first], [3, last]);
  });

  test(`${shell.name}: a step that takes too long is ended with all its processes, and has failed`, async () => {
    const project = files(['a', 'b'], {}, { timeoutSeconds: 1 });
    // Its bytes come from a pipe that nobody writes to.
    local.boundary = at('before begin 2', `for v_q in "${home}"/blobs/*; do rm -f "$v_q"; mkfifo "$v_q"; done`);
    const result = await local.apply(project);
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.match(result.failure?.message ?? '', /^file\.b failed: it took longer than 1 s and was ended; everything/);
    assert.deepEqual(there(), []);
    assert.deepEqual(processesNaming(home), []);
  });

  test(`${shell.name}: a step that takes too long is ended where nothing can be noted of it, on a full disk`, async () => {
    const project = files(['a', 'b'], {}, { timeoutSeconds: 1 });
    const stuck = `for v_q in "${home}"/blobs/*; do rm -f "$v_q"; mkfifo "$v_q"; done`;
    local.boundary = at('before begin 2', `${stuck}; mkdir "$v_folder/part"`);
    const result = await local.apply(project);
    assert.match(result.failure?.message ?? '', /^file\.b failed: it took longer than 1 s and was ended; everything/);
    assert.deepEqual(processesNaming(home), []);
  });

  test(`${shell.name}: a step within its time is as any other`, async () => {
    const project = files(['a', 'b'], {}, { timeoutSeconds: 30 });
    assert.equal((await local.apply(project)).outcome, 'done');
    assert.deepEqual(there(), ['a', 'b']);
  });

  const asRoot = { skip: process.getuid?.() === 0 ? false : 'only root may become somebody else without a password' };

  test(`${shell.name}: steps run as another user, who then owns what they make`, asRoot, async () => {
    openTo(local);
    const project = files(['a', 'b'], {}, { runAs: 'nobody' });
    const result = await local.apply(project);
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    for (const name of ['a', 'b']) {
      const { uid } = fs.statSync(join(place, name));
      assert.equal(uid, 65534);
      assert.equal(fs.readFileSync(join(place, name), 'utf8'), name);
    }
    assert.deepEqual(
      fs.readdirSync('/tmp').filter((name) => name.startsWith('.viki-run-')),
      [],
    );
    assert.equal((await local.rollBack(project)).outcome, 'done');
    assert.deepEqual(there(), []);
  });

  test(`${shell.name}: who is meant to run as themselves just does`, async () => {
    local.boundary = at('before begin 1', 'v_apart() { false; }');
    const result = await local.apply(files(['a'], {}, { runAs: userInfo().username }));
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.deepEqual(there(), ['a']);
  });

  test(`${shell.name}: what that user may not do fails, and is walked back`, asRoot, async () => {
    openTo(local);
    fs.chownSync(place, 0, 0);
    const project = files(['a'], {}, { runAs: 'nobody' });
    const result = await local.apply(project);
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.match(result.failure?.message ?? '', /file\.a failed: .*(Permission denied|can't create)/);
    assert.deepEqual(there(), []);
  });

  test(`${shell.name}: a user whom nobody knows is said in the plan`, async () => {
    const project = files(['a'], {}, { runAs: 'nosuchuser' });
    const operator = local.operator();
    const { changes, request } = planOf(await operator.plan(project, contentsOf(project)));
    assert.equal(request, undefined);
    assert.equal(changes[0]?.refusal?.message, 'there is no user nosuchuser on this host');
  });
}

/** Other users come as far as the place, and may make things there. */
function openTo({ folder, place }: Local): void {
  fs.chmodSync(folder, 0o711);
  fs.chownSync(place, 65534, 65534);
}

function processesNaming(text: string): readonly string[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return fs.readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(text));
}
