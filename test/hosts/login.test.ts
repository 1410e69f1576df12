// What lets in and what does not, against real OpenSSH, PAM and ssh-agent: passwords, keys, agents, and two of them in a row.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Way } from '../../hosts/open.ts';
import { asUser, configured, host, noKeys, refusal, say, telling, withSshd } from './reaching.ts';
import { environment, folder, lab, secret, settingsOf, wayWith } from './support.ts';

test('a password is asked for when the host takes one and there is no key, and again after it was wrong', async () => {
  const asker = telling('not the password', 'plainpw');
  const way = wayWith({ configFile: noKeys, asker });
  await refusal(asUser('plain'), 'login-refused', [/plain@10\.\S+:22 refused the login: tried the password/], way);
  assert.equal(await say(asUser('plain'), way), 'plain');
  assert.equal(await say(asUser('plain'), way), 'plain');
  assert.equal(asker.asked.length, 2);
  // Root may not log in with a password, but sshd does not say so before.
  await refusal(
    asUser('root'),
    'login-refused',
    [/nothing to log in with/, /takes: publickey/],
    wayWith({ configFile: noKeys }),
  );
});

test('a host that asks for the password itself (PAM) is answered', async () => {
  const way = wayWith({ configFile: noKeys });
  await withSshd('PasswordAuthentication no\nKbdInteractiveAuthentication yes', async () => {
    assert.equal(await say(asUser('admin', { password: secret('admin') }), way), 'admin');
    const wrong = asUser('admin', { password: secret('wrong') });
    await refusal(wrong, 'login-refused', [/the password as an answer to the host/, /keyboard-interactive/], way);
  });
});

test('a host that takes no passwords is not told one twice', async () => {
  await withSshd('PasswordAuthentication no', async () => {
    const asker = telling('plainpw');
    const way = wayWith({ configFile: noKeys, asker });
    await refusal(asUser('plain'), 'login-refused', [/nothing to log in with/, /takes: publickey\./], way);
    assert.deepEqual(asker.asked, [], 'nobody is bothered in vain');
  });
});

test('a host that wants a key and then the password gets both', async () => {
  await withSshd('AuthenticationMethods publickey,password', async () => {
    const both = settingsOf(host, { user: 'admin', password: secret('admin') });
    assert.equal(await say(both), 'admin');
    const passwordFirst = asUser('admin', { password: secret('admin') });
    const withKey = configured(`Host ${host.address}`, `  IdentityFile ${lab.keyFile}`);
    assert.equal(await say(passwordFirst, wayWith({ configFile: withKey })), 'admin');
  });
});

test('an encrypted key asks for its passphrase until it is right', async () => {
  const asker = telling('wrong', lab.passphrase);
  const settings = settingsOf(host, { identity: lab.encryptedKeyFile });
  assert.equal(await say(settings, wayWith({ asker })), 'root');
  assert.deepEqual(
    asker.asked.map(({ prompt }) => prompt),
    Array(2).fill(`Passphrase for the key ${lab.encryptedKeyFile}`),
  );
  await refusal(settings, 'login-refused', [/is locked by a passphrase that was not told/]);
});

test('keys that are missing, unreadable or no keys are named', async () => {
  const broken = join(folder, 'broken');
  writeFileSync(broken, 'no key\n');
  const missing = join(folder, 'missing');
  await refusal(settingsOf(host, { identity: missing }), 'login-refused', [/the key \S+missing is not there/]);
  await refusal(settingsOf(host, { identity: broken }), 'login-refused', [/the key \S+broken is not understood/]);
  await refusal(settingsOf(host, { identity: folder }), 'login-refused', [/can't be read \(EISDIR\)/]);
});

type Agent = { readonly socket: string; end(): Promise<void> };

/** A real agent that has a key, or some. */
async function agentWith(...keys: readonly string[]): Promise<Agent> {
  const socket = join(folder, `agent-${randomBytes(4).toString('hex')}`);
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => agent.on('close', () => resolve()));
  await new Promise((resolve) => agent.stdout.once('data', resolve));
  for (const key of keys) {
    const askPass = join(folder, 'ask-pass');
    writeFileSync(askPass, `#!/bin/sh\necho ${lab.passphrase}\n`, { mode: 0o700 });
    const env = { ...environment, SSH_AUTH_SOCK: socket, SSH_ASKPASS: askPass, SSH_ASKPASS_REQUIRE: 'force' };
    const added = spawnSync('ssh-add', ['-q', key], { env, encoding: 'utf8' });
    assert.equal(added.status, 0, added.stderr);
  }
  return {
    socket,
    end: () => {
      agent.kill();
      return ended;
    },
  };
}

const asked = (socket: string, configFile = noKeys): Way =>
  wayWith({ configFile, environment: { ...environment, SSH_AUTH_SOCK: socket } });

test('the agent lets in, also for an encrypted key that is named, and for one of which only the public half is here', async () => {
  const agent = await agentWith(lab.encryptedKeyFile);
  try {
    assert.equal(await say(asUser('deploy'), asked(agent.socket)), 'deploy');
    assert.equal(await say(asUser('deploy', { identity: lab.encryptedKeyFile }), asked(agent.socket)), 'deploy');
    assert.equal(
      await say(asUser('deploy', { identity: `${lab.encryptedKeyFile}.pub` }), asked(agent.socket)),
      'deploy',
    );
    const only = configured('Host *', `  IdentityFile ${lab.encryptedKeyFile}`, '  IdentitiesOnly yes');
    assert.equal(await say(asUser('deploy'), asked(agent.socket, only)), 'deploy');
    const named = configured('Host *', `  IdentityAgent ${agent.socket}`);
    assert.equal(await say(asUser('deploy'), wayWith({ configFile: named })), 'deploy');
    const forbidden = configured('Host *', '  IdentityAgent none');
    await refusal(asUser('deploy'), 'login-refused', [/nothing to log in with/], asked(agent.socket, forbidden));
  } finally {
    await agent.end();
  }
});

test('an agent that is gone keeps nobody from using a key, and is named when that was all there was', async () => {
  const gone = join(folder, 'gone');
  const withKey = configured('Host *', `  IdentityFile ${lab.keyFile}`);
  assert.equal(await say(asUser('deploy'), asked(gone, withKey)), 'deploy');
  await refusal(asUser('deploy'), 'login-refused', [/the ssh agent \S+gone can't be used/], asked(gone));
});

test('more keys than the host has patience for: say which', async () => {
  const keys = Array.from({ length: 7 }, (_, index) => join(folder, `key-${index}`));
  for (const key of keys) spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const agent = await agentWith(...keys, lab.encryptedKeyFile);
  try {
    const says = [/tried 8 keys of the ssh agent; the host allows no more tries/, /with `identity`/];
    await refusal(asUser('deploy'), 'login-refused', says, asked(agent.socket));
    assert.equal(await say(asUser('deploy', { identity: lab.encryptedKeyFile }), asked(agent.socket)), 'deploy');
  } finally {
    await agent.end();
  }
});
