// Packages on a real host with apt: a service that a package brings and its file makes restart, lists that are missing, and
// others who hold the lock.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { lab, missingHosts, operatorWith } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

/** A machine that can't have the packages for it has no such host, and says so. */
const skip = missingHosts['packages'] ?? false;
const host = () => lab.host('packages');

const projectOf = (mods: string) => projectOfText(textOn(host(), mods));
const said = async (command: string): Promise<string> => (await host().exec(command)).stdout.trim();

afterEach(async () => {
  if (skip !== false) return;
  await host().exec('apt-get remove --yes "viki-sample*" hello; apt-get update; rm -rf /var/lib/viki');
});

test('a package, its settings and its service come in one run, and go in one', { skip }, async () => {
  const project = projectOf(`service:
  viki-sample-daemon: { state: running, enabled: true, restart_on: file.settings }
file:
  settings: { path: /etc/viki-sample-daemon.settings, content: "some\\n" }
package:
  viki-sample-daemon: {}
`);
  const operator = operatorWith();
  const { plan, result } = await applied(operator, project);
  const service = plan.changes.find(({ address }) => address.startsWith('service.'));
  assert.deepEqual(service?.outlook?.expected, ['there is no service viki-sample-daemon yet']);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.equal(
    await said('systemctl is-active viki-sample-daemon; systemctl is-enabled viki-sample-daemon'),
    'active\nenabled',
  );
  await nothingLeft(operator, project);
  await rolledBack(operator, project);
  assert.equal(
    await said('systemctl is-active viki-sample-daemon; dpkg-query -W viki-sample-daemon | wc -l'),
    'inactive\n0',
  );
});

test('missing lists are fetched, and the plan says that the version is known later', { skip }, async () => {
  await host().exec('rm -rf /var/lib/apt/lists/*');
  const project = projectOf('package:\n  viki-sample: {}\n');
  const operator = operatorWith();
  const { plan, result } = await applied(operator, project);
  assert.deepEqual(plan.changes[0]?.steps, ['install package viki-sample']);
  assert.deepEqual(plan.changes[0]?.outlook?.expected, [
    'which version of viki-sample there is, is known when it is installed',
  ]);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.equal(await said('viki-sample'), 'viki-sample 1.1');
  await nothingLeft(operator, project);
  await rolledBack(operator, project);
  assert.equal((await host().exec('viki-sample')).code, 127);
});

test('whoever holds the lock is waited for, and named', { skip }, async () => {
  await host().exec('rm -f /run/viki-sample-waiting; mkfifo /run/viki-sample-waiting');
  const waiting = host().exec('apt-get install --yes viki-sample-waiting');
  assert.equal(await said('cat /run/viki-sample-waiting'), 'waiting');
  const project = projectOf('package:\n  hello: {}\n');
  const operator = operatorWith();
  const applying = applied(operator, project);
  const waits = 'until grep -hs "held by process" /var/lib/viki/runs/*/said; do sleep 0.1; done';
  assert.match(await said(waits), /waiting for the lock of dpkg, which is held by process \d+ \(apt-get\)/);
  await host().exec('echo go >/run/viki-sample-waiting');
  assert.equal((await waiting).code, 0);
  const { result } = await applying;
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.equal(await said('hello'), 'Hello, world!');
  await rolledBack(operator, project);
});

test('a package that can not be set up is taken away again', { skip }, async () => {
  const { result } = await applied(operatorWith(), projectOf('package:\n  viki-sample-broken: {}\n'));
  assert.equal(result.outcome, 'undone', JSON.stringify(result));
  assert.match(JSON.stringify(result.failure), /viki-sample-broken/);
});

test('what another package needs is not removed, nor that other one', { skip }, async () => {
  await host().exec('apt-get install --yes viki-sample');
  const { result } = await applied(operatorWith(), projectOf('package:\n  viki-sample-data: { state: absent }\n'));
  assert.equal(result.outcome, 'undone', JSON.stringify(result));
  assert.match(JSON.stringify(result.failure), /viki-sample depends on viki-sample-data/);
  assert.equal(await said('viki-sample'), 'viki-sample 1.1');
});
