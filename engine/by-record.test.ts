// What a run changed with a module that nobody has any more goes back by its record: what was changed last comes first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { State } from '../modules/contract.ts';
import { moduleBack } from './by-record.ts';
import type { RecordedResource } from './record.ts';

const folder = { is: 'directory', mode: '0755', owner: 'root', group: 'root' };
const link = { is: 'link', target: 'b', owner: 'root', group: 'root' };
const after: State = { 'path:/a': folder, 'path:/a/c': link, 'path:/a/b': folder };
const before: State = { 'path:/a': { is: 'absent' }, 'path:/a/c': { is: 'absent' }, 'path:/a/b': { is: 'absent' } };

const recorded = (module: string, states: State): RecordedResource => {
  const place = { file: 'a.vk.yaml', line: 1, column: 1 };
  return { address: `${module}.x`, module, name: 'x', place, spec: {}, before, after: states };
};

test('the way back is the way there from its end, and only what differs is on it', () => {
  const module = moduleBack(recorded('gone', after));
  assert.ok(module);
  assert.deepEqual(
    module.steps({}, after, before).map(({ thing, title }) => [thing, title]),
    [
      ['path:/a/b', 'remove path /a/b'],
      ['path:/a/c', 'remove path /a/c'],
      ['path:/a', 'remove path /a'],
    ],
  );
  assert.deepEqual(module.steps({}, { ...after, 'path:/a/b': { is: 'absent' } }, before).length, 2);
  assert.deepEqual(module.steps({}, after, after), []);
  assert.deepEqual(module.read({}), [
    { type: 'path', at: '/a' },
    { type: 'path', at: '/a/c' },
    { type: 'path', at: '/a/b' },
  ]);
});

test("viki's own modules know the way themselves; where a kind of thing is not known, there is none", () => {
  assert.equal(moduleBack(recorded('mkdir', after))?.summary.includes('folder'), true);
  assert.equal(moduleBack(recorded('gone', { 'hologram:x': { is: 'there' } })), undefined);
  assert.equal(moduleBack(recorded('gone', { 'text:/a': { is: 'absent' } })), undefined);
});
