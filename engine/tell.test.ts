// How often a runner wakes whoever follows it, by the real shells of this machine: seldom while steps come fast, and still
// within a moment when one hangs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { quote } from '../modules/contract.ts';
import { type Shell, shells } from '../test/support/shells.ts';
import { tellLibrary } from './shell/shell.generated.ts';

const LIMIT_MILLISECONDS = 30_000;

/** What a script writes into the pipe, as words of whoever reads it, and the journal. */
function told(shell: Shell, script: string, reader: string): { readonly said: string; readonly journal: string } {
  const folder = mkdtempSync(join(tmpdir(), 'viki-tell-'));
  try {
    const text = `v_boundary() { :; }\nv_folder=${quote(folder)}\n${tellLibrary}\n{\n${script}\n} 9>&1 | {\n${reader}\n}\n`;
    const [program = '', ...words] = shell.command;
    const options = { input: text, encoding: 'utf8', env: shell.environment, timeout: LIMIT_MILLISECONDS } as const;
    const { stdout, stderr } = spawnSync(program, words, options);
    assert.equal(stderr, '');
    return { said: stdout, journal: readFileSync(join(folder, 'events'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const events = (...numbers: readonly number[]): string =>
  numbers.map((number) => `v_event "begin ${number}"\nv_event "done ${number}"`).join('\n');
const COUNT = 'v_count=0\nwhile read -r v_line; do v_count=$((v_count + 1)); done\necho "$v_count"';
/** The clock of the script stands still; nothing is promised, as nobody would be there to keep it. */
const STILL = (hundredths: number): string => `v_clock() { v_now=1${hundredths}; }`;

for (const shell of shells()) {
  test(`${shell.name}: steps that come fast are told together`, () => {
    const script = `v_promised=15000\n${STILL(5000)}\n${events(1, 2, 3, 4)}\n${STILL(5009)}\n${events(5)}\n${STILL(5010)}\n${events(6)}`;
    const { said, journal } = told(shell, script, COUNT);
    assert.equal(said, '2\n', 'the first one wakes, and the one that comes a tenth of a second later');
    assert.equal(journal.trimEnd().split('\n').length, 12, 'the journal has every line');
  });

  test(`${shell.name}: a step that hangs is told all the same`, () => {
    // (nothing is written after the second `begin`; the reader waits for as long as somebody could still write)
    const script = `${STILL(5000)}\n${events(1)}\nv_event 'begin 2'`;
    const { said } = told(shell, script, COUNT);
    assert.equal(said, '2\n');
  });

  test(`${shell.name}: what is no step is told at once`, () => {
    const script = `v_promised=15000\n${STILL(5000)}\n${events(1)}\nv_event verifying\nv_event 'end done'`;
    assert.equal(told(shell, script, COUNT).said, '3\n');
  });

  test(`${shell.name}: a run that has ended leaves nobody behind who would tell of it`, () => {
    const script = `${STILL(5000)}\n${events(1, 2)}\nv_event 'end done'\n! kill -0 "$v_promise" 2>/dev/null || echo 'it is there' >&2`;
    assert.equal(told(shell, script, COUNT).said, '2\n');
  });
}
