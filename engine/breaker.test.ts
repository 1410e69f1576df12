// A breaker through its states with a clock of the test's own, and what is worth another try.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Breaker, delayBeforeNextTry } from './breaker.ts';
import { HostError } from './host.ts';

const away = new HostError('unreachable', 'web', 'there was no answer', 'is it up?', true);
const refused = new HostError('login-refused', 'web', 'wrong password', 'mend it');
const cancelled = new HostError('cancelled', 'web', 'cancelled', '');

function opened(): Breaker {
  const breaker = new Breaker();
  assert.equal(breaker.begin('web', 0), undefined);
  breaker.end(away, 1000);
  return breaker;
}

test('a host that could not be reached is not asked again too soon, and it is said when', () => {
  const breaker = opened();
  assert.equal(breaker.reach.state, 'open');
  const refusal = breaker.begin('web', 4000);
  assert.equal(refusal?.kind, 'unreachable');
  assert.equal(refusal?.message, 'it was not reachable 3 s ago (there was no answer); it is tried again in 12 s');
  assert.equal(refusal?.hint, 'is it up?');
});

test('after its rest it is asked once, and nobody else asks meanwhile', () => {
  const breaker = opened();
  assert.equal(breaker.begin('web', 15_999)?.kind, 'unreachable');
  assert.equal(breaker.begin('web', 16_000), undefined);
  assert.equal(breaker.reach.state, 'half-open');
  assert.match(breaker.begin('web', 17_000)?.message ?? '', /and is being tried again$/);
  breaker.end(undefined, 18_000);
  assert.deepEqual(breaker.reach, { state: 'closed' });
  assert.equal(breaker.begin('web', 18_000), undefined);
});

test('each time that it is still away it rests twice as long, up to a limit; a success forgets that', () => {
  const breaker = opened();
  let now = 1000;
  const rests: number[] = [];
  for (let time = 0; time < 5; time += 1) {
    const { reach } = breaker;
    assert.ok(reach.state === 'open');
    rests.push(reach.retryAt - now);
    now = reach.retryAt;
    assert.equal(breaker.begin('web', now), undefined);
    breaker.end(away, now);
  }
  assert.deepEqual(rests, [15_000, 30_000, 60_000, 120_000, 120_000]);
  assert.equal(breaker.begin('web', now + 120_000), undefined);
  breaker.end(undefined, now);
  breaker.end(away, now);
  assert.ok(breaker.reach.state === 'open' && breaker.reach.retryAt === now + 15_000);
});

test('a host that answers, and be it with a refusal, can be reached', () => {
  const breaker = new Breaker();
  breaker.end(refused, 0);
  assert.equal(breaker.reach.state, 'closed');
  const again = opened();
  assert.equal(again.begin('web', 16_000), undefined);
  again.end(refused, 16_000);
  assert.equal(again.reach.state, 'closed');
});

test('a try that was cancelled has found out nothing: the next one may', () => {
  const breaker = opened();
  assert.equal(breaker.begin('web', 16_000), undefined);
  breaker.end(cancelled, 16_500);
  assert.equal(breaker.reach.state, 'open');
  assert.equal(breaker.begin('web', 16_500), undefined);
});

test('what may pass is tried again, later each time and not for ever', () => {
  assert.deepEqual(
    [1, 2, 3].map((tries) => delayBeforeNextTry(tries, 0, away)),
    [250, 1000, undefined],
  );
});

test('what took long already, wrong passwords and bugs are not tried again', () => {
  assert.equal(delayBeforeNextTry(1, 10_000, away), undefined);
  for (const error of [refused, cancelled, new Error('bug')]) assert.equal(delayBeforeNextTry(1, 0, error), undefined);
});
