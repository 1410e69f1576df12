// What happens to a run from outside while it is under way: somebody else wants to run too, it is cancelled, it is ended,
// or the power goes. Each time the host ends as before or as after, and says so.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Operator, Options } from '../../engine/operate.ts';
import type { ApplyResult } from '../../engine/result.ts';
import { openHost } from '../../hosts/open.ts';
import { contentsOf } from '../support/projects.ts';
import { crashProject, OPEN_GATE, PREPARATION, pausing, watching } from './crash-run.ts';
import { lab, operatorWith, planOf } from './support.ts';

const host = lab.host('together');
const project = crashProject(host, 'root');
const contents = contentsOf(project);
let start = '';

before(async () => {
  assert.equal((await host.exec(PREPARATION)).code, 0);
  start = await host.digest();
});
after(async () => {
  await host.exec('rm -rf /var/lib/viki');
});

type Waiting = { readonly operator: Operator; readonly applying: Promise<readonly ApplyResult[]> };

/** An apply that waits at an event of its run; resolves when it does. */
async function waitingAt(when: string, event: string, options: Options = {}): Promise<Waiting> {
  let paused: () => void = () => undefined;
  const isPaused = new Promise<void>((resolve) => {
    paused = resolve;
  });
  const operator = operatorWith({ boundary: pausing(when, event), open: watching(openHost, () => paused()) });
  const applying = operator.apply(project, await operator.plan(project, contents), contents, options);
  await Promise.race([
    isPaused,
    applying.then((ended) => assert.fail(`the run did not wait: ${JSON.stringify(ended)}`)),
  ]);
  return { operator, applying };
}

test('a second client is told who is at work, and touches nothing', async () => {
  const first = await waitingAt('after', 'begin 3');
  const second = operatorWith();
  const [refused] = await second.apply(project, await second.plan(project, contents), contents);
  assert.equal(refused?.outcome, 'locked');
  assert.match(
    refused?.failure?.message ?? '',
    /^tests@ring runs run-\S+ there since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/,
  );
  await host.exec(OPEN_GATE);
  const [done] = await first.applying;
  assert.equal(done?.outcome, 'done');
  assert.equal(planOf(await second.plan(project, contents)).request, undefined, 'the lock is gone with its holder');
  const [back] = await second.apply(project, await second.planRollback(project), undefined);
  assert.equal(back?.outcome, 'done', JSON.stringify(back));
  assert.equal(await host.digest(), start);
  await Promise.all([first.operator.close(), second.close()]);
});

test('a cancelled run finishes its step and goes back', async () => {
  const cancel = new AbortController();
  const { operator, applying } = await waitingAt('after', 'begin 3', { cancel: cancel.signal });
  cancel.abort();
  // The gate is opened only after the word has come to the host.
  await host.exec(`until ls /var/lib/viki/runs/*/cancel; do sleep 0.02; done; ${OPEN_GATE}`);
  const [result] = await applying;
  assert.equal(result?.outcome, 'undone');
  assert.match(result?.failure?.message ?? '', /^cancelled: everything was walked back/);
  assert.equal(await host.digest(), start);
  await operator.close();
});

test('a cancel that comes while the run is still on its way to the host is heard', async () => {
  const cancel = new AbortController();
  const operator = operatorWith({
    emit: (event) => {
      if (event.what === 'sending') cancel.abort();
    },
    // The runner waits before its first step until the word has come.
    boundary: `[ "$1 $2" != 'before begin 1' ] || until [ -e "$v_folder/cancel" ]; do sleep 0.02; done`,
  });
  const plan = await operator.plan(project, contents);
  const [result] = await operator.apply(project, plan, contents, { cancel: cancel.signal });
  assert.equal(result?.outcome, 'undone', JSON.stringify(result));
  assert.equal(await host.digest(), start);
});

test('a run that is ended at once is walked back all the same', async () => {
  const kill = new AbortController();
  const { operator, applying } = await waitingAt('before', 'done 3', { kill: kill.signal });
  kill.abort();
  const [result] = await applying;
  assert.equal(result?.outcome, 'undone', JSON.stringify(result));
  assert.equal(await host.digest(), start);
  await operator.close();
});

test('after a power cut in the middle, the next command walks back what was left', async () => {
  const { operator, applying } = await waitingAt('before', 'done 4');
  await host.kill();
  const cutOff = applying.then(([result]) => result);
  await host.start();
  const result = await cutOff;
  // Whoever was connected either hears of the new boot, or is told that the host can't be heard.
  assert.ok(result?.outcome === 'undone' || result?.outcome === 'failed', JSON.stringify(result));
  await operator.close();
  const next = operatorWith();
  const [stale] = await next.apply(project, await next.plan(project, contents), contents);
  if (result?.outcome === 'failed') {
    assert.equal(stale?.outcome, 'stale');
    assert.match(
      stale?.failure?.message ?? '',
      /an earlier run was left half done there \(now: everything was walked back/,
    );
  } else {
    assert.equal(stale?.outcome, 'done');
    await next.apply(project, await next.planRollback(project), undefined);
  }
  assert.equal(await host.digest(), start);
  await next.close();
});
