// The names that stand between a slip of the hand and production.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Group, Project } from '../../engine/project.ts';
import { areTyped, namesToType } from './protection.ts';
import * as sample from './samples.test.ts';

const place = { file: 'site.vk.yaml', line: 1, column: 1 };

function shop(protectedHosts: readonly string[], groups: { readonly [name: string]: readonly string[] }): Project {
  const project = sample.project({ 'file.motd': ['a', 'b', 'c', 'd', 'e'] });
  const hosts = new Map(
    [...project.hosts].map(([name, host]) => [name, { ...host, protected: protectedHosts.includes(name) }]),
  );
  const plain = { after: [], batch: undefined, maxFailures: undefined, canary: false, protected: true, place };
  const named = Object.entries(groups).map(([name, members]): [string, Group] => [
    name,
    { name, hosts: members, ...plain },
  ]);
  return { ...project, hosts, groups: new Map(named) };
}

test('nothing is typed where nothing is protected, and for protected hosts that are not touched', () => {
  assert.deepEqual(namesToType(shop([], {}), ['a', 'b']), []);
  assert.deepEqual(namesToType(shop(['a'], { live: ['b'] }), ['c']), []);
});

test('a group stands for its hosts, a host of no such group for itself, the project for many', () => {
  assert.deepEqual(namesToType(shop(['a', 'b'], { live: ['b', 'c'] }), ['a', 'b', 'c', 'd']), ['live', 'a']);
  assert.deepEqual(namesToType(shop(['a', 'b', 'c', 'd'], {}), ['a', 'b', 'c', 'd']), ['shop']);
});

test('what was named already is not typed: each of the names, or the project where it stands for them', () => {
  const few = shop(['a', 'b'], { live: ['b', 'c'] });
  assert.deepEqual(namesToType(few, ['a', 'b'], ['live']), ['a']);
  assert.deepEqual(namesToType(few, ['a', 'b'], ['a', 'live', 'other']), []);
  assert.deepEqual(namesToType(few, ['a', 'b'], ['shop']), ['live', 'a']);
  const many = shop(['a', 'b', 'c', 'd'], {});
  assert.deepEqual(namesToType(many, ['a', 'b', 'c', 'd'], ['shop']), []);
  assert.deepEqual(namesToType(many, ['a', 'b', 'c', 'd'], ['d', 'c', 'b', 'a']), []);
  assert.deepEqual(namesToType(many, ['a', 'b', 'c', 'd'], ['a', 'b', 'c']), ['shop']);
});

test('names are typed whole, each of them, in any order', () => {
  assert.ok(areTyped('live', ['live']));
  assert.ok(areTyped(' a, live ', ['live', 'a']));
  assert.ok(!areTyped('liv', ['live']));
  assert.ok(!areTyped('live', ['live', 'a']));
  assert.ok(!areTyped('live b', ['live']));
  assert.ok(!areTyped('', ['live']));
});
