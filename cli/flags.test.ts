// The command line, words against what is understood or said: flags, their values, and what was probably meant.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine, UsageError } from './flags.ts';
import { commandHelp, overview } from './help.ts';
import { palette, plain } from './paint.ts';
import { commands } from './table.ts';
import { harmless, hasColours } from './terminal.ts';

test('flags stand anywhere, short or long', () => {
  const { words, given } = readCommandLine(['-C', 'shop', 'rollback', '--host', 'a', '--host=b', '-yv', '--run', 'x']);
  assert.deepEqual(words, ['rollback']);
  assert.deepEqual({ ...given }, { directory: 'shop', host: ['a', 'b'], yes: true, verbose: true, run: 'x' });
});

test('what is wrong is said with what to write', () => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['plan', '--hots', 'a'], /there is no flag --hots; did you mean `--host`\?/],
    [['plan', '-x'], /there is no flag -x; `viki help` lists/],
    [['plan', '--host'], /--host needs a value; write --host NAME/],
    [['plan', '--host', '--yes'], /--host needs a value/],
    [['plan', '--json=yes'], /--json takes no value; write just --json/],
  ];
  for (const [args, expected] of cases) {
    assert.throws(
      () => readCommandLine(args),
      (error) => error instanceof UsageError && expected.test(`${error.message}; ${error.hint}`),
      args.join(' '),
    );
  }
});

test('help tells of every command, and of every flag that a command takes', () => {
  const all = overview(commands, plain).join('\n');
  for (const command of commands) {
    assert.ok(all.includes(`  ${command.name} `), command.name);
    const help = commandHelp(command, plain).join('\n');
    for (const flag of command.flags) assert.ok(help.includes(flag === 'directory' ? '-C DIR' : `--${flag}`), flag);
  }
});

test('colours only where they are seen or asked for', () => {
  assert.equal(palette(true).red('x'), '\u001b[31mx\u001b[39m');
  assert.equal(plain.red('x'), 'x');
  const terminal = { isTTY: true };
  const pipe = { isTTY: false };
  assert.equal(hasColours(terminal, {}), true);
  assert.equal(hasColours(pipe, {}), false);
  assert.equal(hasColours(terminal, { NO_COLOR: '1' }), false);
  assert.equal(hasColours(terminal, { TERM: 'dumb' }), false);
  assert.equal(hasColours(pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }), true);
  assert.equal(hasColours(terminal, { FORCE_COLOR: '0' }), false);
});

test('what a host says can not command the terminal', () => {
  assert.equal(
    harmless('\u001b[31mred\u001b[39m \u001b]0;title\u0007\u001b[2J\r\ttext\u009b'),
    '\u001b[31mred\u001b[39m \uFFFD]0;title\uFFFD\uFFFD[2J\uFFFD\ttext\uFFFD',
  );
});
