// Installs what a fresh clone lacks before its rings can run: system packages, where we may, and node_modules.
// It runs on any Node from 20 with nothing installed, so it may import nothing but Node's own modules.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const INSTALL_LIMIT_MILLISECONDS = 20 * 60_000;
const POLICY = '/usr/sbin/policy-rc.d';

/** A list says per line: a package of Debian and Ubuntu, then the programs that show that it is there. */
export function parsePackages(text) {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .filter(([name]) => name)
    .map(([name, ...programs]) => ({ name, programs }));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// An ordinary user's PATH lacks the folders in which sshd and its like are.
const folders = () => [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];

function isInstalled({ name, programs }) {
  if (programs.length > 0) {
    return programs.every((program) => folders().some((folder) => isExecutable(join(folder, program))));
  }
  const answer = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout === 'installed';
}

function run(program, args, env = {}) {
  const { status, error } = spawnSync(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    timeout: INSTALL_LIMIT_MILLISECONDS,
  });
  return status === 0 && !error;
}

/** Packages may bring services; ours are wanted as programs, and nothing is to listen on somebody's machine. */
function withoutStartingServices(install) {
  if (existsSync(POLICY)) return install();
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return install();
  } finally {
    rmSync(POLICY, { force: true });
  }
}

/** Says what it does and what it can't; a ring that needs what is missing says so once more and is skipped. */
export function installPackages(lists) {
  if (process.platform !== 'linux') return;
  const wanted = lists.filter((path) => existsSync(path)).flatMap((path) => parsePackages(readFileSync(path, 'utf8')));
  const missing = [...new Set(wanted.filter((entry) => !isInstalled(entry)).map(({ name }) => name))];
  if (missing.length === 0) return;
  const apt = folders().some((folder) => isExecutable(join(folder, 'apt-get')));
  if (process.getuid?.() !== 0 || !apt) {
    const why = apt ? 'only root may install them' : 'this machine has no apt-get';
    process.stdout.write(`test: not installed: ${missing.join(' ')} (${why})\n`);
    return;
  }
  process.stdout.write(`test: installing ${missing.join(' ')}\n`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = ['-qq', '-o', 'Dpkg::Use-Pty=0'];
  const installed =
    run('apt-get', ['update', ...quiet], env) &&
    withoutStartingServices(() =>
      run('apt-get', ['install', '--yes', '--no-install-recommends', ...quiet, ...missing], env),
    );
  if (!installed) process.stdout.write('test: apt-get failed; rings that need these packages will say so\n');
}

/** Whether node_modules is what the lock file asks for; packages for other platforms may be absent. */
export function isUpToDate(lock, installed) {
  if (!installed) return false;
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  return wanted.every(([path, { version, optional }]) => {
    const present = installed.packages[path];
    return present ? present.version === version : optional === true;
  });
}

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/** Compiles nothing: the add-ons that packages would build are optional, and binaries come as packages. */
export function installModules(root) {
  const lock = readJson(join(root, 'package-lock.json'));
  if (isUpToDate(lock, readJson(join(root, 'node_modules', '.package-lock.json')))) return true;
  process.stdout.write('test: installing node_modules\n');
  return run('npm', ['--prefix', root, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}
