// Questions come one at a time, and one question is asked once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostError } from '../engine/host.ts';
import { noAsker, QueuedAsker } from './asker.ts';
import { revealSecret } from './secrets.ts';

const PLACE = { file: 'a.vk.yaml', line: 3, column: 7 };

test('twenty hosts with a question are asked about one after another', async () => {
  let open = 0;
  const asker = new QueuedAsker({
    secret: () => Promise.resolve(undefined),
    acceptHostKey: async () => {
      open += 1;
      assert.equal(open, 1);
      await Promise.resolve();
      open -= 1;
      return true;
    },
  });
  const asked = Array.from({ length: 20 }, (_, index) =>
    asker.acceptHostKey({ host: `h${index}`, place: '', type: '', fingerprint: '' }),
  );
  assert.ok((await Promise.all(asked)).every(Boolean));
});

test('a secret is asked for once, and again after it was wrong', async () => {
  let asked = 0;
  const asker = new QueuedAsker({
    secret: () => Promise.resolve(`secret ${++asked}`),
    acceptHostKey: () => Promise.resolve(false),
  });
  const question = { host: 'web', purpose: 'sudo', prompt: 'Password' };
  assert.deepEqual(await Promise.all([asker.secret(question), asker.secret(question)]), ['secret 1', 'secret 1']);
  asker.forget(question);
  assert.equal(await asker.secret(question), 'secret 2');
});

test('secrets come from where the text says', async () => {
  const question = { host: 'web', purpose: 'password', prompt: 'Password' };
  const environment = { VK_VAR_web_password: 'told by the environment' };
  const source = { from: 'env', name: 'web_password', place: PLACE } as const;
  assert.equal(await revealSecret(source, question, noAsker, environment), 'told by the environment');
  assert.equal(
    await revealSecret({ ...source, from: 'prompt' }, question, noAsker, environment),
    'told by the environment',
  );
  assert.equal(await revealSecret({ from: 'text', text: 'plain', place: PLACE }, question, noAsker, {}), 'plain');
  for (const from of ['env', 'prompt'] as const) {
    await assert.rejects(revealSecret({ ...source, from }, question, noAsker, {}), (error: unknown) => {
      assert.ok(error instanceof HostError);
      assert.match(error.message, /`web_password` \(a\.vk\.yaml:3:7\)/);
      assert.match(error.hint, /VK_VAR_web_password/);
      return true;
    });
  }
});
