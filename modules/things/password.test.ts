// Passwords in plans: that one becomes another is said, and never `another -> another`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { thingType } from './index.ts';

const SUMS = ['a', 'b'].map((letter) => letter.repeat(64));
const ANSWERS: { readonly [type: string]: (sum: string) => string } = {
  user_password: (sum) => `password:1:${sum}`,
  postgres_role: (sum) => `role:li:-1::1:${sum}`,
};

test('of two passwords that nobody may say more of, a plan says that they are two', () => {
  for (const [type, answer] of Object.entries(ANSWERS)) {
    const { parse, differences } = thingType(type);
    const [was, is] = SUMS.map((sum) => parse(answer(sum)));
    assert.ok(was && is, type);
    assert.deepEqual(differences(was, is), [{ what: 'password', from: 'one', to: 'another' }], type);
  }
});
