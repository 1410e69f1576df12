// What is in the text and can't be planned has not left the text: it is not removed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument, readProject } from '../language/index.ts';
import { parseLeft } from './removals.ts';

test('resources that are left out of a plan, and their instances, are not told as gone', () => {
  const lines = ['left 3 run-3 created file.a', 'left 2 run-2 created file.b["x"]', 'left 1 run-1 created file.c'];
  const { left } = parseLeft(lines, ['file.a', 'file.b']);
  assert.deepEqual(
    left.map(({ address }) => address),
    ['file.c'],
  );
});

test('a project tells what it leaves out', () => {
  const text = `viki:
  hosts: { web: { address: 203.0.113.10 } }
  mods:
    file:
      plain: { path: /a, content: x }
      later: { path: /b, content: x, when: '\${fact.os == "debian"}' }
      never: { path: /c, content: x, when: false }
`;
  const { project, problems } = readProject([parseDocument('a.vk.yaml', text)], 'shop');
  assert.ok(project, JSON.stringify(problems));
  assert.deepEqual(project.leftOut, ['file.later']);
  assert.deepEqual(
    project.resources.map(({ address }) => address),
    ['file.plain'],
  );
});
