// Tests that wait for real time to pass on a host (limits, confirmations, what is kept for how long), that run other tests, or
// that keep a processor busy for many seconds: they belong to the long ring, so that the everyday one stays short. Data only.

export const slowTests: readonly string[] = [
  'cli/demo/demo.test.ts',
  'engine/confirm.test.ts',
  'engine/policy.test.ts',
  'engine/removals.test.ts',
  'engine/rotation.test.ts',
  'language/exhausting.test.ts',
  'scripts/new.test.ts',
];
