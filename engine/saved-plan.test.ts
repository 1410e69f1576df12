// What is told of a host that is not as a kept plan has seen it: in names that people know, each once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { State } from '../modules/contract.ts';
import type { Action, HostPlan, ResourceChange } from './result.ts';
import { type SavedHost, staleHost } from './saved-plan.ts';

const change = (address: string, action: Action): ResourceChange => ({
  address,
  place: undefined,
  action,
  steps: [],
  differences: [],
  contents: [],
  refusal: undefined,
});

function plan(changes: readonly ResourceChange[], before: State): HostPlan {
  const nothing = { runs: [], request: undefined, after: before, confirm: undefined, undoes: undefined };
  return { host: 'web', kind: 'apply', changes, before, ...nothing };
}

const then: SavedHost = {
  mark: '',
  resources: {},
  changes: [change('timer.tidy', 'create'), change('git.code', 'create')],
  before: { 'systemd:': {}, 'git:/srv/code': {}, 'path:/srv/code': {}, 'entries:["a"]': {}, 'entries:["b"]': {} },
  after: {},
  deed: '',
};

test('every thing has a name, and none is told twice', () => {
  const now = plan([change('timer.tidy', 'none'), change('git.code', 'create')], {});
  assert.deepEqual(
    staleHost(then, now, 'shop', (text) => text).map(({ what }) => what),
    ['systemd', 'git /srv/code', '/srv/code', 'entries'].map((name) => `${name} would not be changed any more`),
  );
});

test('a host that is as the plan wanted all over is told in one sentence', () => {
  const now = plan([change('timer.tidy', 'none'), change('git.code', 'none')], {});
  const [stale, ...more] = staleHost(then, now, 'shop', (text) => text);
  assert.deepEqual([stale?.isDone, stale?.what, more], [true, 'all is there already that this plan wanted', []]);
});
