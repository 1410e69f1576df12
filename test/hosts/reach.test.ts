// Every way to log in, against real OpenSSH and dropbear: keys, locked keys, an agent, passwords, a host behind another
// one, and a host that falls silent.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { HostError } from '../../engine/host.ts';
import type { HostSettings } from '../../engine/project.ts';
import { type Asker, noAsker, QueuedAsker } from '../../hosts/asker.ts';
import { openHost, type Way } from '../../hosts/open.ts';
import type { LabHost } from '../lab/lab.ts';
import { environment, folder, lab, secret, settingsOf, wayWith } from './support.ts';

const host = lab.host('reach');
const behind = lab.host('behind');
const small = lab.host('reach-small');

/** Logs in and says who is there. */
async function whoIs(settings: HostSettings, way: Way = wayWith()): Promise<string> {
  const session = await openHost(settings, way).open();
  const lines: string[] = [];
  try {
    await session.run({ request: { kind: 'recover' }, text: 'v_say "$(id -un)@$(hostname)"', payload: [] }, (line) =>
      lines.push(line),
    );
  } finally {
    await session.close();
  }
  return lines.join();
}

/** A person who has one answer to everything, and what they were asked. */
function person(answer: string | undefined, accepts = false): Asker & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    secret: (question) => {
      asked.push(question.prompt);
      return Promise.resolve(answer);
    },
    acceptHostKey: (question) => {
      asked.push(`${question.type} ${question.fingerprint}`);
      return Promise.resolve(accepts);
    },
  };
}

const refusedWith = (kind: HostError['kind'], words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof HostError, String(error));
  assert.equal(error.kind, kind, error.message);
  assert.match(error.message, words);
  return true;
};

/** One server is asked twice: with OpenSSH and with dropbear. */
for (const server of [host, small]) {
  test(`${server.name}: a key`, async () => {
    assert.equal(await whoIs(settingsOf(server)), `root@${server.name}`);
  });

  test(`${server.name}: a key that is locked by a passphrase, asked for once`, async () => {
    const asker = person(lab.passphrase);
    const settings = settingsOf(server, { identity: lab.encryptedKeyFile });
    assert.equal(await whoIs(settings, wayWith({ asker })), `root@${server.name}`);
    assert.deepEqual(asker.asked, [`Passphrase for the key ${lab.encryptedKeyFile}`]);
  });

  test(`${server.name}: a password, from the environment or asked for`, async () => {
    const variables = { ...environment, VK_VAR_deploy: 'deploypw' };
    const byText = settingsOf(server, { user: 'deploy', identity: undefined, password: secret('deploy') });
    assert.equal(await whoIs(byText, wayWith({ environment: variables })), `deploy@${server.name}`);
    const asker = person('deploypw');
    const asked = settingsOf(server, { user: 'deploy', identity: undefined });
    assert.equal(await whoIs(asked, wayWith({ asker })), `deploy@${server.name}`);
    assert.deepEqual(asker.asked, [`Password for deploy@${server.address}:22`]);
  });
}

test('a passphrase that is wrong three times: the key is named, the passphrase is not', async () => {
  const asker = new QueuedAsker(person('wrong guess'));
  const settings = settingsOf(host, { identity: lab.encryptedKeyFile });
  await assert.rejects(whoIs(settings, wayWith({ asker })), (error: unknown) => {
    assert.ok(error instanceof HostError);
    assert.match(error.message, /id-encrypted is locked by a passphrase that was not told/);
    assert.doesNotMatch(error.message + error.hint, /wrong guess/);
    return true;
  });
});

test('the keys of an agent', async () => {
  const agent = spawn('ssh-agent', ['-D', '-a', join(folder, 'agent')], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    await new Promise((resolve) => agent.stdout.once('data', resolve));
    const variables = { ...environment, SSH_AUTH_SOCK: join(folder, 'agent') };
    assert.equal(spawnSync('ssh-add', [lab.keyFile], { env: variables }).status, 0);
    const settings = settingsOf(host, { identity: undefined });
    assert.equal(await whoIs(settings, wayWith({ environment: variables })), 'root@reach');
  } finally {
    agent.kill();
  }
});

test('a host that takes a password only as an answer to a question', async () => {
  const rule =
    'printf "PasswordAuthentication no\\nKbdInteractiveAuthentication yes\\n" >/etc/ssh/sshd_config.d/10-questions.conf';
  assert.equal((await behind.exec(`${rule} && systemctl restart ssh`)).code, 0);
  const asker = person('deploypw');
  try {
    assert.equal(
      await whoIs(settingsOf(behind, { user: 'deploy', identity: undefined }), wayWith({ asker })),
      'deploy@behind',
    );
  } finally {
    await behind.exec('rm /etc/ssh/sshd_config.d/10-questions.conf && systemctl restart ssh');
  }
});

test('an unknown key is asked for with its fingerprint, remembered when accepted, and not asked for again', async () => {
  const file = join(folder, 'new', 'known_hosts');
  const settings = settingsOf(host, { knownHosts: file });
  const sceptic = person(undefined, false);
  const refused = whoIs(settings, wayWith({ asker: sceptic, hostKeys: 'ask' }));
  await assert.rejects(
    refused,
    refusedWith('host-key-unknown', /is not known yet: it shows the ssh-ed25519 key SHA256:/),
  );
  const trusting = person(undefined, true);
  assert.equal(await whoIs(settings, wayWith({ asker: trusting, hostKeys: 'ask' })), 'root@reach');
  assert.deepEqual(trusting.asked, sceptic.asked);
  assert.ok(readFileSync(file, 'utf8').includes(host.hostKey.split(' ')[1] ?? '-'));
  assert.equal(await whoIs(settings, wayWith({ asker: noAsker, hostKeys: 'strict' })), 'root@reach');
});

test('a host behind another one, whose key is checked as well', async () => {
  const jump = settingsOf(host, { name: 'bastion' });
  const way = wayWith({ hosts: new Map([['bastion', jump]]) });
  assert.equal(await whoIs(settingsOf(behind, { jump: 'bastion' }), way), 'root@behind');
  const stranger = new Map([['bastion', { ...jump, knownHosts: join(folder, 'nobody') }]]);
  const refused = whoIs(settingsOf(behind, { jump: 'bastion' }), wayWith({ hosts: stranger }));
  await assert.rejects(refused, refusedWith('host-key-unknown', /is not known yet/));
  const nowhere = whoIs(settingsOf(behind, { jump: 'bastion', port: 9 }), way);
  await assert.rejects(nowhere, refusedWith('unreachable', /gave no way to .*:9/));
});

test('sudo without a password, when it needs one, asks for it', async () => {
  const asker = person('adminpw');
  const settings = settingsOf(host, { user: 'admin', sudo: { password: undefined } });
  assert.equal(await whoIs(settings, wayWith({ asker })), 'root@reach');
  assert.deepEqual(asker.asked, [`Password for sudo of admin@${host.address}:22`]);
  const alone = whoIs(settings, wayWith());
  await assert.rejects(alone, refusedWith('sudo-refused', /a password is required for sudo/));
  const forbidden = settingsOf(host, { user: 'plain', sudo: { password: undefined } });
  await assert.rejects(
    whoIs(forbidden, wayWith({ asker: person('plainpw') })),
    refusedWith('sudo-refused', /this login may not use sudo/),
  );
});

test('sudo that is not there', async () => {
  const settings = settingsOf(small, { user: 'deploy', sudo: { password: undefined } });
  await assert.rejects(whoIs(settings), refusedWith('sudo-refused', /sudo is not installed there/));
});

async function silence(server: LabHost): Promise<void> {
  const session = await openHost(settingsOf(server), wayWith()).open();
  const program = { request: { kind: 'recover' }, text: 'v_say begun; sleep 300', payload: [] } as const;
  let muted: Promise<void> | undefined;
  try {
    const running = session.run(program, () => {
      muted = server.fault('drop');
    });
    await assert.rejects(running, refusedWith('lost', /silent for too long/));
    assert.ok(muted);
  } finally {
    await muted;
    await server.clearFaults();
    await session.close();
  }
}

test('a host that falls silent is noticed by its missing keepalives', () => silence(behind));
