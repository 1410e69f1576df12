// The editor ring: the suite and the stories on the oldest and the newest VS Code that viki supports. It leaves nothing running.
//   --version=oldest|newest   one of the two     --part=suite|drive   one of the parts
//   --screenshots             write the pictures of docs/images, from the newest editor
//   NAME ...                  only the suite files and stories whose names contain one of these
//   VIKI_EDITOR=desktop|server|auto   where the suite runs; auto: a desktop VS Code where one can be had, else the server
//   VIKI_VSIX=FILE                    test this package instead of making one
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { finish, type Part, report, skipped } from '../../scripts/ring.ts';
import { root } from '../../scripts/root.ts';
import { suiteFiles } from './bundle.ts';
import { temporaryFolder } from './ending.ts';
import { ensureInstallation, type Installation } from './installation.ts';
import { stories, suiteInDesktop, suiteInServer } from './one-version.ts';
import { ensureSystemPackages } from './packages.ts';
import { ensureDesktop } from './suite-in-electron.ts';
import { type EditorVersion, editorVersions } from './versions.ts';
import { ensureVsix } from './vsix.ts';

type Editor = 'auto' | 'desktop' | 'server';

interface Options {
  readonly versions: readonly EditorVersion[];
  readonly suite: boolean;
  readonly drive: boolean;
  readonly screenshots: boolean;
  readonly names: readonly string[];
  readonly editor: Editor;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** npm says what is wrong in its first lines, and then at length; the reason for a skip is one line. */
const beginningOf = (words: string): string => words.split('\n').slice(0, 4).join(' ');

function oneOf<Choice extends string>(name: string, value: string | undefined, choices: readonly Choice[]) {
  const choice = choices.find((candidate) => candidate === value);
  if (value !== undefined && !choice) throw new Error(`${name} is ${value}; it may be ${choices.join(', ')}`);
  return choice;
}

function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      version: { type: 'string' },
      part: { type: 'string' },
      screenshots: { type: 'boolean', default: false },
    },
  });
  const label = oneOf('--version', values.version, ['oldest', 'newest']);
  const part = oneOf('--part', values.part, ['suite', 'drive']);
  return {
    versions: editorVersions.filter((version) => label === undefined || version.label === label),
    suite: part !== 'drive',
    drive: part !== 'suite',
    screenshots: values.screenshots,
    names: positionals,
    editor: oneOf('VIKI_EDITOR', process.env['VIKI_EDITOR'] || 'auto', ['auto', 'desktop', 'server']) ?? 'auto',
  };
}

/** The manifest promises the oldest version, so that very version must be among those that are tested. */
function checkPromise(): void {
  const promised: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.vscode;
  const oldest = editorVersions.find(({ label }) => label === 'oldest')?.vscode;
  const minor = (version = '') => version.replace('^', '').split('.').slice(0, 2).join('.');
  if (minor(promised) !== minor(oldest)) {
    throw new Error(
      `package.json promises VS Code ${promised}, but test/editor/versions.ts tests ${oldest} as the oldest`,
    );
  }
}

/** The VS Code server of a version, or the words why it can't be had here. */
async function serverOf(version: EditorVersion): Promise<Installation | string> {
  if (process.platform !== 'linux') return 'the VS Code server and Chromium of this ring run on Linux only';
  try {
    return await ensureInstallation(version);
  } catch (error) {
    return `VS Code ${version.vscode} could not be fetched: ${beginningOf(wordsOf(error))}`;
  }
}

async function suitePart(version: EditorVersion, server: Installation | string, vsix: string, options: Options) {
  const { editor, names } = options;
  if (editor !== 'server') {
    const program = await ensureDesktop(version).catch((error: unknown) => error);
    if (typeof program === 'string') return suiteInDesktop(version, program, vsix, names);
    const why = `no desktop VS Code: ${wordsOf(program)}`;
    if (editor === 'desktop') return skipped(`suite ${version.label}`, why);
    if (typeof server === 'string') return skipped(`suite ${version.label}`, `${why}; ${server}`);
    process.stdout.write(`${why}; the suite runs in its server\n`);
  }
  return typeof server === 'string' ? skipped(`suite ${version.label}`, server) : suiteInServer(server, vsix, names);
}

async function drivePart(version: EditorVersion, server: Installation | string, vsix: string, options: Options) {
  if (typeof server === 'string') return skipped(`drive ${version.label}`, server);
  const { names, screenshots } = options;
  return await stories(server, vsix, { names, screenshots: screenshots && version.label === 'newest' });
}

/** What goes wrong around the tests (no package, a server that doesn't start) is a failure of the ring, in words. */
function failure(name: string, error: unknown): Part {
  return { name, passed: 0, failed: 1, skips: [], milliseconds: 0, output: wordsOf(error) };
}

async function runParts(options: Options, vsix: string): Promise<Part[]> {
  const parts: Part[] = [];
  const add = async (name: string, work: Promise<Part>) => {
    const part = await work.catch((error: unknown) => failure(name, error));
    report(part);
    parts.push(part);
  };
  for (const version of options.versions) {
    process.stdout.write(`${version.label}: VS Code ${version.vscode}\n`);
    const server = await serverOf(version);
    // (who names stories only has none of the suite in mind)
    if (options.suite && suiteFiles(options.names).length > 0)
      await add(`suite ${version.label}`, suitePart(version, server, vsix, options));
    if (options.drive) await add(`drive ${version.label}`, drivePart(version, server, vsix, options));
  }
  return parts;
}

async function allParts(): Promise<Part[]> {
  const options = readOptions();
  checkPromise();
  const missing = process.platform === 'linux' ? ensureSystemPackages() : undefined;
  if (missing) {
    const ring = skipped('editor', missing);
    report(ring);
    return [ring];
  }
  const folder = temporaryFolder('viki-package');
  try {
    const parts = await runParts(options, await ensureVsix(folder.path));
    const { names } = options;
    if (parts.some(({ passed, failed, skips }) => passed + failed + skips.length > 0)) return parts;
    const ring = failure('editor', `no test file or story is called ${names.join(' or ')}`);
    report(ring);
    return [...parts, ring];
  } finally {
    folder.remove();
  }
}

try {
  finish(await allParts());
} catch (error) {
  const ring = failure('editor', error);
  report(ring);
  finish([ring]);
}
