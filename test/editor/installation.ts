// A VS Code server in the development cache, fetched once per version from the npm registry. It may run no package's install script.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { cacheFolder } from '../../scripts/node.mjs';
import { atEnd } from './ending.ts';
import { runCommand } from './processes.ts';
import { type EditorVersion, ripgrepPackage } from './versions.ts';

const FETCH_LIMIT_SECONDS = 900;
const NPM_INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Where the server and its Node are. */
export interface Installation {
  readonly version: EditorVersion;
  readonly node: string;
  readonly serverMain: string;
}

function nodePackage(): string {
  return `node-linux-${process.arch}`;
}

function inFolder(folder: string, version: EditorVersion): Installation {
  const packages = join(folder, 'node_modules');
  return {
    version,
    node: join(packages, nodePackage(), 'bin', 'node'),
    serverMain: join(packages, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

/** What npm is asked for, and what the folder's package.json then says. */
function wantedPackages(version: EditorVersion): Record<string, string> {
  return {
    'code-server': version.codeServer,
    [nodePackage()]: version.node,
    [ripgrepPackage.name]: ripgrepPackage.version,
  };
}

/** Whether the folder holds what is pinned today; an older checkout may have filled it with something else. */
function isCurrent(folder: string, version: EditorVersion): boolean {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return false;
  return isDeepStrictEqual(JSON.parse(readFileSync(manifest, 'utf8')).dependencies, wantedPackages(version));
}

async function fetchInto(folder: string, version: EditorVersion): Promise<void> {
  const options = { folder, limitSeconds: FETCH_LIMIT_SECONDS };
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const wanted = Object.entries(wantedPackages(version)).map(([name, pinned]) => `${name}@${pinned}`);
  await runCommand('npm', [...NPM_INSTALL, '--save-exact', ...wanted], options);
  // The server's own dependencies are a package of their own, which code-server's install script would install.
  const server = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await runCommand('npm', [...NPM_INSTALL, '--omit=dev'], { ...options, folder: server });
  const ripgrep = join(server, 'node_modules', '@vscode', 'ripgrep');
  if (!existsSync(ripgrep)) return;
  mkdirSync(join(ripgrep, 'bin'), { recursive: true });
  const carried = join(folder, 'node_modules', ripgrepPackage.name, 'bin', `linux-${process.arch}`, 'rg');
  symlinkSync(relative(join(ripgrep, 'bin'), carried), join(ripgrep, 'bin', 'rg'));
}

/** The server of one version, fetched now if it isn't there yet. */
export async function ensureInstallation(version: EditorVersion): Promise<Installation> {
  const folder = join(cacheFolder(), `vscode-${version.vscode}`);
  if (!isCurrent(folder, version)) {
    process.stderr.write(`editor ring: fetching VS Code ${version.vscode} (server and web workbench) into ${folder}\n`);
    // Complete or not there: it gets its name when it is whole, and two rings at once don't meet.
    const partial = `${folder}.partial-${process.pid}`;
    const erase = () => rmSync(partial, { recursive: true, force: true });
    const forget = atEnd(erase);
    mkdirSync(partial, { recursive: true });
    try {
      await fetchInto(partial, version);
      // Another ring may have been faster; then this one's copy is not needed.
      if (!isCurrent(folder, version)) {
        rmSync(folder, { recursive: true, force: true });
        renameSync(partial, folder);
      }
    } finally {
      forget();
      erase();
    }
  }
  return inFolder(folder, version);
}
