// The command `viki` as a process, on a project and a host in folders of their own: `via: local`, with VIKI_HOME inside.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../scripts/node.mjs';

/** The rings build it first, and then test what is shipped, in half the time. */
const MAIN = process.env['VIKI_TESTED'] ?? join(import.meta.dirname, '../../cli/main.ts');
/** The sources are compiled once for all these processes: that is most of the time that one takes. */
const COMPILED = join(cacheFolder(), 'compiled');
/** So is the command that is shipped, by itself (cli/compiled.ts): to do so anew for each place is half of what a command takes. */
const COMPILED_COMMAND = join(cacheFolder(), 'compiled-command');
const LIMIT_MILLISECONDS = 60_000;

export type Ended = { readonly exit: number | null; readonly output: string; readonly errors: string };

export type Place = {
  readonly project: string;
  /** What stands for the disk of the host. */
  readonly host: string;
  readonly vikiHome: string;
  viki(...words: readonly string[]): Promise<Ended>;
  write(path: string, text: string): void;
  readonly environment: NodeJS.ProcessEnv;
};

/** The words of a command line that runs `viki`. */
export const vikiCommand = (words: readonly string[]): readonly string[] => [process.execPath, MAIN, ...words];

/** `text` is given the host's folder, and is the project. */
export function newPlace(text: (host: string) => string): Place & { remove(): void } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'viki-place-')));
  const [project, host, vikiHome] = [join(folder, 'project'), join(folder, 'host'), join(folder, 'viki')];
  for (const path of [project, host]) mkdirSync(path);
  writeFileSync(join(project, 'site.vk.yaml'), text(host));
  shareCompiled(join(folder, '.cache/viki'));
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: folder,
    VIKI_HOME: vikiHome,
    NODE_COMPILE_CACHE: COMPILED,
  };
  return {
    project,
    host,
    vikiHome,
    environment,
    viki: (...words) => runViki(words, project, environment),
    write: (path, content) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Of what commands keep for the user, this alone is the same for all places: it is code, and says nothing of any of them. */
function shareCompiled(cache: string): void {
  for (const path of [cache, COMPILED_COMMAND]) mkdirSync(path, { recursive: true, mode: 0o700 });
  symlinkSync(COMPILED_COMMAND, join(cache, 'compiled'));
}

export function runViki(words: readonly string[], cwd: string, environment: NodeJS.ProcessEnv): Promise<Ended> {
  const [program = '', ...rest] = vikiCommand(words);
  const child = spawn(program, rest, {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MILLISECONDS,
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, output, errors })));
}
