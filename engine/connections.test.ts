// Connecting to hosts that are away, with a clock that moves only when the test says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostSettings } from '../test/support/projects.ts';
import type { Rest } from './breaker.ts';
import { Connections } from './connections.ts';
import { type CancelSignal, HostError, type HostErrorKind, type Program, type Session } from './host.ts';
import type { EngineEvent } from './result.ts';

const SETTINGS = hostSettings('web');
const PROGRAM: Program = { request: { kind: 'recover' }, text: '', payload: [] };
const TIMEOUT_MILLISECONDS = 10_000;

type Answer = 'well' | 'refused' | 'silent' | HostErrorKind;

/** A host that answers connections in turn as it is told, and always well at the end. */
function workshop(...answers: Answer[]) {
  let clock = 0;
  const told: string[] = [];
  const session: Session = { run: () => Promise.resolve(), isOpen: true, close: () => Promise.resolve() };
  const open = (cancel?: CancelSignal): Promise<Session> => {
    const answer = cancel?.aborted ? 'cancelled' : (answers.shift() ?? 'well');
    told.push(answer);
    if (answer === 'well') return Promise.resolve(session);
    if (answer === 'silent') clock += TIMEOUT_MILLISECONDS;
    const isAway = answer === 'silent' || answer === 'refused';
    return Promise.reject(new HostError(isAway ? 'unreachable' : answer, 'web', answer, 'mend it', isAway));
  };
  let noted: Rest | undefined;
  const dependencies = {
    away: {
      recall: () => noted,
      note: (_: unknown, rest: Rest | undefined) => {
        noted = rest;
      },
    },
    openHost: () => ({ name: 'web', place: 'web', open }),
    emit: (event: EngineEvent) => {
      if (event.what === 'reach') told.push(event.reach.state);
    },
    now: () => clock,
    wait: (milliseconds: number) => {
      clock += milliseconds;
      told.push(`waited ${milliseconds}`);
      return Promise.resolve();
    },
  };
  let connections = new Connections(dependencies);
  /** What comes after is another process. */
  const anew = (): void => {
    connections = new Connections(dependencies);
  };
  const ask = (cancel?: CancelSignal): Promise<string> =>
    connections.ask(SETTINGS, PROGRAM, cancel).then(
      () => 'well',
      (error: HostError) => error.message,
    );
  const pass = (milliseconds: number): void => {
    clock += milliseconds;
  };
  return { ask, told, pass, anew, reach: () => connections.reach(SETTINGS) };
}

test('a host that is just starting is tried again', async () => {
  const { ask, told } = workshop('refused', 'refused');
  assert.equal(await ask(), 'well');
  assert.deepEqual(told, ['refused', 'waited 250', 'refused', 'waited 1000', 'well']);
});

test('a silent host costs its timeout once, however often it is asked', async () => {
  const { ask, told, pass, reach } = workshop('silent');
  assert.equal(await ask(), 'silent');
  for (const _ of [1, 2, 3]) assert.match(await ask(), /^it was not reachable 1 s ago \(silent\); it is tried again/);
  assert.deepEqual(told, ['silent', 'open']);
  assert.equal(reach().state, 'open');
  pass(15_000);
  assert.equal(await ask(), 'well');
  assert.deepEqual(told.slice(2), ['half-open', 'well', 'closed']);
});

test('the next process knows that a host was silent, and that it is there again', async () => {
  const { ask, told, pass, anew } = workshop('silent', 'silent');
  assert.equal(await ask(), 'silent');
  anew();
  assert.match(await ask(), /^it was not reachable 1 s ago \(silent\); it is tried again in 15 s$/);
  assert.deepEqual(told, ['silent', 'open']);
  pass(15_000);
  assert.equal(await ask(), 'silent');
  anew();
  assert.match(await ask(), /it is tried again in 30 s$/);
  pass(30_000);
  assert.equal(await ask(), 'well');
  anew();
  assert.equal(await ask(), 'well');
  assert.deepEqual(told.slice(2), ['half-open', 'silent', 'open', 'half-open', 'well', 'closed', 'well']);
});

test('two that ask at once share one try', async () => {
  const { ask, told } = workshop('silent');
  const answers = await Promise.all([ask(), ask()]);
  assert.equal(answers[0], 'silent');
  assert.match(answers[1] ?? '', /was not reachable/);
  assert.deepEqual(told, ['silent', 'open']);
});

test('a wrong password and a key that changed are not tried again, and shut nothing', async () => {
  for (const kind of ['login-refused', 'host-key-changed', 'sudo-refused'] as const) {
    const { ask, told } = workshop(kind);
    assert.equal(await ask(), kind);
    assert.equal(await ask(), 'well');
    assert.deepEqual(told, [kind, 'well']);
  }
});

test('a cancel while waiting for the next try ends it', async () => {
  const { ask, told } = workshop('refused');
  const cancel = new AbortController();
  const asking = ask(cancel.signal);
  cancel.abort();
  assert.equal(await asking, 'cancelled');
  assert.ok(told.length <= 3, told.join());
});
