// What is said when a run did not come out as planned: of what, how it differs, and what to look at.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, State } from '../modules/contract.ts';
import { commandAt } from '../modules/things/command.ts';
import { typeOf } from '../modules/things/index.ts';
import { RunFollower } from './follow.ts';
import type { RunRequest } from './host.ts';
import { resultOf } from './outcome.ts';
import type { HostFailure, HostPlan } from './result.ts';

const COMMAND =
  `command:${commandAt({ check: '', creates: '/srv/made', directory: '', command: 'a'.repeat(64) })}` as const;
const folder = (mode: string): JsonObject => ({ is: 'directory', mode, owner: 'root', group: 'root' });
const before: State = { [COMMAND]: { is: 'absent' }, 'path:/srv/app': folder('0700') };
const after: State = { [COMMAND]: { is: 'done' }, 'path:/srv/app': folder('0755') };

const IS_OTHERWISE = `event differs 1\t${typeOf('path:/srv/app').print(folder('0711'))}`;

const resources = [
  ['command.make', COMMAND],
  ['mkdir.app', 'path:/srv/app'],
].map(([address, thing]) => ({
  address,
  forward: [{ thing, to: {} }],
  acts: thing === COMMAND ? [{ thing, to: {} }] : [],
}));
const request = { run: 'run-1', before, after, resources, oneWay: [COMMAND] } as unknown as RunRequest;
const place = { file: 'main.vk.yaml', line: 7, column: 3 };
const changes = resources.map(({ address }) => ({ address, place }));
const plan = { host: 'web', changes } as unknown as HostPlan;

function failureAfter(...lines: readonly string[]): HostFailure & { readonly staying: readonly string[] | undefined } {
  const follower = new RunFollower('web', request, () => undefined);
  for (const line of lines) follower.line(line);
  const { failure, staying } = resultOf(plan, request, follower);
  assert.ok(failure);
  return { ...failure, staying };
}

test('what changed since the plan is told by its name, and how it differs', () => {
  const { kind, message, address } = failureAfter(IS_OTHERWISE, 'outcome stale');
  assert.deepEqual([kind, address], ['stale', 'mkdir.app']);
  assert.equal(message, '/srv/app changed since the plan was made: mode 0700 → 0711');
});

test('what is not as planned after the run is told with how it differs, and somebody else is suspected', () => {
  const { message, hint, place: told } = failureAfter(IS_OTHERWISE, 'outcome undone');
  assert.match(
    message,
    /^\/srv\/app was not as planned after the run \(mode 0755 → 0711\); everything was walked back/,
  );
  assert.equal(hint, 'does something else on the host change it too?');
  assert.deepEqual(told, place);
});

test('what only a program can read is called by its resource, and a command is suspected itself', () => {
  const { message, hint } = failureAfter('event differs 0\tdue', 'outcome undone');
  assert.match(message, /^command\.make was not as planned after the run; everything was walked back/);
  assert.match(hint, /does it do what its `check` or `creates` looks for\?/);
});

test('what has no thing to tell of is told by its last words', () => {
  const { message } = failureAfter('output no room', 'outcome undone');
  assert.match(message, /^no room; everything was walked back/);
});

test('what ran and can not be taken back is named: not all is as before', () => {
  const { message, staying } = failureAfter('event step-failed 2', 'event back 2', 'event back 1', 'outcome undone');
  assert.deepEqual(staying, ['command.make']);
  assert.match(message, /is as before, but for what command\.make did: that can not be taken back$/);
});

test('what was to be restarted or run again, and was not, is told: the host remembers it', () => {
  const due = /; still to be restarted or run again, by the next apply: command\.make$/;
  const failed = ['event begin 2', 'event failed 2', 'event skipped 1'];
  assert.match(failureAfter(...failed, 'outcome partly').message, due);
  assert.match(failureAfter(...failed, 'outcome stopped').message, due);
  assert.doesNotMatch(failureAfter(...failed, 'outcome undone').message, due);
  assert.doesNotMatch(failureAfter('event done 1', 'event failed 2', 'outcome partly').message, due);
  assert.doesNotMatch(failureAfter('event cancelled', 'outcome stopped').message, due);
});

test('a try that took too long is not why a later one failed', () => {
  const { message } = failureAfter('event late 2 5', 'event retry 2', 'event failed 2', 'cause no', 'outcome undone');
  assert.match(message, /^mkdir\.app failed: no; everything/);
});

test('what a command ended with is told behind its last words', () => {
  const said = (...words: readonly string[]): string =>
    failureAfter('event failed 1', ...words.map((word) => `cause ${word}`), 'outcome undone').message;
  assert.match(said('hello', 'no such file', 'exit code: 2'), /^command\.make failed: no such file \(exit code: 2\); /);
  assert.match(said('exit code: 3'), /^command\.make failed: exit code: 3; /);
});

test('a thing that can say why it is not as planned is heard, and not what went well before', () => {
  const { output } = failureAfter(IS_OTHERWISE, 'cause it died', 'output Setting up', 'outcome undone');
  assert.deepEqual(output, ['it died']);
});

test('a step that failed without a word is not told with the words of others', () => {
  const { message, output } = failureAfter('event failed 1', 'output Removing hello ...', 'outcome undone');
  assert.match(message, /^command\.make failed; everything was walked back/);
  assert.deepEqual(output, []);
});

test('what the way back said is told where it could not be walked', () => {
  const { message, output } = failureAfter('event failed 1', 'output in the way', 'cause broken', 'outcome stuck');
  assert.match(message, /^command\.make failed: broken; it could not be walked back/);
  assert.deepEqual(output, ['broken', 'in the way']);
});
