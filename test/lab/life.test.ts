// Hosts come and go: power cuts, reboots, resets, labs side by side, labs whose process crashed. Nothing of them may stay.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { differences, type Lab, type LabHost, openLab } from './lab.ts';
import { ssh } from './openssh.ts';

const bootOf = async (host: LabHost): Promise<string> =>
  (await host.exec('cat /proc/sys/kernel/random/boot_id; stat -c %Y /proc/1')).stdout;

async function livesThroughEverything(lab: Lab, host: LabHost): Promise<void> {
  const { hostKey } = host;
  const fresh = await host.listing();
  await host.exec('echo kept >/root/kept');
  const kept = await host.listing();
  await host.kill();
  await assert.rejects(host.exec('true'), new RegExp(`${host.name} is not running`));
  assert.equal((await ssh(lab, { host }, 'true')).code, 255);
  assert.deepEqual(differences(kept, await host.listing()), []);
  await host.start();
  assert.deepEqual(differences(kept, await host.listing()), []);
  const boot = await bootOf(host);
  await host.reboot();
  assert.notEqual(await bootOf(host), boot);
  assert.deepEqual(differences(kept, await host.listing()), []);
  await host.fault('drop');
  await host.reset();
  assert.deepEqual(differences(fresh, await host.listing()), []);
  assert.equal((await ssh(lab, { host }, 'cat /root/kept')).code, 1);
  assert.equal(host.hostKey, hostKey);
}

test('a host comes back from a power cut, a reboot and a reset, and nothing is left after down', async () => {
  const lab = openLab();
  try {
    const hosts = await lab.up(['debian', { name: 'small', base: 'busybox' }]);
    await Promise.all(hosts.map((host) => livesThroughEverything(lab, host)));
    assert.notDeepEqual(await lab.leftovers(), []);
  } finally {
    await lab.down();
  }
  assert.deepEqual(await lab.leftovers(), []);
});

test('two labs run side by side with the same addresses, and the end of one is not the end of the other', async () => {
  const [one, two] = [openLab('side-one'), openLab('side-two')];
  try {
    const spec = { name: 'host', base: 'busybox' } as const;
    const [[first], [second]] = await Promise.all([one.up([spec]), two.up([spec])]);
    assert.ok(first && second);
    assert.equal(first.address, second.address);
    assert.notEqual(first.hostKey, second.hostKey);
    await first.exec('touch /root/first');
    assert.equal((await ssh(two, { host: second }, 'ls /root')).stdout, '');
    await one.down();
    assert.equal((await ssh(two, { host: second }, 'echo fine')).stdout, 'fine\n');
  } finally {
    await Promise.all([one.down(), two.down()]);
  }
  assert.deepEqual([...(await one.leftovers()), ...(await two.leftovers())], []);
});

/** A process that makes a lab of its own and says so. */
const START = `
  import { openLab } from '${new URL('lab.ts', import.meta.url).href}';
  await openLab('crashed').up([{ name: 'host', base: 'busybox' }]);
  process.stdout.write('up');
  setInterval(() => undefined, 1000);`;

async function withLabProcess(end: (child: ReturnType<typeof spawn>) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', START], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(child.stdout, 'data');
    await end(child);
  } finally {
    child.kill('SIGKILL');
  }
}

test('a lab whose process was killed is cleaned up by the next one, one that was only ended cleans up itself', async () => {
  const crashed = openLab('crashed');
  await withLabProcess(async (child) => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  assert.deepEqual(await crashed.leftovers(), []);
  await withLabProcess(async (child) => {
    await assert.rejects(
      crashed.up(['mine']),
      /the lab crashed belongs to the running process \d+; choose another name/,
    );
    await assert.rejects(crashed.down(), /belongs to the running process/);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  assert.notDeepEqual(await crashed.leftovers(), []);
  const next = openLab();
  await next.up([]);
  await next.down();
  assert.deepEqual(await crashed.leftovers(), []);
});

test('a host is reached from outside through a port of the loopback, until forwarding stops', async () => {
  const lab = openLab();
  try {
    const hosts = await lab.up([
      { name: 'one', base: 'busybox' },
      { name: 'two', base: 'busybox' },
    ]);
    const forwarding = await lab.forward(hosts);
    for (const [index, host] of hosts.entries()) {
      const forwardedPort = forwarding.ports[index] ?? 0;
      const { stdout, stderr } = await ssh(
        lab,
        { host, forwardedPort, input: 'x'.repeat(1_000_000) },
        'hostname; wc -c',
      );
      assert.deepEqual(stdout, `${host.name}\n1000000\n`, stderr);
    }
    await forwarding.stop();
    const [host] = hosts;
    assert.ok(host);
    const late = await ssh(lab, { host, forwardedPort: forwarding.ports[0] ?? 0 }, 'true');
    assert.match(late.stderr, /Connection refused/);
  } finally {
    await lab.down();
  }
});

test('names that would not do are refused in words', async () => {
  assert.throws(() => openLab('../else'), /a lab's name is made of/);
  await assert.rejects(openLab().up(['Host']), /a host's name is up to 12/);
  const lab = openLab();
  const wrong = lab.up([{ name: 'host', base: 'plan9' as 'deb12' }]);
  await assert.rejects(wrong, /there is no base "plan9"; there are: busybox deb12/);
  await lab.down();
});
