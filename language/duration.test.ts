// Durations: what is one, what is none, and that the schema's pattern agrees.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DURATION_LIMIT_SECONDS, DURATION_PATTERN, parseDuration, secondsIn } from './duration.ts';

const RIGHT = { '60s': 60, '5m': 300, '1h30m': 5400, '2d1s': 172_801, '90': 90, '7d': 604_800 };
const WRONG = ['', 's', '5 m', '1m1h', '1.5h', '1h30', '-1s', 'soon', '5min', '5M', '1h 30m'];

test('durations are read', () => {
  for (const [text, seconds] of Object.entries(RIGHT)) assert.deepEqual(parseDuration(text), { seconds }, text);
  assert.deepEqual(parseDuration(90), { seconds: 90 });
  assert.equal(secondsIn('5m'), 300);
  assert.equal(secondsIn(undefined), undefined);
});

test('what is no duration is told', () => {
  for (const value of [...WRONG, true, null, 1.5, ['5m']]) assert.ok('problem' in parseDuration(value), String(value));
  for (const value of ['0s', 0, -5])
    assert.deepEqual(parseDuration(value), { problem: 'It must be at least one second' });
  for (const value of ['8d', DURATION_LIMIT_SECONDS + 1]) {
    assert.deepEqual(parseDuration(value), { problem: 'It must be at most a week (`7d`)' });
  }
  assert.equal(secondsIn('soon'), undefined);
});

test('the pattern for schemas lets the same texts in', () => {
  const pattern = new RegExp(DURATION_PATTERN, 'u');
  for (const text of Object.keys(RIGHT)) assert.match(text, pattern);
  for (const text of WRONG) assert.doesNotMatch(text, pattern);
});
