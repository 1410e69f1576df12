// Questions come one at a time, and one question is asked once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostError } from '../engine/host.ts';
import { noAsker, QueuedAsker } from './asker.ts';
import { declaredSecret } from './secrets.ts';

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
  assert.equal(await declaredSecret(source, question, noAsker, environment).reveal(), 'told by the environment');
  assert.equal(
    await declaredSecret({ ...source, from: 'prompt' }, question, noAsker, environment).reveal(),
    'told by the environment',
  );
  assert.equal(
    await declaredSecret({ from: 'text', text: 'plain', place: PLACE }, question, noAsker, {}).reveal(),
    'plain',
  );
  for (const from of ['env', 'prompt'] as const) {
    await assert.rejects(declaredSecret({ ...source, from }, question, noAsker, {}).reveal(), (error: unknown) => {
      assert.ok(error instanceof HostError);
      assert.equal(error.kind, 'secret-missing');
      assert.match(error.message, /`web_password` \(a\.vk\.yaml:3:7\)/);
      assert.match(error.hint, /VK_VAR_web_password/);
      assert.equal(error.host, 'web');
      return true;
    });
  }
});

test('one variable is asked for once, for however many hosts, and again after it was wrong', async () => {
  const prompts: string[] = [];
  const asker = new QueuedAsker({
    secret: ({ prompt }) => Promise.resolve(`secret ${prompts.push(prompt)}`),
    acceptHostKey: () => Promise.resolve(false),
  });
  const source = { from: 'prompt', name: 'admin', place: PLACE } as const;
  const of = (host: string) =>
    declaredSecret(source, { host, purpose: 'sudo', prompt: `Password for sudo on ${host}` }, asker, {});
  assert.deepEqual(await Promise.all([of('a').reveal(), of('b').reveal()]), ['secret 1', 'secret 1']);
  assert.deepEqual(prompts, ['`admin`, the password for sudo on a']);
  of('b').forget();
  assert.equal(await of('a').reveal(), 'secret 2');
});

test('twenty hosts behind one new jump host have one question about its key', async () => {
  let asked = 0;
  const asker = new QueuedAsker({
    secret: () => Promise.resolve(undefined),
    acceptHostKey: async () => {
      asked += 1;
      await Promise.resolve();
      return true;
    },
  });
  const question = { host: 'bastion', place: 'bastion:22', type: 'ssh-ed25519', fingerprint: 'SHA256:x' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => asker.acceptHostKey(question)));
  assert.ok(answers.every(Boolean));
  assert.equal(asked, 1);
});

test('a question that failed does not keep the next one from being asked', async () => {
  const asker = new QueuedAsker({
    secret: ({ host }) => (host === 'a' ? Promise.reject(new Error('the window was closed')) : Promise.resolve('told')),
    acceptHostKey: () => Promise.resolve(false),
  });
  const [first, second] = await Promise.allSettled([
    asker.secret({ host: 'a', purpose: 'sudo', prompt: '' }),
    asker.secret({ host: 'b', purpose: 'sudo', prompt: '' }),
  ]);
  assert.equal(first?.status, 'rejected');
  assert.deepEqual(second, { status: 'fulfilled', value: 'told' });
});
