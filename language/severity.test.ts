// Severities as people set them: what is read of a setting, and what becomes of the problems of a text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument, readProject } from './index.ts';
import { readSeverities, withSeverities } from './severity.ts';

const text = `viki:
  hosts: { web: { adress: x, password: hunter2 } }
  on: [wbe]
`;

function toldWith(setting: unknown): readonly string[] {
  const { problems } = readProject([parseDocument('main.vk.yaml', text)], 'shop');
  return withSeverities(problems, readSeverities(setting).severities).map(
    ({ severity, code }) => `${severity} ${code}`,
  );
}

test('problems have the severity that was set, or are left out', () => {
  const asTheyAre = ['error unknown-key', 'warning secret-in-clear-text', 'error unknown-host'];
  for (const nothing of [undefined, null, {}, []]) assert.deepEqual(toldWith(nothing), asTheyAre);
  assert.deepEqual(
    toldWith({ 'unknown-key': 'hint', 'secret-in-clear-text': 'error', 'unknown-host': 'information' }),
    ['hint unknown-key', 'error secret-in-clear-text', 'information unknown-host'],
  );
  assert.deepEqual(toldWith({ 'unknown-key': 'off', 'unknown-host': 'off' }), ['warning secret-in-clear-text']);
});

test('what is wrong with the setting is told, and the rest of it counts', () => {
  const { severities, mistakes } = readSeverities({
    'unkown-key': 'off',
    zzz: 'off',
    toString: 'off',
    cycle: 'of',
    tab: 3,
    syntax: undefined,
    alias: 'off',
  });
  assert.deepEqual([...severities], [['alias', 'off']]);
  assert.deepEqual(mistakes, [
    '`viki.problems.severity`: there is no problem code `unkown-key`. Did you mean `unknown-key`?',
    '`viki.problems.severity`: there is no problem code `zzz`. docs/problems/README.md lists them.',
    '`viki.problems.severity`: there is no problem code `toString`. docs/problems/README.md lists them.',
    '`viki.problems.severity`: `cycle` must be one of `error`, `warning`, `information`, `hint`, `off`, not "of".',
    '`viki.problems.severity`: `tab` must be one of `error`, `warning`, `information`, `hint`, `off`, not 3.',
    '`viki.problems.severity`: `syntax` must be one of `error`, `warning`, `information`, `hint`, `off`, not nothing.',
  ]);
});

test('a setting that is no map is told once', () => {
  for (const [setting, shown] of [
    ['off', '"off"'],
    [['off'], '["off"]'],
    [true, 'true'],
    ['x'.repeat(1000), `"${'x'.repeat(39)}`],
  ] as const) {
    assert.deepEqual(readSeverities(setting).mistakes, [
      `\`viki.problems.severity\` must be a map from codes to severities, such as { "unused-variable": "off" }, not ${shown}.`,
    ]);
  }
});
