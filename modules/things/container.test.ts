// Secrets of containers: what a step needs of them on the host, and what can't be made again without them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { State } from '../contract.ts';
import { containerId, containerSteps, containerThing } from './container.ts';

const [NEW, OLD] = ['1'.repeat(64), '2'.repeat(64)];
const world = (answer: string): State => ({ [containerId('a')]: containerThing.parse(answer) ?? {} });
const made = (image: string, secrets: string): State =>
  world(`running ${secrets} {"image":"${image}","secrets":["TOKEN"]}`);

const needed = (from: State, to: State): readonly string[] =>
  containerSteps('a', from, to).flatMap((step) => containerThing.needs(step.to).map(({ sha256 }) => sha256));

test('a step brings its secrets along, and those that the way back needs', () => {
  assert.deepEqual(needed(world('absent'), made('new', `secret:${NEW}`)), [NEW]);
  assert.deepEqual(needed(made('old', `secret:${OLD}`), made('new', `secret:${NEW}`)), [NEW, OLD]);
  assert.deepEqual(needed(made('old', OLD), world('absent')), [OLD]);
});

test('what the host has lost the secrets of is said to have no way back', () => {
  const [lost, wanted] = [made('old', 'lost'), made('new', `secret:${NEW}`)];
  const [step] = containerSteps('a', lost, wanted);
  assert.match(step?.oneWay ?? '', /secrets that it was made with are not kept/);
  assert.deepEqual(containerSteps('a', wanted, lost), []);
});

test('a label that viki did not write is no container of its', () => {
  for (const label of ['{"image":1}', '{"image":"a","ports":[1]}', '{"image":"a","labels":null}', '{', '[]', 'null'])
    assert.equal(containerThing.parse(`running - ${label}`), undefined, label);
});
