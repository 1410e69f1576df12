// Are the lab's hosts what they are said to be: accounts, sudo, systemd or BusyBox, a disk that stays the same when nobody
// changes it, and a way to count what sshd was asked? Looked at with OpenSSH's client, as anybody would.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accounts, differences, type LabHost, openLab } from './lab.ts';
import { ssh } from './openssh.ts';

const lab = openLab();
let debian: LabHost;
let small: LabHost;
let tiny: LabHost;

before(async () => {
  await lab.up(['debian', { name: 'small', base: 'busybox' }, { name: 'tiny', base: 'busybox', disk: '4m' }]);
  [debian, small, tiny] = [lab.host('debian'), lab.host('small'), lab.host('tiny')];
});
after(() => lab.down());

for (const { name: account, password } of accounts) {
  test(`${account} logs in with a key, and with the encrypted one`, async () => {
    for (const host of [debian, small]) {
      for (const login of [{}, { passphrase: lab.passphrase }]) {
        const { code, stdout, stderr } = await ssh(lab, { host, account, ...login }, 'id -un; hostname');
        assert.deepEqual([code, stdout], [0, `${account}\n${host.name}\n`], stderr);
      }
    }
  });

  test(`${account} ${password === undefined ? 'does not log in' : 'logs in'} with a password`, async () => {
    for (const host of [debian, small]) {
      const { code, stdout } = await ssh(lab, { host, account, password: password ?? `${account}pw` }, 'id -un');
      assert.deepEqual([code, stdout], password === undefined ? [255, ''] : [0, `${account}\n`]);
    }
  });
}

test('an encrypted key without its passphrase and a wrong password are refused', async () => {
  const logins = [{ passphrase: 'wrong' }, { password: 'wrong' }];
  const answers = await Promise.all(
    logins.map((login) => ssh(lab, { host: debian, account: 'plain', ...login }, 'true')),
  );
  assert.deepEqual(
    answers.map(({ code }) => code),
    [255, 255],
  );
});

test('sudo lets deploy through, asks admin for the password, refuses plain', async () => {
  const sudo = async (account: string, options: string, input = ''): Promise<readonly unknown[]> => {
    const { code, stdout } = await ssh(lab, { host: debian, account, input }, `sudo ${options} id -un`);
    return [code, stdout];
  };
  // Side by side, because each refusal takes two seconds.
  const answers = await Promise.all([
    sudo('deploy', '-n'),
    sudo('admin', '-n'),
    sudo('admin', '-S', 'adminpw\n'),
    sudo('admin', '-S', 'wrong\n'),
    sudo('plain', '-S', 'plainpw\n'),
  ]);
  assert.deepEqual(answers, [
    [0, 'root\n'],
    [1, ''],
    [0, 'root\n'],
    [1, ''],
    [1, ''],
  ]);
});

test('a Debian host runs systemd, and everything that it started is well', async () => {
  const { stdout } = await debian.exec(
    'cat /proc/1/comm; systemctl is-system-running; . /etc/os-release; echo $VERSION_ID',
  );
  assert.equal(stdout, 'systemd\nrunning\n12\n');
});

test('a BusyBox host has nothing but BusyBox and dropbear', async () => {
  const programs = ['bash', 'sudo', 'scp', 'sftp-server', 'python3', 'perl', 'systemctl'];
  const { stdout } = await small.exec(
    `for name in ${programs.join(' ')}; do command -v $name; done; readlink -f /bin/sh`,
  );
  assert.equal(stdout, '/usr/bin/busybox\n');
});

test('a host reaches nothing outside the lab', async () => {
  const { stderr } = await debian.exec('bash -c "exec 3<>/dev/tcp/192.0.2.1/80"');
  assert.match(stderr, /Network is unreachable/);
  const { stdout } = await debian.exec(`timeout 5 bash -c "exec 3<>/dev/tcp/${small.address}/22 && head -c 3 <&3"`);
  assert.equal(stdout, 'SSH');
});

test('what is written to a command in a host arrives as it is, and its exit code comes back', async () => {
  const answer = await debian.exec('cat; echo aside >&2; exit 7', 'a\0b\n');
  assert.deepEqual(answer, { code: 7, stdout: 'a\0b\n', stderr: 'aside\n' });
});

test('the disk of a host that is only logged in to stays the same', async () => {
  for (const host of [debian, small]) {
    // First logins, and first times of sudo, leave more than later ones.
    await host.reset();
    const listing = await host.listing();
    const logins = accounts.flatMap(({ name: account, password }) => [
      ssh(lab, { host, account, password: 'wrong' }, 'true'),
      ssh(lab, { host, account, input: `${password}\n` }, 'sudo -S true'),
      ssh(lab, { host, account, isOnTerminal: true }, 'true'),
      ...(password === undefined ? [] : [ssh(lab, { host, account, password }, 'true')]),
    ]);
    await Promise.all(logins);
    assert.deepEqual(differences(listing, await host.listing()), []);
  }
});

test('a change on a host is seen from outside, and so is its undoing', async () => {
  for (const host of [debian, small]) {
    const digest = await host.digest();
    const changes = [
      ['echo changed >>/etc/passwd', 'cat /tmp/kept >/etc/passwd'],
      ['chmod 600 /etc/passwd', 'chmod 644 /etc/passwd'],
      ['chown plain /etc/passwd', 'chown root /etc/passwd'],
      ['mv /home/plain /home/simple', 'mv /home/simple /home/plain'],
      ['mkdir /opt-empty', 'rmdir /opt-empty'],
      ['ln -s passwd /etc/alias', 'rm /etc/alias'],
      ['echo temporary >/tmp/file', 'rm /tmp/file'],
    ] as const;
    await host.exec('cp /etc/passwd /tmp/kept');
    const kept = await host.digest();
    for (const [change, undo] of changes) {
      assert.deepEqual(await host.exec(change), { code: 0, stdout: '', stderr: '' });
      assert.notEqual(await host.digest(), kept, change);
      await host.exec(undo);
      assert.equal(await host.digest(), kept, undo);
    }
    await host.exec('rm /tmp/kept');
    assert.equal(await host.digest(), digest);
  }
});

test('a disk is as large as it was asked to be', async () => {
  const { code, stderr } = await tiny.exec('dd if=/dev/zero of=/tmp/large bs=1M count=8');
  assert.equal(code, 1);
  assert.match(stderr, /No space left on device/);
});

test('the exec requests that sshd was sent are counted', async () => {
  await debian.markExecRequests();
  assert.equal(await debian.execRequests(), 0);
  for (const command of ['true', 'false', 'true; true']) await ssh(lab, { host: debian }, command);
  // A shell is another kind of request.
  await ssh(lab, { host: debian, input: 'true\n' });
  assert.equal(await debian.execRequests(), 3);
  await debian.markExecRequests();
  assert.equal(await debian.execRequests(), 0);
  await assert.rejects(small.execRequests(), /only hosts with systemd/);
});
