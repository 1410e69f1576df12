// Words for people: English as it stands in the code, and another language where there is one.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { plural, say, speak } from './spoken.ts';

after(() => speak(undefined));

const told = (): readonly string[] => [
  say`Plan`,
  say`${2} to change on ${'web-1'}`,
  plural(1, 'host'),
  plural(3, 'host'),
];

test('what no other language has words for is said in English', () => {
  speak(undefined);
  assert.deepEqual(told(), ['Plan', '2 to change on web-1', '1 host', '3 hosts']);
  speak({ Apply: 'Anwenden' });
  assert.deepEqual(told(), ['Plan', '2 to change on web-1', '1 host', '3 hosts']);
});

test('another language puts things in where it likes; what stands in them is taken as it is', () => {
  speak({
    Plan: 'Planen',
    '{0} to change on {1}': 'auf {1}: {0} zu ändern',
    '{0} host': '{0} Host',
    '{0} hosts': '{0} Hosts',
  });
  assert.deepEqual(told(), ['Planen', 'auf web-1: 2 zu ändern', '1 Host', '3 Hosts']);
  assert.equal(say`${'{1} $&'} to change on ${'x'}`, 'auf x: {1} $& zu ändern');
});
