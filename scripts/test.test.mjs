// What npm test makes of the answers of its rings, and how it sees what a fresh clone lacks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUpToDate, parsePackages } from './install.mjs';
import { judge, sumLine } from './test.mjs';

const good = '{"passed":3,"failed":0,"skipped":1,"skips":["no root"]}';

test('a ring that gives no result has failed, whatever its exit code', () => {
  for (const text of ['', '{', '{"passed":3}', '{"passed":-1,"failed":0,"skipped":0}', 'null']) {
    const { failed, problem } = judge(text, 'exit code 0');
    assert.equal(failed, 1, text);
    assert.match(problem, /gave no result \(exit code 0\)/);
  }
});

test('a ring that ends badly has failed, even if it counted no failure', () => {
  assert.equal(judge(good, 'exit code 0').failed, 0);
  assert.equal(judge(good, 'exit code 1').failed, 1);
  assert.equal(judge(good, 'ended by SIGKILL').failed, 1);
  assert.equal(judge('{"passed":3,"failed":2,"skipped":0}', 'exit code 1').failed, 2);
});

test('the last line counts everything, and names what was skipped only if something was', () => {
  assert.equal(sumLine([{ passed: 3, failed: 0, skipped: 0 }]), '3 passed, 0 failed');
  const results = [judge(good, 'exit code 0'), judge('', 'exit code 1')];
  assert.equal(sumLine(results), '3 passed, 1 failed, 1 skipped');
});

test('a list of packages is read as it is written', () => {
  assert.deepEqual(parsePackages('# why\nopenssh-client   ssh ssh-keygen  # two\n\nfonts\n'), [
    { name: 'openssh-client', programs: ['ssh', 'ssh-keygen'] },
    { name: 'fonts', programs: [] },
  ]);
});

test('node_modules is up to date when it has what the lock file asks for', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0', optional: true },
    },
  };
  assert.ok(isUpToDate(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } }));
  assert.ok(!isUpToDate(lock, { packages: { 'node_modules/a': { version: '0.9.0' } } }));
  assert.ok(!isUpToDate(lock, { packages: {} }));
  assert.ok(!isUpToDate(lock, undefined));
});
