// Runs files of Node's own test runner as one part of a ring, and shows of them only what failed.
import { join, relative } from 'node:path';
import { type EventData, run } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
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
  readonly filesAtATime?: number;
  /** Only tests whose titles contain one of these; all, where there are none. */
  readonly titles?: readonly string[];
};

const literally = (text: string): RegExp => new RegExp(text.replaceAll(/[^\w ]/g, '\\$&'));
const chosenBy = (titles: readonly string[]) =>
  titles.length === 0 ? {} : { testNamePatterns: titles.map(literally) };

type Counts = { readonly tests: number; readonly passed: number; readonly skipped: number };
/** One for each file, and one of all, which has no file. (the types of Node lack it) */
type Summary = { readonly type: 'test:summary'; readonly data: { readonly file?: string; readonly counts: Counts } };

/** What is known of a run so far. */
class Tally {
  readonly skips: string[] = [];
  readonly notes: string[] = [];
  readonly #printed = new Map<string, string>();
  /** A group of tests that broke before it had any is no test, and in no count. */
  #brokenGroups = 0;
  output = '';
  passed = 0;
  /** Stays when the runner ends without a summary: silence is not success. */
  failed = 1;

  take({ type, data }: TestEvent | Summary): void {
    if (type === 'test:stdout' || type === 'test:stderr') {
      this.#printed.set(data.file, endOf((this.#printed.get(data.file) ?? '') + data.message));
    } else if (type === 'test:diagnostic' && !SUMMARY.test(data.message)) this.notes.push(data.message);
    else if (type === 'test:pass' && data.skip !== undefined) this.skips.push(reasonOf(data.name, data.skip));
    else if (type === 'test:fail') this.#fail(data);
    else if (type === 'test:summary' && data.file === undefined) this.#end(data.counts);
  }

  #fail({ details, ...failure }: EventData.TestFail): void {
    if (failureType(details.error) === 'subtestsFailed') return;
    if (details.type === 'suite') this.#brokenGroups += 1;
    this.output +=
      describeFailure({ ...failure, error: details.error }) + (this.#printed.get(failure.file ?? '') ?? '');
  }

  #end({ tests: all, passed, skipped }: Counts): void {
    this.passed = passed;
    // Cancelled and forgotten tests did not pass, so they are failures.
    this.failed = all - passed - skipped + this.#brokenGroups;
  }
}

export async function tests(
  name: string,
  files: readonly string[],
  { limitMinutes = FILE_LIMIT_MINUTES, filesAtATime = FILES_AT_A_TIME, titles = [] }: TestOptions = {},
): Promise<Part> {
  const start = performance.now();
  const tally = new Tally();
  if (files.length === 0) tally.output = 'no file was found to test\n';
  else {
    const options = { concurrency: filesAtATime, timeout: limitMinutes * 60_000, ...chosenBy(titles) };
    for await (const event of run({ files: files.map((file) => join(root, file)), ...options })) tally.take(event);
  }
  const { passed, failed, skips, notes, output } = tally;
  return { name, passed, failed, skips, notes, milliseconds: performance.now() - start, output };
}
