#!/usr/bin/env node
// npm test: installs what is missing, runs the rings one after another and adds up what they count. The last line is
// the sum. It runs on any Node from 20 with nothing installed, so it may import nothing but Node's own modules.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installModules, installPackages } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const END_LIMIT_MILLISECONDS = 60_000;

const rings = [
  { name: 'check', script: 'scripts/check.ts', packages: 'scripts/packages.txt', limitMinutes: 10 },
  { name: 'long', script: 'scripts/long.ts', packages: 'scripts/packages.txt', limitMinutes: 12 },
  { name: 'hosts', script: 'test/hosts/run.ts', packages: 'test/lab/packages.txt', limitMinutes: 35 },
  { name: 'editor', script: 'test/editor/run.ts', packages: 'test/editor/packages.txt', limitMinutes: 35 },
];

/** The ring at work, and whether we were told to stop. */
let stopRing;
let stopped = false;

/** A ring is a process group of its own, so that ending it ends whatever it started; it has time to clean up first. */
function runRing({ script, limitMinutes }, resultFile) {
  const child = spawn(process.execPath, [join(root, 'scripts', 'node.mjs'), join(root, script)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, VIKI_RESULT_FILE: resultFile },
    detached: true,
  });
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // It has ended meanwhile, which is what was wanted.
    }
  };
  let endTimer;
  stopRing = () => {
    signal('SIGTERM');
    endTimer ??= setTimeout(() => signal('SIGKILL'), END_LIMIT_MILLISECONDS);
  };
  const limit = setTimeout(stopRing, limitMinutes * 60_000);
  return new Promise((resolve) => {
    const end = (how) => {
      clearTimeout(limit);
      clearTimeout(endTimer);
      stopRing = undefined;
      resolve(how);
    };
    child.on('error', (error) => end(error.message));
    child.on('exit', (code, name) => end(name ? `ended by ${name}` : `exit code ${code}`));
  });
}

const isCount = (value) => Number.isInteger(value) && value >= 0;

/** What a ring counted. Silence is a failure, and so is a ring that ends badly and says that all is well. */
export function judge(text, how) {
  let result;
  try {
    result = JSON.parse(text);
  } catch {
    result = undefined;
  }
  if (!result || ![result.passed, result.failed, result.skipped].every(isCount)) {
    return { passed: 0, failed: 1, skipped: 0, skips: [], problem: `gave no result (${how})` };
  }
  const { passed, failed, skipped, skips = [] } = result;
  const problem = how !== 'exit code 0' && failed === 0 ? `counted no failure and ended badly (${how})` : undefined;
  return { passed, failed: problem ? 1 : failed, skipped, skips, problem };
}

export function sumLine(results) {
  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function measured(ring, folder) {
  const start = performance.now();
  const resultFile = join(folder, `${ring.name}.json`);
  process.stdout.write(`\n=== ${ring.name} ===\n`);
  const how = stopped ? 'stopped before it began' : await runRing(ring, resultFile);
  let text = '';
  try {
    text = readFileSync(resultFile, 'utf8');
  } catch {
    // judge() says what it means that there is none.
  }
  return { name: ring.name, seconds: (performance.now() - start) / 1000, ...judge(text, how) };
}

function print(results) {
  process.stdout.write('\n=== all rings ===\n');
  for (const { name, seconds, passed, failed, skipped, skips, problem } of results) {
    const time = `${seconds.toFixed(1)} s`.padStart(9);
    process.stdout.write(`${name.padEnd(8)}${time}   ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    if (problem) process.stdout.write(`  ${problem}\n`);
    for (const why of skips) process.stdout.write(`  skipped: ${why}\n`);
  }
}

function chosenRings() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const names = values.only?.split(',') ?? rings.map(({ name }) => name);
  const unknown = names.filter((name) => !rings.some((ring) => ring.name === name));
  if (unknown.length > 0) {
    throw new Error(`there is no ring "${unknown.join(', ')}"; there are ${rings.map(({ name }) => name).join(', ')}`);
  }
  return rings.filter(({ name }) => names.includes(name));
}

async function main() {
  const chosen = chosenRings();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      stopped = true;
      stopRing?.();
    });
  }
  installPackages(chosen.map(({ packages }) => join(root, packages)));
  if (!installModules(root)) throw new Error('npm ci failed, so nothing could be tested');
  const folder = mkdtempSync(join(tmpdir(), 'viki-test-'));
  const results = [];
  for (const ring of chosen) results.push(await measured(ring, folder));
  rmSync(folder, { recursive: true, force: true });
  print(results);
  process.stdout.write(`${sumLine(results)}\n`);
  if (results.some(({ failed }) => failed > 0)) process.exitCode = 1;
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  main().catch((error) => {
    process.stdout.write(`test: ${error.message}\n0 passed, 1 failed\n`);
    process.exitCode = 1;
  });
}
