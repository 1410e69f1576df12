// The generated projects are what they claim to be: valid, of the length asked for, and the same every time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument } from '../../language/parse.ts';
import { readProject } from '../../language/project.ts';
import { projectText, SHORTEST_LINES } from './documents.ts';

for (const lines of [SHORTEST_LINES, 77, 1000, 10_000]) {
  test(`a project of ${lines} lines has that many and no problem`, () => {
    const text = projectText(lines);
    assert.equal(text.split('\n').length - 1, lines);
    const document = parseDocument('file:///shop.vk.yaml', text);
    const { problems } = readProject([document], 'shop');
    assert.deepEqual([...document.problems, ...problems], []);
  });
}

test('the same seed gives the same project, another seed another one', () => {
  assert.equal(projectText(500, 7), projectText(500, 7));
  assert.notEqual(projectText(500, 7), projectText(500, 8));
});
