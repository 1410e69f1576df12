// Runs files of Node's own test runner as one part of a ring, and shows of them only what failed.
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { cacheFolder } from './node.mjs';
import { endOf, type Part } from './ring.ts';
import { root } from './root.ts';

const FILE_LIMIT_MINUTES = 2;
const FILES_AT_A_TIME = 2;
/** What the runner says at its end is counted here already. */
const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

/** Sources are compiled once for all the processes that run tests. */
process.env['NODE_COMPILE_CACHE'] ??= join(cacheFolder(), 'compiled');

type Failure = {
  readonly name: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly error: Error;
};

function describeFailure({ name, file, line, error }: Failure): string {
  const place = file ? `${relative(root, file)}${line ? `:${line}` : ''}` : '';
  const cause = error.cause ?? error;
  return `${place} ${name}\n${inspect(cause, { colors: false }).replace(/^/gm, '  ')}\n`;
}

/** Why a test was skipped; `test.skip` without a reason is caught by tidy, so there is one. */
const reasonOf = (name: string, skip: string | boolean): string =>
  typeof skip === 'string' ? `${name}: ${skip}` : name;

const failureType = (error: Error): unknown => ('failureType' in error ? error.failureType : undefined);

export type TestOptions = {
  readonly limitMinutes?: number;
  /** Only tests whose titles contain one of these; all, where there are none. */
  readonly titles?: readonly string[];
};

/** Each file has a summary of its own; this is the one of all. */
const isOfAll = (file: string | undefined, files: readonly string[]): boolean => file === undefined && files.length > 0;

const literally = (text: string): RegExp => new RegExp(text.replaceAll(/[^\w ]/g, '\\$&'));
const chosenBy = (titles: readonly string[]) =>
  titles.length === 0 ? {} : { testNamePatterns: titles.map(literally) };

export async function tests(
  name: string,
  files: readonly string[],
  { limitMinutes = FILE_LIMIT_MINUTES, titles = [] }: TestOptions = {},
): Promise<Part> {
  const start = performance.now();
  const skips: string[] = [];
  const notes: string[] = [];
  const printed = new Map<string, string>();
  let output = files.length === 0 ? 'no file was found to test\n' : '';
  let passed = 0;
  // Stays when the runner ends without a summary: silence is not success.
  let failed = 1;
  // A group of tests that broke before it had any is no test, and in no count.
  let brokenGroups = 0;
  const options = { concurrency: FILES_AT_A_TIME, timeout: limitMinutes * 60_000, ...chosenBy(titles) };
  const stream = run({ files: files.map((file) => join(root, file)), ...options });
  for await (const { type, data } of stream) {
    if (type === 'test:stdout' || type === 'test:stderr') {
      printed.set(data.file, endOf((printed.get(data.file) ?? '') + data.message));
    } else if (type === 'test:diagnostic' && !SUMMARY.test(data.message)) {
      notes.push(data.message);
    } else if (type === 'test:pass') {
      if (data.skip !== undefined) skips.push(reasonOf(data.name, data.skip));
    } else if (type === 'test:fail' && failureType(data.details.error) !== 'subtestsFailed') {
      if (data.details.type === 'suite') brokenGroups++;
      output += describeFailure({ ...data, error: data.details.error }) + (printed.get(data.file ?? '') ?? '');
    } else if (type === 'test:summary' && isOfAll(data.file, files)) {
      passed = data.counts.passed;
      // Cancelled and forgotten tests did not pass, so they are failures.
      failed = data.counts.tests - data.counts.passed - data.counts.skipped + brokenGroups;
    }
  }
  return { name, passed, failed, skips, notes, milliseconds: performance.now() - start, output };
}
