// What hosts print stays words in a message.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from './plain.ts';

test('what a host printed becomes no link that a click would follow', () => {
  const link = /\[[^\]]+\]\([^)]+\)/;
  const text = 'web: failed: [press here to mend it](command:workbench.action.quit) [a](b)[c](d)';
  assert.match(text, link);
  assert.doesNotMatch(plain(text), link);
  assert.equal(plain('file.a[0] (a.vk.yaml:1:2) is as before'), 'file.a[0] (a.vk.yaml:1:2) is as before');
});
