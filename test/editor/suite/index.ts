// What both runners load into the extension host: runs every test file beside it with Mocha and writes the result file.
import { readdirSync, writeFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { dirname, join } from 'node:path';
import Mocha from 'mocha';
import type { SuiteResult, TestResult } from '../facts.ts';
import { facts } from './ring.ts';

const TEST_LIMIT_MILLISECONDS = 30_000;

function testFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.test.cjs'))
    .sort()
    .map((name) => join(folder, name));
}

/** A trace with the lines of the TypeScript sources; the editor writes traces itself and would not look them up. */
function inSources(trace: string): string {
  return trace.replaceAll(/([^\s(]+\.cjs):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
    const origin = findSourceMap(file)?.findOrigin(Number(line), Number(column));
    return origin && 'fileName' in origin ? `${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}` : place;
  });
}

function runMocha(mocha: Mocha): Promise<TestResult[]> {
  const tests: TestResult[] = [];
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(tests));
    const add = (test: Mocha.Runnable, state: TestResult['state'], words: string) =>
      tests.push({ title: test.fullTitle(), state, milliseconds: test.duration ?? 0, words });
    runner.on('pass', (test) => add(test, 'passed', ''));
    runner.on('pending', (test) => add(test, 'skipped', ''));
    // A failing hook fails the suite as a test does: it is what the runner is told about.
    runner.on('fail', (test, error) => add(test, 'failed', inSources(error.stack ?? String(error))));
  });
}

/** VS Code calls this with the path of this very file and takes a rejection as a failed run. */
export async function run(entryPoint: string): Promise<void> {
  // What `inSources` looks up is kept for files that are loaded from here on.
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({
    ui: 'tdd',
    color: false,
    timeout: TEST_LIMIT_MILLISECONDS,
    forbidOnly: true,
    reporter: 'min',
  });
  for (const file of testFiles(dirname(entryPoint))) mocha.addFile(file);
  const result: SuiteResult = { tests: await runMocha(mocha) };
  writeFileSync(facts().resultFile, JSON.stringify(result));
  const failed = result.tests.filter((test) => test.state === 'failed').length;
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
