// What is remembered, for whom, and until when.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import type { HostSettings, Project } from '../engine/project.ts';
import * as sample from './folds/samples.test.ts';
import { isWorthKeeping, Remembered, secretName } from './remembered.ts';

const FOLDER = '/projects/shop';
const shop = sample.project({ 'file.motd': ['web', 'db'] });
const password = { host: 'web', purpose: 'password', prompt: 'Password' };

function moved(project: Project, host: string, more: Partial<HostSettings>): Project {
  const hosts = new Map(
    [...project.hosts].map(([name, settings]) => [name, name === host ? { ...settings, ...more } : settings]),
  );
  return { ...project, hosts };
}

/** The parts of the editor's storages that are used, over maps. */
function storages(): { secrets: Map<string, string>; remembered: Remembered } {
  const secrets = new Map<string, string>();
  const values = new Map<string, unknown>();
  const storage = {
    get: async (name: string) => secrets.get(name),
    store: async (name: string, value: string) => void secrets.set(name, value),
    delete: async (name: string) => void secrets.delete(name),
  };
  const index = {
    get: (name: string, other: unknown) => values.get(name) ?? other,
    update: async (name: string, value: unknown) => void values.set(name, value),
  };
  return {
    secrets,
    remembered: new Remembered(storage as unknown as vscode.SecretStorage, index as unknown as vscode.Memento),
  };
}

test('a password is for one machine: another address, user, project or purpose is another secret', () => {
  const name = secretName(FOLDER, shop, password);
  assert.equal(secretName(FOLDER, moved(shop, 'db', { address: 'elsewhere' }), password), name);
  const others = [
    secretName(FOLDER, moved(shop, 'web', { address: 'elsewhere' }), password),
    secretName(FOLDER, moved(shop, 'web', { user: 'root' }), password),
    secretName(FOLDER, moved(shop, 'web', { port: 2222 }), password),
    secretName('/projects/other', shop, password),
    secretName(FOLDER, shop, { ...password, purpose: 'sudo' }),
  ];
  assert.equal(new Set([name, ...others]).size, others.length + 1);
});

test('a variable goes to all hosts, so it is for all of them as they are', () => {
  const login = { ...password, variable: 'login' };
  const name = secretName(FOLDER, shop, login);
  assert.equal(secretName(FOLDER, shop, { ...login, host: 'db' }), name);
  assert.notEqual(secretName(FOLDER, moved(shop, 'db', { address: 'elsewhere' }), login), name);
});

test('a passphrase is for a file of this machine', () => {
  const passphrase = { host: '/keys/id', purpose: 'passphrase', prompt: '' };
  assert.equal(secretName('/projects/other', shop, passphrase), secretName(FOLDER, shop, passphrase));
});

test('a code that is good for once is never kept', () => {
  assert.ok(isWorthKeeping(password));
  assert.ok(!isWorthKeeping({ ...password, purpose: 'answer\nOne-time code' }));
});

test('what turned out to be wrong is not told again, not even while the storage still has it', async () => {
  const { secrets, remembered } = storages();
  await remembered.keep('a', 'first');
  assert.equal(await remembered.get('a'), 'first');
  const forgotten = remembered.forget('a');
  assert.equal(await remembered.get('a'), undefined);
  await forgotten;
  assert.deepEqual([...secrets], []);
  await remembered.keep('a', 'second');
  assert.equal(await remembered.get('a'), 'second');
  assert.equal(remembered.count(), 1);
});

test('forgetting all leaves nothing in the storage', async () => {
  const { secrets, remembered } = storages();
  await remembered.keep('a', 'one');
  await remembered.keep('b', 'two');
  assert.equal(remembered.count(), 2);
  await remembered.forgetAll();
  assert.deepEqual([[...secrets], remembered.count()], [[], 0]);
});
