// What goes wrong in practice: each time a message that says what, where and what to do, the exit code for it, and a host
// that is as it was.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LabHost } from '../lab/lab.ts';
import { folder, knownHosts, lab, projectFolder, viki } from './support.ts';

const wrong = lab.host('wrong');

type Expected = { readonly code: number; readonly says: readonly RegExp[]; readonly command?: readonly string[] };

async function expectOn(
  host: LabHost,
  text: string,
  { code, says, command = ['apply', '--yes'] }: Expected,
): Promise<void> {
  const before = await host.digest();
  const finished = await viki(projectFolder(text), command);
  const said = finished.output + finished.errors;
  assert.equal(finished.code, code, said);
  for (const words of says) assert.match(said, words);
  assert.ok(!said.includes('adminpw') && !said.includes('not the password'), 'no secret is printed');
  assert.equal(await host.digest(), before, 'the host is as it was');
}

function text(login: string, mods = 'mkdir: { app: { path: /opt/app } }', host = wrong): string {
  return `viki:
  vars: { admin: { secret: true, from: env }, wrong: { secret: true, from: env } }
  hosts:
    ${host.name}: { address: ${host.address}, ${login} }
  mods:
    ${mods}
`;
}

const asRoot = `known_hosts: ${knownHosts}, user: root, identity: ${lab.keyFile}`;

test('broken YAML', () =>
  expectOn(wrong, 'viki:\n  hosts:\n    web: { address: "never closed }\n', {
    code: 3,
    says: [/main\.vk\.yaml:3:\d+: error/],
  }));

test('an unknown module', () =>
  expectOn(wrong, text(asRoot, 'mkdri: { app: { path: /opt/app } }'), {
    code: 3,
    says: [/main\.vk\.yaml:6:5: error/, /mkdri/, /mkdir/],
  }));

test('an unreachable host', () =>
  expectOn(wrong, text(`${asRoot}, port: 9`), {
    code: 1,
    says: [/wrong/, /:9 can't be reached: the connection was refused/, /is sshd running there/],
  }));

test('a wrong password', () =>
  expectOn(wrong, text(`known_hosts: ${knownHosts}, user: admin, password: "\${wrong}"`), {
    code: 1,
    says: [/wrong/, /admin@.* refused the login: tried the password/, /check user, key and password/],
  }));

test('a wrong password for sudo counts once', async () => {
  const login = `known_hosts: ${knownHosts}, user: admin, password: "\${admin}", sudo: { password: "\${wrong}" }`;
  await expectOn(wrong, text(login), { code: 1, says: [/sudo did not take the password/] });
  const log = await wrong.exec(
    'journalctl --sync; journalctl -q -o cat -t sudo | grep -c "authentication failure; logname"',
  );
  assert.equal(log.stdout.trim(), '1', log.stdout);
});

test('a login that may not use sudo', () =>
  expectOn(
    wrong,
    text(`known_hosts: ${knownHosts}, user: plain, identity: ${lab.keyFile}, sudo: { password: "\${wrong}" }`),
    {
      code: 1,
      says: [/sudo/],
    },
  ));

test('a changed host key', async () => {
  const other = join(folder, 'other_known_hosts');
  const [line = ''] = readFileSync(knownHosts, 'utf8').split('\n');
  const [, ...key] = line.split(' ');
  writeFileSync(other, `${wrong.address} ${key.join(' ')}\n`);
  await expectOn(wrong, text(`known_hosts: ${other}, user: root, identity: ${lab.keyFile}`), {
    code: 1,
    says: [/shows another key than the one it is known by/, /other_known_hosts:1/, /ssh-keygen -R/],
  });
});

test('an unknown host key, with nobody to ask', () =>
  expectOn(wrong, text(`known_hosts: ${join(folder, 'none')}, user: root, identity: ${lab.keyFile}`), {
    code: 1,
    says: [/is not known yet: it shows the ssh-ed25519 key SHA256:/, /--accept-new/],
  }));

test('a full disk', async () => {
  const full = lab.host('full');
  await full.exec('dd if=/dev/zero of=/filler bs=64k; dd if=/dev/zero of=/filler2 bs=1; sync');
  const big = `file: { big: { path: /opt/big, content: "${'x'.repeat(100_000)}" } }`;
  await expectOn(full, text(asRoot, big, full), {
    code: 1,
    says: [/full/, /No space left on device/, /nothing was touched; make room/],
  });
});

test('a disk that fills up in the middle of a run', async () => {
  const full = lab.host('full');
  await full.exec(
    'rm -f /filler /filler2; mkdir -p /mnt/small; mount -t tmpfs -o size=64k small /mnt/small; mkdir /opt/m',
  );
  const mods = `mkdir: { m: { path: /opt/m, mode: "0700" } }
    file:
      first: { path: /mnt/small/first, content: "fits" }
      big: { path: /mnt/small/big, content: "${'x'.repeat(100_000)}" }`;
  await expectOn(full, text(asRoot, mods, full), {
    code: 4,
    says: [
      /file\.big failed/,
      /No space left on device/,
      /everything was walked back and is as before/,
      /main\.vk\.yaml:9:7/,
    ],
  });
});

test('a folder on a disk that may only be read', async () => {
  await wrong.exec('mkdir -p /mnt/read && mount -t tmpfs -o ro reading /mnt/read');
  await expectOn(wrong, text(asRoot, 'file: { f: { path: /mnt/read/f, content: x } }'), {
    code: 4,
    says: [/file\.f failed/, /Read-only file system/, /everything was walked back/, /main\.vk\.yaml:6:13/],
  });
  await wrong.exec('umount /mnt/read');
});

test('a folder that the login may not write to', () =>
  expectOn(wrong, text(`known_hosts: ${knownHosts}, user: plain, identity: ${lab.keyFile}`), {
    code: 1,
    says: [/! not possible mkdir\.app/, /plain may not write to \/opt\/app there: set `sudo: true` for this host/],
  }));

test('what the login may not do, and nobody could know before', () =>
  expectOn(
    wrong,
    text(
      `known_hosts: ${knownHosts}, user: plain, identity: ${lab.keyFile}`,
      'command: { open: { command: mkdir /opt/app } }',
    ),
    { code: 4, says: [/command\.open failed: .*Permission denied/, /viki is plain there, not root: set `sudo: true`/] },
  ));

test('a place that the login may not look at', () =>
  expectOn(
    wrong,
    text(
      `known_hosts: ${knownHosts}, user: plain, identity: ${lab.keyFile}`,
      'file: { f: { path: /root/f, content: x } }',
    ),
    {
      code: 1,
      says: [/the login may not look at \/root/, /sudo: true/],
    },
  ));

test('an apply with nobody to ask and without --yes', () =>
  expectOn(wrong, text(asRoot), { code: 1, command: ['apply'], says: [/--yes/] }));
