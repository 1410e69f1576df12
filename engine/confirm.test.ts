// Runs that are to be confirmed, on this machine's own shells: what is confirmed stays, what is not is taken back by the
// host itself, whoever has gone away. With sshd, firewalls and reboots it is tested on real hosts (test/hosts).
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { localHost, localShells, planOf } from '../test/support/local.ts';
import { contentsOf, hostSettings, projectOf } from '../test/support/projects.ts';
import type { Policy } from './project.ts';

const bins = fs.mkdtempSync(join(tmpdir(), 'viki-shells-'));
after(() => fs.rmSync(bins, { recursive: true, force: true }));

for (const shell of localShells(bins)) {
  const local = localHost(shell);
  const { place, home } = local;
  beforeEach(() => local.reset());
  after(() => local.remove());

  const confirmed = (confirmSeconds: number, policy: Partial<Policy> = {}) =>
    projectOf({ 'file.a': { path: join(place, 'a'), content: 'a' } }, [hostSettings('here')], {
      confirmSeconds,
      ...policy,
    });
  const there = (): readonly string[] => fs.readdirSync(place);
  const told = (): readonly string[] => local.events.map(({ what }) => what);

  test(`${shell.name}: a new connection confirms a run, and it stays`, async () => {
    const project = confirmed(60);
    const result = await local.apply(project);
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.deepEqual(there(), ['a']);
    assert.ok(told().includes('awaiting') && told().includes('confirmed'));
    assert.equal((await local.rollBack(project)).outcome, 'done', 'a rollback is confirmed in the same way');
    assert.deepEqual(there(), []);
  });

  for (const onFailure of ['rollback', 'stop', 'continue'] as const) {
    test(`${shell.name}: without a confirmation it is undone, under the policy ${onFailure} as well`, async () => {
      const result = await local.apply(confirmed(1, { onFailure }), { confirm: 'manual' });
      assert.equal(result.outcome, 'undone', JSON.stringify(result));
      assert.equal(result.failure?.kind, 'unconfirmed');
      assert.match(
        result.failure?.message ?? '',
        /^nobody confirmed it over a new connection within 1 s; everything was/,
      );
      assert.deepEqual(there(), []);
    });
  }

  test(`${shell.name}: somebody else may confirm it, once it waits and as long as it does`, async () => {
    const project = confirmed(60);
    const other = local.operator();
    assert.equal(await other.confirm(project, 'here', 'run-nobody-knows'), false);
    const operator = local.operator();
    const contents = contentsOf(project);
    const plan = await operator.plan(project, contents);
    const run = planOf(plan).request?.run ?? '';
    const applying = operator.apply(project, plan, contents, { confirm: 'manual' });
    await local.heard('awaiting');
    assert.equal(await other.confirm(project, 'here', run), true);
    assert.equal((await applying)[0]?.outcome, 'done');
    assert.equal(await other.confirm(project, 'here', run), false, 'it waits no longer');
    assert.deepEqual(there(), ['a']);
  });

  test(`${shell.name}: a run that was broken off while it waited is taken back by the next command`, async () => {
    local.boundary = `case "$1 $2" in 'after awaiting 60') kill -9 $$ ;; esac`;
    const result = await local.apply(confirmed(60, { onFailure: 'stop' }), { confirm: 'manual' });
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.deepEqual(there(), []);
  });

  test(`${shell.name}: a run that was confirmed and then broken off stays`, async () => {
    local.boundary = `case "$1 $2" in 'before confirmed ') kill -9 $$ ;; esac`;
    const result = await local.apply(confirmed(60));
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.deepEqual(there(), ['a']);
  });

  test(`${shell.name}: a cancel while it waits takes it back at once`, async () => {
    const cancel = new AbortController();
    const project = confirmed(600);
    const applying = local.apply(project, { confirm: 'manual', cancel: cancel.signal });
    await local.heard('awaiting');
    cancel.abort();
    const result = await applying;
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.equal(result.failure?.kind, 'cancelled');
  });

  test(`${shell.name}: the plan says beforehand that nothing here would take it back after a reboot`, async () => {
    const project = confirmed(60);
    const plan = planOf(await local.operator().plan(project, contentsOf(project)));
    assert.deepEqual(plan.confirm, { seconds: 60, hook: undefined });
    assert.ok(home.includes(' '), 'this machine itself must not be written to');
  });
}
