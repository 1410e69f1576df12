// What `ssh -G` prints, understood.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseConfig, readConfig } from './config.ts';

const DESTINATION = { name: 'web', host: 'web', port: undefined, user: undefined };
const HERE = { variables: { SOCKET: '/run/agent' }, configFile: undefined, localUser: 'me', debug: () => undefined };

test('what nothing was said about is as OpenSSH has it', () => {
  const config = parseConfig('', DESTINATION, HERE);
  assert.deepEqual(
    [config.hostname, config.port, config.user, config.proxyJump, config.identityAgent],
    ['web', 22, 'me', undefined, undefined],
  );
});

test('lines are read; the text of the project outranks them', () => {
  const text = [
    'hostname 203.0.113.10',
    'port 2222',
    'user deploy',
    'identityfile ~/.ssh/a key',
    'identityfile /keys/b',
    'identitiesonly yes',
    'identityagent none',
    'proxyjump a,root@b:2200',
    'userknownhostsfile ~/.ssh/known_hosts ~/.ssh/known_hosts2',
    'globalknownhostsfile /etc/ssh/ssh_known_hosts',
    'hashknownhosts yes',
    'connecttimeout 7',
    'serveraliveinterval 9',
  ].join('\n');
  const config = parseConfig(text, { host: 'web', port: 22, user: 'root' }, HERE);
  assert.equal(config.hostname, '203.0.113.10');
  assert.equal(config.port, 22);
  assert.equal(config.user, 'root');
  assert.deepEqual(config.identityFiles, [join(homedir(), '.ssh/a key'), '/keys/b']);
  assert.equal(config.identitiesOnly, true);
  assert.equal(config.identityAgent, 'none');
  assert.equal(config.proxyJump, 'a,root@b:2200');
  assert.deepEqual(config.knownHostsFiles.at(-1), '/etc/ssh/ssh_known_hosts');
  assert.equal(config.hashKnownHosts, true);
  assert.equal(config.connectTimeoutSeconds, 7);
  assert.equal(config.aliveIntervalSeconds, 9);
});

test('tokens and variables are filled in, `none` is nothing', () => {
  const text = [
    'hostname 203.0.113.10',
    'identityfile ~/.ssh/%r@%h-%n%%',
    'identityfile none',
    'identityagent $SOCKET',
    'userknownhostsfile none',
    'globalknownhostsfile %d/known-%p ${SOCKET}.hosts',
    'connecttimeout none',
    'serveraliveinterval 0',
    'proxyjump none',
  ].join('\n');
  const config = parseConfig(text, { ...DESTINATION, user: 'root' }, HERE);
  assert.deepEqual(config.identityFiles, [join(homedir(), '.ssh/root@203.0.113.10-web%')]);
  assert.equal(config.identityAgent, '/run/agent');
  assert.deepEqual(config.knownHostsFiles, [join(homedir(), 'known-22'), '/run/agent.hosts']);
  assert.deepEqual(
    [config.connectTimeoutSeconds, config.aliveIntervalSeconds, config.proxyJump],
    [undefined, undefined, undefined],
  );
  assert.equal(parseConfig('identityagent $NOT_SET', DESTINATION, HERE).identityAgent, 'none');
});

test('a configuration that OpenSSH refuses is not passed over', async (context) => {
  if (spawnSync('ssh', ['-V']).error) return context.skip('OpenSSH is not installed here');
  const folder = mkdtempSync(join(tmpdir(), 'viki-config-'));
  const file = join(folder, 'config');
  writeFileSync(file, 'Host *\n  ProxyJmp bastion\n');
  const environment = { ...HERE, variables: process.env, configFile: file };
  await assert.rejects(readConfig(DESTINATION, environment), /can't be read: .*line 2: Bad configuration option/);
  rmSync(folder, { recursive: true });
});

test('OpenSSH itself is asked, with the file that is named', async (context) => {
  if (spawnSync('ssh', ['-V']).error) return context.skip('OpenSSH is not installed here');
  const folder = mkdtempSync(join(tmpdir(), 'viki-config-'));
  const file = join(folder, 'config');
  writeFileSync(
    file,
    'Host web*\n  HostName %h.internal\n  Port 2200\n  User deploy\n  ProxyJump none\nHost *\n  User nobody\n',
  );
  const environment = { variables: process.env, configFile: file, localUser: 'me', debug: () => undefined };
  const config = await readConfig({ ...DESTINATION, host: 'web-1' }, environment);
  assert.deepEqual(
    [config.hostname, config.port, config.user, config.proxyJump],
    ['web-1.internal', 2200, 'deploy', undefined],
  );
  rmSync(folder, { recursive: true });
});

test('without OpenSSH its defaults are used, and that is said', async () => {
  const said: string[] = [];
  const environment = {
    variables: { PATH: '/nowhere' },
    configFile: '/dev/null',
    localUser: 'me',
    debug: (line: string) => said.push(line),
  };
  const config = await readConfig(DESTINATION, environment);
  assert.equal(config.user, 'me');
  assert.ok(config.identityFiles.some((file) => file.endsWith('id_ed25519')));
  assert.match(said.join(), /OpenSSH is not installed here/);
});
