// What a ring of checks is made of: parts that are run, timed, counted and reported in one way. It prints to the terminal
// and writes the result file that `npm test` asks for; it touches nothing else.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { root } from './root.ts';

export type Part = {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** Why something was not run, in words: one sentence for each. */
  readonly skips: readonly string[];
  readonly milliseconds: number;
  /** What was measured: one sentence for each. */
  readonly notes?: readonly string[];
  /** Shown only when something failed. */
  readonly output: string;
};

const COMMAND_LIMIT_MILLISECONDS = 5 * 60_000;
const OUTPUT_LIMIT_CHARACTERS = 20_000;

/** Of too much output the end is kept: that is where tools say what went wrong. */
export const endOf = (output: string): string => output.slice(-OUTPUT_LIMIT_CHARACTERS);

/** A part that is one command: it passes when the command ends with 0. */
export function command(name: string, program: string, args: readonly string[]): Promise<Part> {
  const start = performance.now();
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: COMMAND_LIMIT_MILLISECONDS,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let output = '';
  const collect = (piece: string): void => {
    output = endOf(output + piece);
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  return new Promise((resolve) => {
    const end = (passed: boolean): void => {
      const milliseconds = performance.now() - start;
      resolve({ name, passed: passed ? 1 : 0, failed: passed ? 0 : 1, skips: [], milliseconds, output });
    };
    child.on('error', (error) => {
      collect(`${program} could not be started: ${error.message}\n`);
      end(false);
    });
    child.on('close', (code, signal) => {
      if (signal) collect(`ended by ${signal}; its limit is ${COMMAND_LIMIT_MILLISECONDS / 1000} s\n`);
      end(code === 0);
    });
  });
}

export const skipped = (name: string, why: string): Part => ({
  name,
  passed: 0,
  failed: 0,
  skips: [why],
  milliseconds: 0,
  output: '',
});

const counts = (passed: number, failed: number, skips: number): string =>
  `${passed} passed, ${failed} failed, ${skips} skipped`;

export function report(part: Part): void {
  const seconds = `${(part.milliseconds / 1000).toFixed(1)} s`.padStart(8);
  process.stdout.write(`${part.name.padEnd(12)}${seconds}   ${counts(part.passed, part.failed, part.skips.length)}\n`);
  for (const note of part.notes ?? []) process.stdout.write(`  ${note}\n`);
  for (const why of part.skips) process.stdout.write(`  skipped: ${why}\n`);
  if (part.failed > 0) process.stdout.write(`${part.output.trimEnd().replace(/^/gm, '  ')}\n`);
}

/** Ends a ring: the sum as its last line, the result file if one is asked for, and an exit code that says red or green. */
export function finish(parts: readonly Part[]): void {
  const sum = (count: (part: Part) => number): number => parts.reduce((total, part) => total + count(part), 0);
  const passed = sum((part) => part.passed);
  const failed = sum((part) => part.failed);
  const skips = parts.flatMap((part) => part.skips);
  const resultFile = process.env['VIKI_RESULT_FILE'];
  if (resultFile) writeFileSync(resultFile, JSON.stringify({ passed, failed, skipped: skips.length, skips }));
  process.stdout.write(`${counts(passed, failed, skips.length)}\n`);
  if (failed > 0) process.exitCode = 1;
}
