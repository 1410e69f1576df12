// The keys of hosts: new ones, changed ones, and what OpenSSH itself finds in a known_hosts that we wrote.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Asker, noAsker } from '../../hosts/asker.ts';
import { behind, configured, fresh, host, refusal, say, withSshd } from './reaching.ts';
import { settingsOf, wayWith } from './support.ts';

test('an unknown host key is asked for with the fingerprint that ssh-keygen tells, and remembered', async () => {
  const file = join(fresh(), 'known_hosts');
  const questions: string[] = [];
  const asker: Asker = {
    ...noAsker,
    acceptHostKey: ({ place, type, fingerprint }) =>
      Promise.resolve(questions.push(`${place} ${type} ${fingerprint}`) > 0),
  };
  const settings = settingsOf(host, { knownHosts: file });
  const way = wayWith({ hostKeys: 'ask', asker });
  assert.equal(await say(settings, way), 'root');
  assert.equal(await say(settings, way), 'root');
  const listed = await host.exec('cat /etc/ssh/ssh_host_ed25519_key.pub');
  const [, key = ''] = listed.stdout.split(' ');
  const print = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '');
  assert.deepEqual(questions, [`${host.address}:22 ssh-ed25519 SHA256:${print}`]);
  assert.equal(readFileSync(file, 'utf8'), `${host.address} ${host.hostKey.split(' ').slice(0, 2).join(' ')}\n`);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(join(file, '..')).mode & 0o777, 0o700);
});

test('host keys: --accept-new takes a new one, strict none, and nobody takes a changed one', async () => {
  const file = fresh();
  const settings = settingsOf(host, { knownHosts: file });
  await refusal(settings, 'host-key-unknown', [/is not known yet: it shows the ssh-ed25519 key SHA256:/]);
  await refusal(settings, 'host-key-unknown', [/is not known yet/], wayWith({ hostKeys: 'ask' }));
  assert.ok(!existsSync(file));
  const accepting = wayWith({ hostKeys: 'accept-new' });
  // (twenty at a time are one line)
  await Promise.all(Array.from({ length: 8 }, () => say(settings, accepting)));
  assert.equal(readFileSync(file, 'utf8').trim().split('\n').length, 1);
  writeFileSync(file, `# ours\n${host.address} ${behind.hostKey}\n`);
  const changed = await refusal(settings, 'host-key-changed', [/another key than the one it is known by/], accepting);
  assert.ok(changed.message.includes(`${file}:2`));
  assert.equal((changed.message.match(/SHA256:/g) ?? []).length, 2);
  // The way out that the hint gives works.
  const [, remedy = ''] = /run: (.*)$/.exec(changed.hint) ?? [];
  assert.equal(spawnSync('sh', ['-c', remedy], { stdio: 'ignore' }).status, 0);
  assert.equal(await say(settings, accepting), 'root');
});

test('a known_hosts that is a device stays one', async () => {
  const before = statSync('/dev/null').mode;
  assert.equal(await say(settingsOf(host, { knownHosts: '/dev/null' }), wayWith({ hostKeys: 'accept-new' })), 'root');
  assert.equal(statSync('/dev/null').mode, before);
});

test('a host is asked for the kind of key that it is known by', async () => {
  const made = await host.exec(
    'test -f /etc/ssh/ssh_host_ecdsa_key || ssh-keygen -q -t ecdsa -N "" -f /etc/ssh/ssh_host_ecdsa_key; cut -d" " -f1,2 /etc/ssh/ssh_host_ecdsa_key.pub',
  );
  const file = fresh();
  writeFileSync(file, `${host.address} ${made.stdout}`);
  const keys = 'HostKey /etc/ssh/ssh_host_ed25519_key\nHostKey /etc/ssh/ssh_host_ecdsa_key';
  await withSshd(keys, async () => {
    assert.equal(await say(settingsOf(host, { knownHosts: file })), 'root');
  });
});

test('HostKeyAlias, another HostName and hashed names, as OpenSSH writes them', async () => {
  const file = fresh();
  const config = configured(
    'Host web',
    `  HostName ${host.address}`,
    '  HostKeyAlias the-web',
    '  HashKnownHosts yes',
    `  UserKnownHostsFile ${file}`,
  );
  const settings = { ...settingsOf(host, { knownHosts: undefined }), address: 'web' };
  assert.equal(await say(settings, wayWith({ configFile: config, hostKeys: 'accept-new' })), 'root');
  assert.match(readFileSync(file, 'utf8'), /^\|1\|/);
  const found = spawnSync('ssh-keygen', ['-F', 'the-web', '-f', file], { encoding: 'utf8' });
  assert.ok(found.stdout.includes(host.hostKey.split(' ')[1] ?? 'no key'), found.stdout);
  assert.equal(await say(settings, wayWith({ configFile: config })), 'root');
});

test('certificates of hosts are said not to be supported', async () => {
  const file = fresh();
  writeFileSync(file, `@cert-authority * ${behind.hostKey}\n`);
  const says = [/is not known yet/, /certificate authority for it, which viki does not support/];
  await refusal(settingsOf(host, { knownHosts: file }), 'host-key-unknown', says);
});
