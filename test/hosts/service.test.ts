// A service that restarts because a file has changed, on a real host with systemd: once, again when the file goes back,
// and later, when the run that owed it was broken off.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Project } from '../../engine/project.ts';
import { lab, operatorWith } from './support.ts';
import { type Applied, applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

const host = lab.host('services');

/** Its start reads its settings, and fails with those that fail; what it has read is kept. */
const UNIT = `[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'cat /etc/demo.conf >>/run/demo.seen; . /etc/demo.conf'
`;

before(async () => {
  const unit = await host.exec('cat >/etc/systemd/system/demo.service', UNIT);
  assert.equal(unit.code, 0, unit.stderr);
  const made = await host.exec(
    'systemctl daemon-reload; echo ": first" >/etc/demo.conf; rm -rf /run/demo.seen /srv/obstacle; systemctl start demo',
  );
  assert.equal(made.code, 0, made.stderr);
});

/** The settings, something that the tests let fail, and the service. */
function textWith(settings: string, more: { readonly policy?: string; readonly last?: string } = {}): Project {
  const mods = `file:
  demo: { path: /etc/demo.conf, content: ${JSON.stringify(`${settings}\n`)} }
  obstacle: { path: /srv/obstacle, content: here, after: [${more.last ?? 'file.demo'}] }
service:
  demo: { state: running, restart_on: file.demo${more.last === undefined ? ', after: file.obstacle' : ''} }
`;
  return projectOfText(textOn(host, mods, `  policy: { on_failure: ${more.policy ?? 'rollback'} }\n`));
}

/** What it has read at its starts since it was last asked. */
async function seen(): Promise<readonly string[]> {
  const { stdout } = await host.exec('cat /run/demo.seen; : >/run/demo.seen');
  return stdout.split('\n').filter((line) => line !== '');
}

const isRunning = async (): Promise<boolean> => (await host.exec('systemctl is-active --quiet demo')).code === 0;

const stepsOf = ({ plan }: Applied): readonly string[] => plan.changes.flatMap((change) => change.steps);

/** Something is in the way of the resource of that number. */
const failing = (number: number): string =>
  `case "$1 $2" in 'before begin ${number}') mkdir -p /srv/obstacle/inside ;; 'after failed ${number}') rm -rf /srv/obstacle ;; esac`;

test('it is restarted once when its settings change, and once more when they are taken back', async () => {
  await seen();
  const operator = operatorWith();
  const project = textWith(': second');
  const done = await applied(operator, project);
  assert.equal(done.result.outcome, 'done', JSON.stringify(done.result));
  assert.deepEqual(stepsOf(done).at(-1), 'restart service demo');
  assert.deepEqual(await seen(), [': second']);
  await nothingLeft(operator, project);
  await rolledBack(operator, project);
  assert.deepEqual(await seen(), [': first']);
  assert.equal(await isRunning(), true);
});

test('when something later fails, the settings go back and it is restarted with them', async () => {
  const operator = operatorWith({ boundary: failing(3) });
  const { result } = await applied(operator, textWith(': third', { last: 'service.demo' }));
  assert.equal(result.outcome, 'undone', JSON.stringify(result));
  assert.deepEqual(await seen(), [': third', ': first']);
  assert.equal(await isRunning(), true);
});

test('settings that it does not start with go back, and it runs with those from before', async () => {
  const { result } = await applied(operatorWith(), textWith('exit 7'));
  assert.equal(result.outcome, 'undone', JSON.stringify(result));
  assert.equal(result.failure?.address, 'service.demo');
  assert.match(JSON.stringify(result.failure), /status=7/);
  assert.deepEqual(await seen(), ['exit 7', ': first']);
  assert.equal(await isRunning(), true);
});

test('a restart that was not come to is not owed any more once all is as before', async () => {
  const { result } = await applied(operatorWith({ boundary: failing(2) }), textWith(': never'));
  assert.equal(result.outcome, 'undone', JSON.stringify(result));
  assert.deepEqual(await seen(), []);
  const operator = operatorWith();
  const next = await applied(operator, textWith(': first'));
  assert.deepEqual(stepsOf(next), ['create file /srv/obstacle (0644 root:root, 4 bytes)']);
  assert.deepEqual(await seen(), []);
  await rolledBack(operator, textWith(': first'));
});

test('a run that stops in between leaves the restart owed: the next plan shows it and does it', async () => {
  const stopping = operatorWith({ boundary: failing(2) });
  const project = textWith(': fourth', { policy: 'stop' });
  assert.equal((await applied(stopping, project)).result.outcome, 'stopped');
  assert.deepEqual(await seen(), []);
  const operator = operatorWith();
  const next = await applied(operator, project);
  assert.equal(next.result.outcome, 'done', JSON.stringify(next.result));
  assert.deepEqual(stepsOf(next), ['create file /srv/obstacle (0644 root:root, 4 bytes)', 'restart service demo']);
  assert.deepEqual(await seen(), [': fourth']);
  await nothingLeft(operator, project);
});

test('a service that does not run is not started by a change of its settings', async () => {
  await host.exec('systemctl stop demo');
  await seen();
  const text = textWith(': fifth');
  const stays = {
    ...text,
    resources: text.resources.map((resource) =>
      resource.address === 'service.demo' ? { ...resource, spec: { name: 'demo' } } : resource,
    ),
  };
  const { result } = await applied(operatorWith(), stays);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.deepEqual(await seen(), []);
  assert.equal(await isRunning(), false);
});

test('one that ends by itself is told with what it said, which nobody finds any more once it is taken back', async () => {
  const mods = `unit:
  ended.service: { content: "[Service]\\nExecStart=/bin/sh -c 'echo there are no settings; exit 4'\\n" }
service:
  ended: { state: running }
command:
  wait: { command: "while systemctl is-active --quiet ended; do :; done", run_on: service.ended, after: service.ended }
`;
  const { result } = await applied(operatorWith(), projectOfText(textOn(host, mods)));
  assert.equal(result.outcome, 'undone', JSON.stringify(result));
  const { message = '', output = [], address } = result.failure ?? {};
  assert.equal(address, 'service.ended');
  assert.match(message, /^ended was not as planned after the run \(state running → stopped\)/);
  assert.match(output.join('\n'), /status=4/);
  assert.match(output.join('\n'), /there are no settings/);
});
