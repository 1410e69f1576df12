// sudo in each of its varieties, on a real host: what it wants, and why it says no.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HostSettings } from '../../engine/project.ts';
import { root } from '../../scripts/root.ts';
import type { LabHost } from '../lab/lab.ts';
import { host, refusal, say, small, telling } from './reaching.ts';
import { environment, folder, lab, secret, settingsOf, wayWith } from './support.ts';

test('sudo: without a password, with one from the text, and with one that is asked for', async () => {
  assert.equal(await say(settingsOf(host, { user: 'deploy', sudo: { password: undefined } })), 'root');
  assert.equal(await say(settingsOf(host, { user: 'admin', sudo: { password: secret('admin') } })), 'root');
  // (a password that is not needed does no harm)
  assert.equal(await say(settingsOf(host, { user: 'deploy', sudo: { password: secret('admin') } })), 'root');
  const asker = telling('not the password', 'adminpw');
  const askedFor = settingsOf(host, { user: 'admin', sudo: { password: undefined } });
  await refusal(askedFor, 'sudo-refused', [/sudo did not take the password/], wayWith({ asker }));
  assert.equal(await say(askedFor, wayWith({ asker })), 'root');
  assert.match(asker.asked[0]?.prompt ?? '', /^Password for sudo of admin@10\.\S+:22$/);
  assert.equal(await say(settingsOf(host, { user: 'root', sudo: { password: undefined } })), 'root');
});

test('sudo on one connection is one exec request, and the password is in no process list', async () => {
  await host.markExecRequests();
  // (the brackets keep the search from finding itself)
  const all = 'v_say "$(cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr "\\\\0" " " | grep -c "admin[p]w")"';
  const settings = settingsOf(host, { user: 'admin', sudo: { password: secret('admin') } });
  assert.equal(await say(settings, wayWith(), all), '0');
  assert.equal(await say(settingsOf(host, { user: 'deploy', sudo: { password: undefined } })), 'root');
  assert.equal(await host.execRequests(), 2);
});

test('sudo says no: a password is needed, is wrong (once), the user may not, it is not there, it wants a terminal', async () => {
  const sudo = (user: string, password?: string, where: LabHost = host): HostSettings =>
    settingsOf(where, { user, sudo: { password: password === undefined ? undefined : secret(password) } });
  await refusal(sudo('admin'), 'sudo-refused', [/a password is required for sudo/, /sudo: \{ password/]);
  await host.exec('journalctl --sync; journalctl --rotate -q; journalctl --vacuum-time=1s -q');
  await refusal(sudo('admin', 'wrong'), 'sudo-refused', [/sudo did not take the password/]);
  const log = await host.exec('journalctl --sync; journalctl -q -o cat -t sudo | grep "authentication failure"');
  assert.equal(log.stdout.trim().split('\n').length, 1, log.stdout);
  await refusal(sudo('plain', 'plain'), 'sudo-refused', [/this login may not use sudo/], {
    ...wayWith(),
    environment: { ...environment, VK_VAR_plain: 'plainpw' },
  });
  await refusal(sudo('admin', 'admin', small), 'sudo-refused', [/sudo is not installed there/]);
  await refusal(sudo('admin', undefined, small), 'sudo-refused', [/sudo is not installed there/]);
  await host.exec('echo "Defaults:deploy requiretty" >/etc/sudoers.d/tty');
  await refusal(sudo('deploy'), 'sudo-refused', [/sudo wants a terminal/]);
  await host.exec('rm /etc/sudoers.d/tty');
});

/** As `docker exec -i` would: a command that leads into the host as a user, without ssh. */
const intoHost = (user: string): readonly string[] => {
  const here = [`LAB_NAME=${lab.name}`, `LAB_CACHE=${folder}`, `LAB_NODE=${process.execPath}`];
  const script = join(root, 'test/lab/shell/lab.sh');
  return ['env', ...here, 'bash', script, 'exec', host.name, 'runuser', '-u', user, '--'];
};

test('sudo works for hosts that a command leads to, too', async () => {
  const by = (user: string, sudo: HostSettings['sudo']): HostSettings => ({
    ...settingsOf(host),
    via: intoHost(user),
    sudo,
  });
  assert.equal(await say(by('deploy', undefined)), 'deploy');
  assert.equal(await say(by('deploy', { password: undefined })), 'root');
  assert.equal(await say(by('admin', { password: secret('admin') })), 'root');
  assert.equal(await say(by('admin', { password: undefined }), wayWith({ asker: telling('adminpw') })), 'root');
  await refusal(by('admin', { password: secret('wrong') }), 'sudo-refused', [/sudo did not take the password/]);
});
