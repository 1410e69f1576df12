// What a run of the suite in an editor gives, and how it is judged: by the result file alone. It starts nothing.
import { existsSync, readFileSync } from 'node:fs';
import type { SuiteResult, TestResult } from './facts.ts';

export const SUITE_LIMIT_SECONDS = 150;

/** How the editor ended. That proves nothing: a test that calls process.exit() looks like a success. */
export interface SuiteRun {
  readonly ending: string;
  readonly log: string;
}

function failure(title: string, words: string): TestResult {
  return { title, state: 'failed', milliseconds: 0, words };
}

/** The tests that ran, with a failed one added when the suite did not run to its end or had nothing to run. */
export function judge(run: SuiteRun, resultFile: string): readonly TestResult[] {
  if (!existsSync(resultFile)) {
    return [failure('the suite runs to its end', `no result file was written; the editor ${run.ending}.\n${run.log}`)];
  }
  const { tests } = JSON.parse(readFileSync(resultFile, 'utf8')) as SuiteResult;
  if (tests.length === 0) return [failure('the suite has tests', `Mocha found none.\n${run.log}`)];
  return tests;
}
