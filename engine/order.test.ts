// The order of resources: text order unless something must come first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentsOf, type Declared, hostSettings, projectOf } from '../test/support/projects.ts';
import { resourcesOf } from './plan.ts';

function order(declared: Declared): string {
  const project = projectOf(declared, [hostSettings('here')]);
  return resourcesOf(project, 'here', contentsOf(project))
    .map(({ resource }) => resource.address)
    .join(' ');
}

test('without reasons, the order of the text', () => {
  assert.equal(
    order({ 'mkdir.b': { path: '/b' }, 'mkdir.a': { path: '/a' }, 'file.c': { path: '/c', content: '' } }),
    'mkdir.b mkdir.a file.c',
  );
});

test('a file comes after the folder it lies in, a folder after the one above it', () => {
  assert.equal(
    order({
      'file.f': { path: '/a/b/f', content: '' },
      'mkdir.b': { path: '/a/b' },
      'mkdir.a': { path: '/a', mode: '0700' },
    }),
    'mkdir.a mkdir.b file.f',
  );
});

test('a key that lets somebody log in comes after them, wherever the text has it', () => {
  const key = 'ssh-ed25519 AAAA';
  assert.equal(
    order({
      'file.first': { path: '/first', content: '' },
      'ssh_key.ann': { user: 'ann', key, file: '/srv/keys/ann' },
      'user.ann': { name: 'ann' },
    }),
    'file.first user.ann ssh_key.ann',
  );
});

test('`after` is obeyed, and outranks what was inferred', () => {
  assert.equal(order({ 'mkdir.a': { path: '/a', after: ['mkdir.b'] }, 'mkdir.b': { path: '/b' } }), 'mkdir.b mkdir.a');
  assert.equal(
    order({ 'mkdir.a': { path: '/a', after: ['file.f'] }, 'file.f': { path: '/a/f', content: '' } }),
    'file.f mkdir.a',
  );
});

test('a thousand resources that wait for each other are put in order', () => {
  const declared: Record<string, { path: string; after: readonly string[] }> = {};
  for (let index = 999; index >= 0; index -= 1) {
    declared[`mkdir.n${index}`] = { path: `/n${index}`, after: index === 0 ? [] : [`mkdir.n${index - 1}`] };
  }
  const found = order(declared).split(' ');
  assert.deepEqual(
    found,
    Array.from({ length: 1000 }, (_, index) => `mkdir.n${index}`),
  );
});
