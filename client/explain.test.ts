// What names mean, in words that a person or a language model can go on with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withOwn } from '../language/catalog.ts';
import { modules } from '../modules/index.generated.ts';
import { explain, explainable } from './explain.ts';
import * as sample from './folds/samples.test.ts';

test('a code of a problem, with what is wrong and right', () => {
  const text = explain('missing-field', []) ?? '';
  assert.match(text, /^# Something is missing that can not be left out \(missing-field, error\)/);
  assert.match(text, /Wrong:\n\n```yaml\nviki:/);
});

test('a module, with its fields', () => {
  assert.match(explain('mkdir', []) ?? '', /- `path` \(string, required, the resource's name where it is left out\)/);
  assert.match(explainable(), /mkdir/);
});

test('a module of the project itself, and why one can not be used', () => {
  const [mkdir] = modules.filter(({ name }) => name === 'mkdir');
  assert.ok(mkdir);
  const unusable = new Map([['broken', { message: '`broken` has no `want`', suggestion: 'Mend it.' }]]);
  const own = withOwn([{ ...mkdir, name: 'own_folder' }], unusable);
  assert.match(explain('own_folder', [], own) ?? '', /^# Module own_folder\n\nA folder/);
  assert.equal(explain('broken', [], own), '`broken` has no `want`. Mend it.');
  assert.match(explainable(own), /own_folder.*broken/);
  assert.equal(explain('own_folder', []), undefined);
});

test('a resource of the last plan, on each host', () => {
  const outlook = { expected: [], oneWay: ['it is gone'], restarts: [] };
  const differences = [{ what: 'mode', from: '0644', to: '0600' }];
  const motd = sample.change('file.motd', 'change', { differences, outlook });
  const plans = [sample.plan('web-1', [motd]), sample.plan('web-2', [sample.change('file.motd', 'none')])];
  const text = explain('file.motd', plans) ?? '';
  assert.match(
    text,
    /## file\.motd on web-1\n\n- action: change\n.*\n- mode: 0644 → 0600\n- step: .*\n- can not be taken back: it is gone/,
  );
  assert.match(text, /## file\.motd on web-2\n\n- action: none/);
  assert.equal(explain('file.other', plans), undefined);
});
