// Logging in and running programs, the same on real OpenSSH and on dropbear with BusyBox.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { HostError } from '../../engine/host.ts';
import type { HostSettings } from '../../engine/project.ts';
import { type Asker, QueuedAsker } from '../../hosts/asker.ts';
import { openHost, type Way } from '../../hosts/open.ts';
import { host, program, say, small } from './reaching.ts';
import { environment, lab, secret, settingsOf, wayWith } from './support.ts';

const whoIs = (settings: HostSettings, way?: Way): Promise<string> =>
  say(settings, way, 'v_say "$(id -un)@$(hostname)"');

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

test('a key lets in, one exec request for many programs, and bytes arrive unharmed', async () => {
  await host.markExecRequests();
  const session = await openHost(settingsOf(host), wayWith()).open();
  for (const size of [0, 1, 5_000_000]) {
    const bytes = randomBytes(size);
    const lines: string[] = [];
    const asked = program(`v_say "$(v_take ${size} | sha256sum | cut -d" " -f1)"`, bytes);
    await session.run(asked, (line) => lines.push(line));
    assert.deepEqual(lines, [createHash('sha256').update(bytes).digest('hex')]);
  }
  await session.close();
  assert.equal(await host.execRequests(), 1);
});
