// The crash matrix on real hosts: at every event of a run's journal, before and after it is written, the connection is
// cut, the client is killed, the runner is, sshd is with all its sessions, or the disk is full. The disk is then as before or as after, and a rollback gives the disk from
// before, by the digest of all of it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { before, describe, test } from 'node:test';
import { openHost } from '../../hosts/open.ts';
import { waitFor } from '../../hosts/wait.ts';
import { root } from '../../scripts/root.ts';
import type { LabHost } from '../lab/lab.ts';
import { contentsOf } from '../support/projects.ts';
import {
  AWAIT_END,
  crashProject,
  dying,
  EMPTY,
  EVENTS,
  filling,
  OPEN_GATE,
  PREPARATION,
  pausing,
  watching,
} from './crash-run.ts';
import { environment, folder, lab, operatorWith, planOf } from './support.ts';

const isSmall = (host: LabHost): boolean => host.name === 'crash-small';

/** Ends every session of the host's ssh server, not the server. */
const cutting = (host: LabHost): string =>
  isSmall(host) ? 'kill -9 $(pgrep -P "$(pgrep -o dropbear)")' : 'pkill -KILL -P "$(cat /run/sshd.pid)"';

/**
 * Ends the server with all its sessions; whoever watches over it starts it again. (systemd that has not noticed yet would take
 * it for started, and give up on one that it had to start five times in ten seconds.)
 */
const killing = (host: LabHost): string =>
  isSmall(host)
    ? 'kill -9 $(pgrep dropbear)'
    : 'pkill -KILL sshd; until systemctl reset-failed ssh && systemctl restart ssh; do sleep 0.1; done';

type Ends = { readonly before: string; readonly after: string };

const ends = new Map<string, Ends>();
const endsOf = (host: LabHost): Ends => ends.get(host.name) as Ends;

/** What the disk is before, and after a run that nobody disturbs. */
before(async () => {
  for (const host of ['crash', 'crash-admin', 'crash-small'].map((name) => lab.host(name))) {
    assert.equal((await host.exec(PREPARATION)).code, 0);
    const start = await host.digest();
    const project = crashProject(host, 'root');
    const contents = contentsOf(project);
    const operator = operatorWith();
    const [done] = await operator.apply(project, await operator.plan(project, contents), contents);
    assert.equal(done?.outcome, 'done', JSON.stringify(done));
    const after = await host.digest();
    assert.notEqual(after, start);
    ends.set(host.name, { before: start, after });
    await rollBack(host, 'root');
    await operator.close();
  }
});

async function rollBack(host: LabHost, login: string): Promise<void> {
  const operator = operatorWith();
  const project = crashProject(host, login);
  const [back] = await operator.apply(project, await operator.planRollback(project), undefined);
  await operator.close();
  assert.equal(back?.outcome, 'done', JSON.stringify(back));
  assert.equal(await host.digest(), endsOf(host).before, 'the rollback gives the disk from before');
  // Each case begins with a host that remembers nothing, so that no case leans on another.
  await host.exec('rm -rf /var/lib/viki');
}

async function judge(host: LabHost, login: string): Promise<void> {
  const now = await host.digest();
  const { before: start, after } = endsOf(host);
  assert.ok(now === start || now === after, 'the disk is as before or as after');
  if (now === after) await rollBack(host, login);
  else await host.exec('rm -rf /var/lib/viki');
}

async function cutConnection(host: LabHost, login: string, when: string, event: string): Promise<void> {
  const project = crashProject(host, login);
  const contents = contentsOf(project);
  let cut: Promise<unknown> | undefined;
  const open = watching(openHost, () => {
    cut = host.exec(`${cutting(host)}; ${OPEN_GATE}`);
  });
  const operator = operatorWith({ boundary: pausing(when, event), open });
  const [result] = await operator.apply(project, await operator.plan(project, contents), contents);
  assert.ok(cut, 'the run came to the event');
  await cut;
  await operator.close();
  assert.equal(result?.outcome, 'done', `the run is picked up again and ends well: ${JSON.stringify(result)}`);
  assert.equal(await host.digest(), endsOf(host).after);
  await judge(host, login);
}

async function killServer(host: LabHost, login: string, when: string, event: string): Promise<void> {
  const project = crashProject(host, login);
  const contents = contentsOf(project);
  let killed: Promise<unknown> | undefined;
  const open = watching(openHost, () => {
    killed = host.exec(`${killing(host)}; ${OPEN_GATE}`);
  });
  const operator = operatorWith({ boundary: pausing(when, event), open, wait: waitFor });
  const [result] = await operator.apply(project, await operator.plan(project, contents), contents);
  assert.ok(killed, 'the run came to the event');
  await killed;
  await operator.close();
  assert.equal(result?.outcome, 'done', `the run is picked up again and ends well: ${JSON.stringify(result)}`);
  await judge(host, login);
}

async function fillDisk(host: LabHost, login: string, when: string, event: string): Promise<void> {
  const project = crashProject(host, login);
  const contents = contentsOf(project);
  const operator = operatorWith({ boundary: filling(when, event) });
  const [result] = await operator.apply(project, await operator.plan(project, contents), contents);
  await host.exec(EMPTY);
  // What could not even be written down is mended by the next command, once there is room again.
  if (result?.outcome !== 'done' && result?.outcome !== 'undone') await operator.planRollback(project);
  await operator.close();
  await judge(host, login);
}

async function killClient(host: LabHost, login: string, when: string, event: string): Promise<void> {
  const script = `${root}/test/hosts/crash-client.ts`;
  const child = spawn(process.execPath, [script, host.name, login, when, event], {
    env: { ...environment, VIKI_LAB: lab.name, VIKI_HOSTS_FOLDER: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const paused = await new Promise<boolean>((resolve) => {
    child.stdout.on('data', (bytes: Buffer) => resolve(bytes.toString() === 'paused\n'));
    child.on('close', () => resolve(false));
  });
  assert.ok(paused, 'the run came to the event');
  child.kill('SIGKILL');
  await closed;
  assert.equal((await host.exec(`${OPEN_GATE}; ${AWAIT_END}`)).code, 0);
  await judge(host, login);
}

async function killRunner(host: LabHost, login: string, when: string, event: string): Promise<void> {
  const project = crashProject(host, login);
  const contents = contentsOf(project);
  const operator = operatorWith({ boundary: dying(when, event) });
  const [result] = await operator.apply(project, await operator.plan(project, contents), contents);
  const { before: start, after } = endsOf(host);
  const now = await host.digest();
  assert.ok(now === start || now === after, 'the disk is as before or as after');
  assert.equal(result?.outcome, now === after ? 'done' : 'undone', JSON.stringify(result));
  const next = planOf(await operator.plan(project, contents));
  assert.equal(next.request === undefined, now === after, 'the next plan sees what is there');
  await operator.close();
  await judge(host, login);
}

type Crash = (host: LabHost, login: string, when: string, event: string) => Promise<void>;

const CRASHES: { readonly [what: string]: Crash } = {
  'connection cut': cutConnection,
  'client killed': killClient,
  'runner killed': killRunner,
  'sshd killed': killServer,
  'disk full': fillDisk,
};

/** Each host has its cases one after the other; the hosts side by side. */
const HOSTS = [
  { name: 'crash', login: 'root' },
  { name: 'crash-admin', login: 'admin' },
  { name: 'crash-small', login: 'root' },
] as const;

/** What waits at an event is told of it by the one who follows, and after the end of a run nobody follows any more. */
const WAITING: ReadonlySet<string> = new Set(['connection cut', 'client killed', 'sshd killed']);

const CASES = Object.entries(CRASHES).flatMap(([what, crash]) =>
  EVENTS.flatMap((event) => ['before', 'after'].map((when) => ({ what, crash, event, when }))).filter(
    ({ event, when }) => !(WAITING.has(what) && event === 'end done' && when === 'after'),
  ),
);

describe('the crash matrix', { concurrency: true }, () => {
  for (const { name, login } of HOSTS) {
    describe(`${name} as ${login}`, { concurrency: 1 }, () => {
      for (const { what, crash, event, when } of CASES) {
        test(`${what} ${when} "${event}"`, () => crash(lab.host(name), login, when, event));
      }
    });
  }
});

test('the matrix has at least 500 cases', () => {
  console.log(`crash matrix: ${CASES.length * HOSTS.length} cases`);
  assert.ok(CASES.length * HOSTS.length >= 500);
});
