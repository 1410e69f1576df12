// The command `viki`, or any other, at a real terminal: a pseudo terminal that `script` makes, with somebody who answers.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { quote } from '../../modules/contract.ts';
import type { Place } from './viki.ts';

const hasTerminals = /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '');

/** For the `skip` of a test: why there is no terminal here, or false. */
export const noTerminal = hasTerminals ? false : 'there is no `script` of util-linux here to make a terminal with';

/** Answers questions as they come up: each pair is what to wait for, and what to type then. */
export function atTerminal(
  place: Place,
  words: readonly string[],
  answers: readonly (readonly [string, string])[],
): Promise<{ readonly exit: number | null; readonly seen: string }> {
  const command = words.map(quote).join(' ');
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd: place.project,
    env: { ...place.environment, TERM: 'xterm', SHELL: '/bin/sh' },
    timeout: 60_000,
  });
  const left = [...answers];
  let seen = '';
  let from = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    for (let at = 0; left[0] && at !== -1; ) {
      at = seen.indexOf(left[0][0], from);
      if (at === -1) break;
      from = at + left[0][0].length;
      child.stdin.write(left[0][1]);
      left.shift();
    }
  });
  return new Promise((resolve) =>
    child.on('close', (exit) => {
      assert.deepEqual(left, [], seen);
      resolve({ exit, seen });
    }),
  );
}
