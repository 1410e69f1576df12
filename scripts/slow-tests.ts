// Tests that wait for real time to pass on a host (limits, confirmations, what is kept for how long), or that run other tests:
// they belong to the long ring, so that the everyday one stays under a minute. Data only.

export const slowTests: readonly string[] = [
  'cli/demo/demo.test.ts',
  'engine/confirm.test.ts',
  'engine/policy.test.ts',
  'engine/removals.test.ts',
  'engine/rotation.test.ts',
  'scripts/new.test.ts',
];
