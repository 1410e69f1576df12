// Has the full Debian base what modules are proven on: packages to install and sources to add, services that start, and the
// programs that check a file before it is used? Looked at from inside the host, without viki.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type LabHost, openLab } from './lab.ts';

const REPOSITORIES = '/var/lib/viki-lab/repository';

const lab = openLab();
let full: LabHost;

const ability = await lab.canHave('deb12-full');
const skip = ability.able ? false : ability.why;

before(async () => {
  if (!ability.able) return;
  await lab.up([{ name: 'full', base: 'deb12-full' }]);
  full = lab.host('full');
});
after(() => lab.down());

/** Runs it, and gives what it printed; it has to succeed. */
async function done(command: string): Promise<string> {
  const { code, stdout, stderr } = await full.exec(command);
  assert.equal(code, 0, `${command}: ${stderr || stdout}`);
  return stdout.trim();
}

const install = (words: string): string => `DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes ${words}`;

test('it is up with everything off that a test is to start', { skip }, async () => {
  assert.equal(await done('systemctl is-system-running'), 'running');
  const { stdout } = await full.exec('systemctl is-active nginx postgresql nftables; ufw status');
  assert.equal(stdout, 'inactive\ninactive\ninactive\nStatus: inactive\n');
});

test('packages are installed from the host’s own disk: an old version, the new one, what they need', {
  skip,
}, async () => {
  await done('rm -r /var/lib/apt/lists && apt-get update');
  await done(install('viki-sample=1.0'));
  assert.equal(await done('viki-sample; cat /usr/share/viki-sample/data'), 'viki-sample 1.0\ndata');
  await done(install('viki-sample tree hello'));
  assert.equal(
    await done('viki-sample; dpkg-query --show --showformat="\\${Conffiles}" viki-sample | wc -w; hello'),
    ['viki-sample 1.1', '2', 'Hello, world!'].join('\n'),
  );
});

test('the daemon of a package runs when it is installed, and is gone when it is removed', { skip }, async () => {
  const state = 'systemctl is-active viki-sample-daemon; systemctl is-enabled viki-sample-daemon';
  await done(install('viki-sample-daemon'));
  assert.equal((await full.exec(state)).stdout, 'active\nenabled\n');
  await done('apt-get remove --yes viki-sample-daemon');
  assert.equal((await full.exec(state)).stdout, 'inactive\n');
});

test('a package that cannot be configured is left half configured', { skip }, async () => {
  assert.equal((await full.exec(install('viki-sample-broken'))).code, 100);
  assert.match(await done('dpkg --status viki-sample-broken'), /^Status: install ok half-configured$/m);
  await done('apt-get purge --yes viki-sample-broken');
});

test('a package that waits holds the lock of dpkg until it is told to go on', { skip }, async () => {
  await done('mkfifo /run/viki-sample-waiting');
  const waiting = full.exec(install('viki-sample-waiting'));
  assert.equal(await done('cat /run/viki-sample-waiting'), 'waiting');
  const { code, stderr } = await full.exec(install('hello'));
  assert.equal(code, 100);
  assert.match(stderr, /held by process \d+ \(apt-get\)/);
  await done('echo go >/run/viki-sample-waiting');
  assert.equal((await waiting).code, 0);
});

test('another repository is believed with its own key only', { skip }, async () => {
  const add = (key: string): string =>
    `echo 'deb [signed-by=${REPOSITORIES}/${key}/key.asc] file:${REPOSITORIES}/extra lab main' >/etc/apt/sources.list.d/extra.list
    apt-get update`;
  assert.match((await full.exec(add('main'))).stderr, /NO_PUBKEY/);
  await done(add('extra'));
  await done(install('viki-extra'));
  assert.equal(await done('viki-extra'), 'viki-extra');
});

test('nginx and PostgreSQL start and answer', { skip }, async () => {
  await done('nginx -t && systemctl start nginx');
  assert.match(await done('curl --silent --show-error http://127.0.0.1/'), /Welcome to nginx/);
  await done('systemctl start postgresql');
  assert.equal(await done(`su postgres -c 'psql --no-align --tuples-only --command "show server_encoding"'`), 'UTF8');
});

test('the firewalls can be switched on and off, and let ssh through', { skip }, async () => {
  await done('ufw allow 22/tcp && ufw --force enable');
  assert.match(await done('ufw status'), /^22\/tcp +ALLOW/m);
  await done('ufw --force disable');
  await done('nft --check --file /etc/nftables.conf && systemctl start nftables && systemctl stop nftables');
});

test('every validator is there and finds the host’s own files right', { skip }, async () => {
  await done('sshd -t && visudo --check --quiet && systemd-analyze verify --man=no ssh.service && crontab -u deploy -');
});

test('the name, the time zone, a locale and a sysctl of the network can be set', { skip }, async () => {
  await done('timedatectl set-timezone Europe/Paris && hostnamectl set-hostname other');
  assert.equal(await done('hostname; readlink /etc/localtime'), 'other\n../usr/share/zoneinfo/Europe/Paris');
  await done('sysctl --write net.ipv4.ip_forward=1');
  await done('echo "de_DE.UTF-8 UTF-8" >>/etc/locale.gen && locale-gen && locale --all-locales | grep de_DE');
});

test('the tools of archives and downloads are there', { skip }, async () => {
  await done('for tool in git rsync unzip zip xz bzip2 curl wget gpg crontab nft ufw; do command -v $tool; done');
});
