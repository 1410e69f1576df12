// Passwords of accounts that somebody has locked, and of some that viki does not keep: what a plan has to say of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Spec, State, Step, Tools } from './contract.ts';
import { thingType } from './things/index.ts';
import { user } from './user.ts';

const TOOLS: Tools = { changesBefore: false, bytes: () => assert.fail('needs no bytes') };
const SUM = 'a'.repeat(64);
const SPEC: Spec = { name: 'ann', password: { sha256: SUM, size: 7, isSecret: true } };

/** The host, where it keeps this of her password. */
function hostWith(answer: string): State {
  const password = thingType('user_password').parse(answer);
  assert.ok(password, answer);
  const ann = { is: 'user', group: 'ann', home: '/home/ann', shell: '/bin/sh', groups: [] };
  return { 'user:ann': ann, 'user_password:ann': password };
}

test('a plan says that a password of an old kind does not come back, and the way back does not take what is there instead', () => {
  const [old, other] = ['old', `password:1:${SUM}`].map(hostWith);
  assert.ok(old && other);
  for (const to of [other, { ...old, 'user:ann': { is: 'absent' }, 'user_password:ann': { is: 'absent' } } as State]) {
    const words = user.steps(SPEC, old, to).map((step) => step.oneWay ?? '');
    assert.match(words.join(''), /^the host keeps the password of ann in an old way, which viki does not keep/);
  }
  assert.deepEqual(user.steps(SPEC, other, old), []);
});

function stepsOn(now: State): readonly Step[] {
  const wanted = user.want(SPEC, now, TOOLS);
  assert.ok(!('refused' in wanted));
  return user.steps(SPEC, now, wanted as State);
}

test('a plan says that it unlocks who is locked, whichever password is behind that', () => {
  const warning = 'ann is locked on this host; this unlocks it';
  for (const answer of [`password::${SUM}:locked`, `password:1:${SUM}:locked`]) {
    assert.equal(thingType('user_password').print(hostWith(answer)['user_password:ann'] ?? {}), answer);
    assert.deepEqual(
      stepsOn(hostWith(answer)).map((step) => step.warning),
      [warning],
    );
  }
  assert.deepEqual(
    stepsOn(hostWith(`password::${SUM}`)).map((step) => step.warning),
    [undefined],
  );
  assert.deepEqual(stepsOn(hostWith(`password:1:${SUM}`)), []);
});
