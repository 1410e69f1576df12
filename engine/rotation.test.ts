// What a host keeps of its runs, and what it drops: on this machine's own shells. The limits are made small by the run itself.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { localHost, localShells } from '../test/support/local.ts';
import { hostSettings, projectOf } from '../test/support/projects.ts';
import type { Project } from './project.ts';

const bins = fs.mkdtempSync(join(tmpdir(), 'viki-shells-'));
after(() => fs.rmSync(bins, { recursive: true, force: true }));

for (const shell of localShells(bins)) {
  const local = localHost(shell);
  const { place, home } = local;
  beforeEach(async () => {
    await local.reset();
    // (the run that creates a thing is never dropped)
    fs.writeFileSync(join(place, 'a'), 'zero');
  });
  after(() => local.remove());

  const wanting = (content: string): Project =>
    projectOf({ 'file.a': { path: join(place, 'a'), content } }, [hostSettings('here')]);
  const runs = (): readonly string[] => fs.readdirSync(join(home, 'runs')).toSorted();
  const kept = (): number => fs.readdirSync(join(home, 'runs')).length;
  const blobs = (): number => fs.readdirSync(join(home, 'blobs')).length;
  const limits = (text: string): void => {
    local.boundary = `[ "$1 $2" != 'before outcome' ] || { ${text}; }`;
  };
  const applyAll = async (...contents: readonly string[]): Promise<void> => {
    for (const content of contents) assert.equal((await local.apply(wanting(content))).outcome, 'done');
  };

  test(`${shell.name}: the oldest runs are dropped with their bytes, and the others can be taken back`, async () => {
    limits('v_keep_always=2 v_keep_runs=3');
    await applyAll('one', 'two', 'three', 'four', 'five');
    assert.equal(kept(), 3);
    // Before the third run the file was `two`.
    assert.equal(blobs(), 4);
    assert.ok(fs.existsSync(join(home, 'dropped')));
    local.boundary = ':';
    for (const content of ['four', 'three', 'two']) {
      assert.equal((await local.rollBack(wanting(''))).outcome, 'done');
      assert.equal(fs.readFileSync(join(place, 'a'), 'utf8'), content);
    }
    const plan = await local.operator().planRollback(wanting(''));
    assert.ok(plan.hosts[0] && 'failure' in plan.hosts[0].result);
    assert.equal(plan.hosts[0].result.failure.kind, 'nothing-to-undo');
  });

  test(`${shell.name}: what is too old or too large goes, but never the newest`, async () => {
    limits('v_keep_always=2 v_keep_days=-1 v_sequence=16');
    await applyAll('one', 'two', 'three');
    assert.equal(kept(), 2, 'by age');
    limits('v_keep_always=1 v_keep_runs=2 v_keep_kib=0 v_sequence=16');
    await applyAll('four');
    assert.equal(kept(), 1, 'by size');
    assert.equal(blobs(), 2);
  });

  test(`${shell.name}: the run that created something stays, because its removal goes back to what was before`, async () => {
    fs.rmSync(join(place, 'a'));
    limits('v_keep_always=1 v_keep_runs=1');
    await applyAll('one', 'two', 'three');
    assert.equal(kept(), 2);
    local.boundary = ':';
    assert.equal((await local.rollBack(wanting(''))).outcome, 'done');
    assert.equal(fs.readFileSync(join(place, 'a'), 'utf8'), 'two');
  });

  test(`${shell.name}: nothing is dropped while somebody brings bytes along, nor what is not done with`, async () => {
    await applyAll('one', 'two');
    const [first = ''] = fs.readdirSync(join(home, 'runs')).toSorted();
    fs.writeFileSync(join(home, 'runs', first, 'outcome'), 'stuck\n');
    fs.mkdirSync(join(home, 'runs', 'coming'));
    limits('v_keep_always=1 v_keep_runs=1');
    await applyAll('three');
    assert.deepEqual(fs.readdirSync(join(home, 'runs')).includes(first), true);
    assert.equal(blobs(), 4);
  });

  test(`${shell.name}: where what is still needed can not be told whole, no bytes are removed`, async () => {
    await applyAll('one', 'two');
    const cuts = [
      'sort() { :; }',
      'sort() { command sort "$@" | head -n 1; }',
      'cat() { command cat "$2"; return 1; }',
    ];
    for (const [index, cut] of cuts.entries()) {
      limits(`v_keep_always=1 v_keep_runs=1; ${cut}`);
      await applyAll(`more ${index}`);
      assert.equal(kept(), 1, cut);
      // `zero`, `one`, `two`, and what has come since
      assert.equal(blobs(), 4 + index, cut);
    }
    limits('v_keep_always=1 v_keep_runs=1');
    await applyAll('last');
    assert.equal(blobs(), 2);
  });

  test(`${shell.name}: bytes that somebody brings while those that nobody needs are looked for stay`, async () => {
    await applyAll('one', 'two');
    const brought = join(home, 'blobs', 'a'.repeat(64));
    const bring = `mkdir '${join(home, 'runs', 'coming')}'; : >'${brought}'`;
    limits(`v_keep_always=1 v_keep_runs=1; tr() { ${bring}; command tr "$@"; }`);
    await applyAll('three');
    assert.equal(kept(), 2);
    assert.ok(fs.existsSync(brought));
  });

  test(`${shell.name}: a run that took another back is never gone before that one`, async () => {
    fs.rmSync(join(place, 'a'));
    await applyAll('one');
    const [first = ''] = runs();
    fs.writeFileSync(join(home, 'runs', first, 'outcome'), 'stuck\n');
    assert.equal((await local.rollBack(wanting(''), first)).outcome, 'done');
    const [, back = ''] = runs();
    fs.writeFileSync(join(place, 'a'), 'zero');
    await applyAll('two');
    limits('v_keep_always=1 v_keep_runs=1; rm() { command rm "$@"; case $* in *.gone.*) kill -KILL $$ ;; esac; }');
    await local.apply(wanting('three'));
    assert.deepEqual([runs().includes(first), runs().includes(back)], [false, true], 'ended after the first that went');
    limits('v_keep_always=1 v_keep_runs=1');
    await applyAll('four');
    assert.equal(kept(), 1);
  });

  test(`${shell.name}: what never had its turn goes after a day, and does not keep the bytes of others`, async () => {
    await applyAll('one', 'two');
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    const left = (name: string, ...files: readonly string[]): void => {
      const folder = join(home, 'runs', name);
      fs.mkdirSync(folder);
      for (const file of files) fs.writeFileSync(join(folder, file), 'undone\n');
      fs.utimesSync(folder, longAgo, longAgo);
    };
    left('broken off', 'record');
    left('had-no-turn', 'record', 'outcome');
    fs.mkdirSync(join(home, '.gone.half'));
    limits('v_keep_always=1 v_keep_runs=1');
    await applyAll('three');
    assert.equal(kept(), 1);
    assert.equal(blobs(), 2);
    assert.ok(!fs.existsSync(join(home, '.gone.half')));
  });
}
