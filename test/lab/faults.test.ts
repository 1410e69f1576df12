// Tests that each fault does to a connection what it says, and that everything is as before once it is cleared.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type LabHost, openLab } from './lab.ts';
import { ssh } from './openssh.ts';
import { run } from './shell.ts';

const lab = openLab();
let host: LabHost;
let other: LabHost;

const answers = async (): Promise<number> => (await ssh(lab, { host }, 'true')).code;

/** A command that runs until the connection ends, and the moment from which on it does run. */
async function longSession(): Promise<{ ended: ReturnType<typeof ssh> }> {
  await host.exec('rm -f /tmp/started; mkfifo /tmp/started');
  const ended = ssh(lab, { host }, 'echo >/tmp/started; sleep 30; echo survived');
  await host.exec('read -r line </tmp/started');
  return { ended };
}

before(async () => {
  [host, other] = (await lab.up(['host', { name: 'other', base: 'busybox' }])) as [LabHost, LabHost];
});
after(() => lab.down());
afterEach(async () => {
  await host.clearFaults();
  assert.equal(await answers(), 0);
});

for (const kind of ['drop', 'cut', 'freeze'] as const) {
  test(`${kind}: a new connection is not answered, and an old one falls silent`, async () => {
    const session = await longSession();
    await host.fault(kind);
    const [fresh, old] = await Promise.all([ssh(lab, { host }, 'true'), session.ended]);
    assert.equal(fresh.code, 255);
    assert.match(fresh.stderr, /timed out|No route to host/);
    assert.deepEqual([old.code, old.stdout], [255, '']);
    assert.match(old.stderr, /Timeout, server .* not responding|timed out/);
  });
}

test('reject: a new connection is refused, and an old one reset', async () => {
  const session = await longSession();
  await host.fault('reject');
  assert.match((await ssh(lab, { host }, 'true')).stderr, /Connection refused/);
  assert.match((await session.ended).stderr, /Connection reset|Broken pipe/);
});

/** Datagrams to a port on which nobody listens, counted where they arrive. */
async function arriving(sent: number): Promise<number> {
  const count = async (): Promise<number> => {
    const [program = '', ...args] = [
      ...lab.enter,
      'sh',
      '-c',
      "grep '^Udp:' /proc/net/snmp | tail -n 1 | cut -d ' ' -f 3",
    ];
    return Number((await run({ program, args, limitSeconds: 10 })).stdout);
  };
  const before = await count();
  await host.exec(`for number in $(seq ${sent}); do bash -c 'echo >/dev/udp/10.77.0.1/9'; done`);
  return (await count()) - before;
}

test('loss: some packets get lost and others arrive', async () => {
  assert.equal(await arriving(100), 100);
  await host.fault('loss', 50);
  const arrived = await arriving(100);
  // By chance it is outside of this once in a billion billion times.
  assert.ok(arrived > 5 && arrived < 95, `${arrived} of 100 arrived`);
});

test('delay: a connection takes its time, there and back', async () => {
  const measured = async (): Promise<number> => {
    const start = performance.now();
    assert.equal(await answers(), 0);
    return performance.now() - start;
  };
  const undelayed = await measured();
  await host.fault('delay', 100);
  // A login asks and waits for an answer more than five times, and each of them takes 200 ms more at least.
  assert.ok((await measured()) > undelayed + 1000);
});

test('only the host that a fault is for is concerned', async () => {
  for (const kind of ['drop', 'reject', 'cut', 'freeze'] as const) {
    await host.fault(kind);
    assert.equal((await ssh(lab, { host: other }, 'true')).code, 0);
    await host.clearFaults();
  }
});

test('a fault that there is not, or without its number, is refused in words', async () => {
  await assert.rejects(host.fault('loss', 0), /loss takes a percentage from 1 to 99, not "0"/);
  await assert.rejects(host.fault('delay', -1), /delay takes milliseconds/);
  await assert.rejects(host.fault('flood' as 'drop'), /there is no fault "flood"/);
});
