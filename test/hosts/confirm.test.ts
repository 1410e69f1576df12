// Confirm on real hosts: whatever a run does to the way in, the host takes it back by itself and lets people in again, says
// so, and leaves nothing of that behind; a run that leaves the way open is confirmed at once and stays.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import type { Operator } from '../../engine/operate.ts';
import type { Project } from '../../engine/project.ts';
import type { ApplyResult } from '../../engine/result.ts';
import { waitFor } from '../../hosts/wait.ts';
import { root } from '../../scripts/root.ts';
import type { LabHost } from '../lab/lab.ts';
import { contentsOf } from '../support/projects.ts';
import { prepareSwitches, type Switch, switchProject, TAKEN_EFFECT } from './confirm-run.ts';
import { say } from './reaching.ts';
import { environment, folder, lab, missingHosts, operatorWith, planOf, secret, settingsOf } from './support.ts';

const host = lab.host('confirm');
const small = lab.host('confirm-bb');
const CONFIRM_SECONDS = 2;
let start = '';
let startOfSmall = '';

before(async () => {
  await prepareSwitches(host);
  start = await host.digest();
  startOfSmall = await small.digest();
});
after(async () => {
  for (const one of [host, small]) await one.exec('rm -rf /var/lib/viki');
});

type Applying = { readonly operator: Operator; readonly applying: Promise<ApplyResult>; awaiting: Promise<string> };

async function begin(project: Project, more: { manual?: boolean; boundary?: string } = {}): Promise<Applying> {
  let heard: (run: string) => void = () => undefined;
  const awaiting = new Promise<string>((resolve) => {
    heard = resolve;
  });
  const operator = operatorWith({
    emit: (event) => {
      if (event.what === 'awaiting') heard(event.run);
    },
    wait: waitFor,
    ...(more.boundary === undefined ? {} : { boundary: more.boundary }),
  });
  const contents = contentsOf(project);
  const plan = await operator.plan(project, contents);
  const confirm = more.manual ? 'manual' : 'auto';
  const applying = operator.apply(project, plan, contents, { confirm }).then(([result]) => result as ApplyResult);
  return { operator, applying, awaiting };
}

/** Until what waits on the host has gone back: it does so by itself. */
async function undoneByItself(of: LabHost): Promise<void> {
  const waited = await of.exec(
    'for run in /var/lib/viki/runs/*/; do until [ -e "$run/outcome" ] && [ ! -e /var/lib/viki/lock ]; do sleep 0.1; done; cat "$run/outcome"; done',
  );
  assert.equal(waited.stdout, 'undone\n');
}

/** As before, nothing planted, and everybody is let in again. */
async function isAsBefore(): Promise<void> {
  const react = await host.exec('until [ -z "$(cat /run/switch.now)" ]; do sleep 0.02; done; ls /etc/systemd/system');
  assert.ok(!react.stdout.includes('viki-undo'), react.stdout);
  assert.equal(await host.digest(), start);
  assert.equal(await say(settingsOf(host)), 'root');
  await host.exec('rm -rf /var/lib/viki');
}

const CUTS: readonly { readonly name: string; readonly which: Switch; readonly content: () => Promise<string> }[] = [
  { name: 'sshd is stopped and its sessions are ended', which: 'stopped', content: () => Promise.resolve('') },
  { name: 'sshd moves to another port', which: 'port', content: () => Promise.resolve('2222') },
  {
    name: 'nothing comes back to us any more',
    which: 'closed',
    content: async () => (await say(settingsOf(host), undefined, 'v_say "$SSH_CONNECTION"')).split(' ')[0] ?? '',
  },
];

for (const { name, which, content } of CUTS) {
  test(`${name}: the host goes back by itself, and we are told`, async () => {
    const project = switchProject(host, which, await content(), { confirmSeconds: CONFIRM_SECONDS });
    const { operator, applying } = await begin(project, { boundary: TAKEN_EFFECT });
    const result = await applying;
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.equal(result.failure?.kind, 'unconfirmed', JSON.stringify(result));
    await operator.close();
    await isAsBefore();
  });
}

test('a run that leaves the way open is confirmed at once, and a reboot does not undo it afterwards', async () => {
  const project = switchProject(host, 'harmless', 'harmless', { confirmSeconds: 600 });
  const { operator, applying } = await begin(project);
  const result = await applying;
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.ok(result.milliseconds < 60_000, 'nobody waits for the time to pass');
  const stayed = await host.digest();
  await host.reboot();
  assert.equal(await host.digest(), stayed);
  await operator.apply(project, await operator.planRollback(project), undefined);
  await operator.close();
  await isAsBefore();
});

/** A run that waits, and whose client has been killed. */
async function abandoned(seconds: number): Promise<void> {
  const script = `${root}/test/hosts/confirm-client.ts`;
  const child = spawn(process.execPath, [script, host.name, `${seconds}`], {
    env: { ...environment, VIKI_LAB: lab.name, VIKI_HOSTS_FOLDER: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await new Promise<string>((resolve) => {
    child.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString()));
    child.on('close', () => resolve('nothing'));
  });
  assert.equal(said, 'awaiting\n');
  child.kill('SIGKILL');
}

test('the client is killed while the run waits: the host goes back by itself', async () => {
  await abandoned(CONFIRM_SECONDS);
  await undoneByItself(host);
  await isAsBefore();
});

test('the client and the runner are killed while the run waits: systemd takes it back in their place', async () => {
  await abandoned(1);
  assert.equal((await host.exec('set -- $(cat /var/lib/viki/runs/*/runner) && kill -9 "$1"')).code, 0);
  await undoneByItself(host);
  await isAsBefore();
});

test('a reboot while the run waits: systemd takes it back, without anybody coming by', async () => {
  const project = switchProject(host, 'port', '2222', { confirmSeconds: 600 });
  const { operator, applying, awaiting } = await begin(project, { manual: true, boundary: TAKEN_EFFECT });
  await awaiting;
  await host.kill();
  await host.start();
  await undoneByItself(host);
  assert.equal((await applying).outcome, 'undone');
  await operator.close();
  await isAsBefore();
});

test('a login that is not root is kept from nothing: cron takes its run back after a reboot', async () => {
  const settings = settingsOf(host, { user: 'plain' });
  const project = switchProject(host, 'harmless', 'x', { confirmSeconds: 600 });
  const own: Project = {
    ...project,
    hosts: new Map([[host.name, settings]]),
    resources: project.resources.map((one) => ({ ...one, spec: { path: '/home/plain/harmless', content: 'x' } })),
  };
  const contents = contentsOf(own);
  const look = operatorWith();
  assert.deepEqual(planOf(await look.plan(own, contents)).confirm, { seconds: 600, hook: 'cron' });
  const { operator, applying, awaiting } = await begin(own, { manual: true });
  await awaiting;
  assert.match((await host.exec('crontab -u plain -l')).stdout, /^@reboot sh .*\/undo # viki-undo-run/);
  await operator.close();
  await host.kill();
  await host.start();
  const done = await host.exec(
    'cd /home/plain/.local/state/viki/runs && until [ -e */outcome ] && [ ! -e ../lock ]; do sleep 0.1; done; cat */outcome',
  );
  assert.equal(done.stdout, 'undone\n');
  await applying;
  assert.equal((await host.exec('crontab -u plain -l')).code, 1, 'its crontab is gone again');
  assert.equal(await host.digest(), start);
});

test('through sudo with a password: a new connection confirms it, and without one the host goes back', async () => {
  const settings = settingsOf(host, { user: 'admin', sudo: { password: secret('admin') } });
  const through = (confirmSeconds: number): Project => ({
    ...switchProject(host, 'harmless', 'harmless', { confirmSeconds }),
    hosts: new Map([[host.name, settings]]),
  });
  const kept = await begin(through(600));
  assert.equal((await kept.applying).outcome, 'done');
  assert.equal((await host.exec('stat -c %U /etc/harmless')).stdout, 'root\n');
  const [back] = await kept.operator.apply(through(600), await kept.operator.planRollback(through(600)), undefined);
  assert.equal(back?.outcome, 'done', JSON.stringify(back));
  await kept.operator.close();
  const left = await begin(through(CONFIRM_SECONDS), { manual: true });
  const result = await left.applying;
  assert.deepEqual([result.outcome, result.failure?.kind], ['undone', 'unconfirmed'], JSON.stringify(result));
  await left.operator.close();
  await isAsBefore();
});

test('a host on which nothing would take it back after a reboot: the plan says so beforehand', async () => {
  const project = switchProject(small, 'harmless', 'x', { confirmSeconds: CONFIRM_SECONDS });
  const operator = operatorWith();
  const plan = planOf(await operator.plan(project, contentsOf(project)));
  assert.deepEqual(plan.confirm, { seconds: CONFIRM_SECONDS, hook: undefined });
  const { applying } = await begin(project, { manual: true });
  const result = await applying;
  assert.equal(result.outcome, 'undone', JSON.stringify(result));
  assert.equal(await small.digest(), startOfSmall);
  await small.exec('rm -rf /var/lib/viki');
});

test('a host that starts /etc/rc.local: it takes the run back after a reboot, and is as it was', async () => {
  const made = await small.exec(
    "printf '#!/bin/sh\\nexit 0\\n' >/etc/rc.local && chmod 755 /etc/rc.local && echo ::sysinit:/etc/rc.local >>/etc/inittab",
  );
  assert.equal(made.code, 0, made.stderr);
  const before = await small.digest();
  const project = switchProject(small, 'harmless', 'x', { confirmSeconds: 600 });
  const { operator, applying, awaiting } = await begin(project, { manual: true });
  await awaiting;
  assert.match(
    (await small.exec('cat /etc/rc.local')).stdout,
    /^#!\/bin\/sh\nsh .*\/undo # viki-undo-run.*\nexit 0\n$/,
  );
  await operator.close();
  await small.kill();
  await small.start();
  await undoneByItself(small);
  await applying;
  assert.equal(await small.digest(), before);
});

/** Hosts without systemd, and what takes a run back when they come up. */
const HOOKS = [
  { name: 'openrc', hook: 'openrc', planted: '/etc/local.d/viki-undo-*.start' },
  { name: 'sysvinit', hook: 'cron', planted: '/etc/cron.d/viki-undo-*' },
];
for (const { name, hook, planted } of HOOKS) {
  test(`a host with ${name}: it takes the run back after a reboot`, { skip: missingHosts[name] ?? false }, async () => {
    const other = lab.host(name);
    const project = switchProject(other, 'harmless', 'x', { confirmSeconds: 600 });
    const look = operatorWith();
    assert.deepEqual(planOf(await look.plan(project, contentsOf(project))).confirm, { seconds: 600, hook });
    const { operator, applying, awaiting } = await begin(project, { manual: true });
    await awaiting;
    assert.equal((await other.exec(`ls /etc/harmless ${planted}`)).code, 0);
    await operator.close();
    await other.kill();
    await other.start();
    await undoneByItself(other);
    await applying;
    // (what is planted goes last)
    const gone = await other.exec(`until ! ls ${planted} 2>/dev/null; do sleep 0.1; done; ls /etc/harmless`);
    assert.notEqual(gone.code, 0, gone.stdout);
    await other.exec('rm -rf /var/lib/viki');
  });
}
