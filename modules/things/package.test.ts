// The shell of packages with apk, which no host of the tests has: what it calls, of an apk that answers as the sources of
// apk-tools 2.14 and 3.0 do.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { shells } from '../../test/support/shells.ts';
import { library } from './package.ts';

const APK = `apk() {
  echo "called: $*" >&2
  case $* in
    'del --simulate needed') printf '%s\\n' 'World updated, but the following packages are not removed due to:' '  needed: other' 'OK: 1 MiB in 2 packages' ;;
    'del --simulate free') printf '%s\\n' '(1/2) Purging free (1.0-r0)' '(2/2) Purging needed (1.0-r0)' 'OK: 1 MiB in 2 packages' ;;
  esac
}
`;

for (const { name, command, environment } of shells()) {
  const [program = 'sh', ...words] = command;
  const run = (call: string) => {
    const script = `${library}\n${APK}\n${call}\n`;
    const { status, stderr } = spawnSync(program, [...words, '-c', script], { encoding: 'utf8', env: environment });
    const lines = stderr.split('\n').filter((line) => line !== '');
    return { status, calls: lines.filter((line) => line.startsWith('called: ')).map((line) => line.slice(8)), lines };
  };

  test(`${name}: apk leaves no pin of a version that it has installed`, () => {
    const { status, calls } = run('v_installs_by_apk sample 1.0-r0');
    assert.deepEqual([status, calls], [0, ['--quiet --update-cache add sample=1.0-r0', '--quiet add sample']]);
    assert.deepEqual(run("v_installs_by_apk sample ''").calls, ['--quiet --update-cache add sample']);
  });

  test(`${name}: apk removes what it would purge, and what others need stays wanted`, () => {
    assert.deepEqual(run('v_removes_by_apk free').calls, ['del --simulate free', '--quiet del free']);
    const { status, calls, lines } = run('v_removes_by_apk needed');
    assert.deepEqual([status, calls], [1, ['del --simulate needed']]);
    assert.deepEqual(lines.slice(-3), [
      '  needed: other',
      'OK: 1 MiB in 2 packages',
      'needed is needed by others, so apk would not remove it',
    ]);
  });
}
