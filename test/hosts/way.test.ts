// The way to a host: over other hosts, through a command, to nobody, to something that is no shell, and into silence.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { HostError } from '../../engine/host.ts';
import type { HostSettings } from '../../engine/project.ts';
import { openHost } from '../../hosts/open.ts';
import { behind, configured, fresh, host, program, refusal, say, small, withSshd } from './reaching.ts';
import { knownHosts, lab, settingsOf, wayWith } from './support.ts';

const FROM = 'v_say "$(id -un) from ${SSH_CONNECTION%% *}"';

test('jump hosts: named by the text, as hosts of the project, in chains, and by the ssh configuration', async () => {
  const target = (more: Partial<HostSettings>): HostSettings => settingsOf(behind, more);
  const jumpKey = configured(
    `Host ${host.address} ${small.address} ${behind.address}`,
    `  IdentityFile ${lab.keyFile}`,
    `  UserKnownHostsFile ${knownHosts}`,
  );
  const way = wayWith({ configFile: jumpKey });
  assert.equal(await say(target({ jump: `deploy@${host.address}:22` }), way, FROM), `root from ${host.address}`);
  const hosts = new Map([['bastion', settingsOf(host, { name: 'bastion', user: 'plain' })]]);
  assert.equal(await say(target({ jump: 'bastion' }), { ...wayWith(), hosts }, FROM), `root from ${host.address}`);
  const chain = `root@${host.address},root@${small.address}`;
  assert.equal(await say(target({ jump: chain }), way, FROM), `root from ${small.address}`);
  const byConfig = configured(
    'Host inside',
    `  HostName ${behind.address}`,
    `Host * !${host.address}`,
    `  ProxyJump root@${host.address}`,
    'Host *',
    `  IdentityFile ${lab.keyFile}`,
    `  UserKnownHostsFile ${knownHosts}`,
  );
  const inside = { ...target({}), address: 'inside' };
  assert.equal(await say(inside, wayWith({ configFile: byConfig }), FROM), `root from ${host.address}`);
  const direct = await say({ ...inside, jump: 'none' }, wayWith({ configFile: byConfig }), FROM);
  assert.ok(direct !== `root from ${host.address}`, direct);
});

test('jump hosts: their keys are checked, and what goes wrong behind them is said', async () => {
  const hosts = new Map([['bastion', settingsOf(host, { name: 'bastion', knownHosts: fresh() })]]);
  const error = await refusal(
    settingsOf(behind, { jump: 'bastion' }),
    'host-key-unknown',
    [/10\.\S+:22 is not known yet/],
    { ...wayWith(), hosts },
  );
  assert.equal(error.host, 'bastion');
  const trusted = new Map([['bastion', settingsOf(host, { name: 'bastion' })]]);
  const nobody = settingsOf(behind, { jump: 'bastion', port: 9 });
  await refusal(nobody, 'unreachable', [/gave no way to 10\.\S+:9/], { ...wayWith(), hosts: trusted });
  const itself = wayWith({ configFile: configured('Host *', `  ProxyJump root@${host.address}`) });
  await refusal(settingsOf(behind), 'unreachable', [/jumphost loop/, /what does `ssh -G/], itself);
  const loop = new Map([
    ['a', settingsOf(host, { name: 'a', jump: 'b' })],
    ['b', settingsOf(behind, { name: 'b', jump: 'a' })],
  ]);
  await refusal(settingsOf(small, { jump: 'a' }), 'unreachable', [/more than 8 hosts/], { ...wayWith(), hosts: loop });
});

test('a ProxyCommand leads there, and says why it does not', async () => {
  const ssh = `ssh -F none -i ${lab.keyFile} -o UserKnownHostsFile=${knownHosts} root@${host.address}`;
  const good = configured(`Host ${behind.address}`, `  ProxyCommand ${ssh} -W %h:%p`);
  assert.equal(await say(settingsOf(behind), wayWith({ configFile: good }), FROM), `root from ${host.address}`);
  const bad = configured('Host *', '  ProxyCommand echo no such tunnel: %n >&2; exit 3');
  const says = [/the proxy command .* failed: no such tunnel: 10\./];
  await refusal(settingsOf(behind), 'unreachable', says, wayWith({ configFile: bad }));
});

test('nobody there: no such name, a closed port, a silent host, a port that is no ssh server', async () => {
  const nowhere = { ...settingsOf(host), address: 'no-such-host.invalid' };
  await refusal(nowhere, 'unreachable', [/can't be reached: /, /spelt right|on the network/]);
  await refusal(settingsOf(host, { port: 9 }), 'unreachable', [/:9 can't be reached: the connection was refused/]);
  const impatient = wayWith({ configFile: configured('Host *', '  ConnectTimeout 1') });
  await small.fault('drop');
  await refusal(settingsOf(small), 'unreachable', [/there was no answer within 1 seconds/], impatient);
  await small.clearFaults();
});

test('a login without a shell, and a host that gives no sessions', async () => {
  await host.exec('usermod -s /usr/sbin/nologin plain');
  await refusal(settingsOf(host, { user: 'plain' }), 'no-shell', [/This account is currently not available/]);
  await host.exec('usermod -s /bin/bash plain');
  await withSshd('ForceCommand echo only backups here', () =>
    refusal(settingsOf(host), 'no-shell', [/only backups here/]),
  );
  await withSshd('MaxSessions 0', () => refusal(settingsOf(host), 'no-shell', [/gave no session/, /MaxSessions/]));
});

test('any login shell will do', async () => {
  await host.exec('echo "echo Welcome to the machine; printf odd" >>/home/plain/.bashrc');
  assert.equal(await say(settingsOf(host, { user: 'plain' })), 'plain');
  await host.exec('usermod -s /bin/sh plain; sed -i "/Welcome/d" /home/plain/.bashrc');
  assert.equal(await say(settingsOf(host, { user: 'plain' })), 'plain');
  await host.exec('usermod -s /bin/bash plain');
});

test('a connection that goes silent is noticed by keepalives, and one that is reset at once', async () => {
  const session = await openHost(settingsOf(small), wayWith()).open();
  const start = performance.now();
  const running = session.run(program('v_say begun; sleep 600'), () => void small.fault('drop'));
  const error = await running.catch((thrown: unknown) => thrown);
  assert.ok(error instanceof HostError && error.kind === 'lost', String(error));
  assert.match(error.message, /silent for too long/);
  const seconds = (performance.now() - start) / 1000;
  assert.ok(seconds > 9 && seconds < 25, `noticed after ${seconds} s`);
  await session.close();
  await small.clearFaults();
  await small.exec('pkill -f "sleep 600"');
});

test('a login is given up when it is cancelled', async () => {
  await small.fault('freeze');
  const cancel = new AbortController();
  const opening = openHost(settingsOf(small), wayWith()).open(cancel.signal);
  cancel.abort();
  await assert.rejects(opening, (error: unknown) => error instanceof HostError && error.kind === 'cancelled');
  await small.clearFaults();
});

after(() => small.clearFaults());
