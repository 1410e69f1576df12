#!/usr/bin/env node
// npm run demo: from a bare clone to `viki demo`, installing and building what is missing on the way. It runs on any
// Node from 20 with nothing installed, so it may import nothing but Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installModules } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'dist', 'cli.js');
const OLDEST_MAJOR = 20;
const BUILD_LIMIT_MILLISECONDS = 10 * 60_000;
/** What the bundle is made of. */
const SOURCES = ['cli', 'client', 'disk', 'engine', 'hosts', 'language', 'modules', 'scripts/build.ts', 'package.json'];

/** When a file, or anything in a folder, was last changed. */
function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isBuilt() {
  if (!existsSync(bundle)) return false;
  const builtAt = statSync(bundle).mtimeMs;
  return SOURCES.every((path) => newest(join(root, path)) <= builtAt);
}

function build() {
  process.stderr.write('demo: building dist/cli.js\n');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/node.mjs', 'scripts/build.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: BUILD_LIMIT_MILLISECONDS,
  });
  if (status !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`);
}

function run(args) {
  const child = spawn(process.execPath, [bundle, 'demo', ...args], { stdio: 'inherit' });
  // A signal for this wrapper is meant for the demo: it cleans up, and then both end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // (a Ctrl-C at the terminal has reached the demo by itself)
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

function main(args) {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_MAJOR) throw new Error(`viki needs Node ${OLDEST_MAJOR} or newer; this one is ${process.version}`);
  if (!installModules(root)) throw new Error('npm ci failed; its own words are above');
  if (!isBuilt()) build();
  run(args);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`demo: ${error.message}\n`);
  process.exitCode = 1;
}
