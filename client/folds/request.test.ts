// What a command understands of the arguments that VS Code, or a person's key binding, hands it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedFor, isAboutPlayground } from './request.ts';

test('a lens names hosts, a row of the tree has its target', () => {
  assert.deepEqual(askedFor({ folder: '/shop', hosts: ['a', 'b'] }), { folder: '/shop', hosts: ['a', 'b'] });
  const row = { label: 'file.motd', target: { folder: '/shop', host: 'a', address: 'file.motd', path: '/etc/motd' } };
  assert.deepEqual(askedFor(row), { folder: '/shop', hosts: ['a'], path: '/etc/motd', address: 'file.motd' });
  const run = { target: { folder: '/shop', hosts: ['a'], runs: { a: 'run-1', b: 7 } } };
  assert.deepEqual(askedFor(run), { folder: '/shop', hosts: ['a'], runs: { a: 'run-1' } });
});

test('anything else asks for nothing in particular', () => {
  for (const argument of [undefined, null, 7, 'x', [], { hosts: 7, folder: {} }]) {
    assert.deepEqual(askedFor(argument), {});
  }
  assert.deepEqual(askedFor({ hosts: ['a', 7, null] }), { hosts: ['a'] });
});

test('the buttons of the walkthrough are about the playground', () => {
  assert.ok(isAboutPlayground({ playground: true }));
  for (const other of [undefined, {}, { playground: 'yes' }, { folder: '/projects/shop' }])
    assert.ok(!isAboutPlayground(other));
});
