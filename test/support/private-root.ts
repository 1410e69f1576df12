// A root of its own for shells: a folder that is all they see. In it are BusyBox's tools, and programs that only tell what they
// were called with, in place of whatever else a host may have. Nothing outside of it can be reached or changed.
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { CANARY } from './hostile.ts';
import type { Shell } from './shells.ts';

const RUN_LIMIT_SECONDS = 20;
/** What really does something there. Owners are only told: not everybody may give files away. */
const TOOLS = [
  ...[
    '[',
    'awk',
    'basename',
    'cat',
    'chmod',
    'cmp',
    'cp',
    'cut',
    'date',
    'dd',
    'dirname',
    'env',
    'expr',
    'find',
    'grep',
    'head',
  ],
  ...[
    'id',
    'install',
    'ln',
    'ls',
    'mkdir',
    'mktemp',
    'mv',
    'od',
    'printf',
    'readlink',
    'rm',
    'rmdir',
    'sed',
    'sha256sum',
    'sort',
  ],
  ...['stat', 'tail', 'tee', 'test', 'touch', 'tr', 'true', 'uname', 'wc', 'xargs'],
];
/** What every shell has in itself. */
const BUILT_IN = new Set(['echo', 'false', 'kill', 'pwd', 'sh', 'time']);
const OWN = ['tools', 'called', 'dev', 'lib', 'lib64', 'usr'];
const PROGRAMS = 'called/programs';
const CALLS = '/called/calls';
const GIVEN = '[given]';
const END = '[end]';
const TELLER = `#!/tools/busybox sh
{ printf '%s\\0' "\${0##*/}" "$@" '${GIVEN}' && env -0 && cat && printf '\\0${END}\\0'; } >>${CALLS}
`;

/** A call of a program that is only told of, with its name and its words; and what it had in its environment and its input. */
export type Call = { readonly words: readonly string[]; readonly given: readonly string[] };
export type Ran = { readonly output: string; readonly errors: string; readonly calls: readonly Call[] };

const output = (command: string, ...words: readonly string[]): string =>
  spawnSync(command, words, { encoding: 'utf8' }).stdout?.trim() ?? '';

/** The ways to have a root of one's own: as root of a namespace, or as root. No process outlives it. */
const ALONE = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'];
const APART = [['--user', '--map-root-user', ...ALONE], ALONE];
const ENTER = 'mount --bind /dev/null "$1/dev/null" && exec chroot "$1" /tools/busybox sh -c "$2"';
/** Runs the script that lies there for each line that it is sent: to leave a namespace takes longer than all of that. */
const SERVE = `while read -r line; do
  /tools/busybox timeout ${RUN_LIMIT_SECONDS} /tools/sh /called/script </dev/null >/called/output 2>/called/errors
  echo ended
done`;

const placeOf = (program: string): string => output('sh', '-c', 'command -v "$1"', 'sh', program);

/** A program, where it will be, and the libraries that it needs, where they are. */
function bring(folder: string, program: string, to: string): void {
  fs.mkdirSync(dirname(join(folder, to)), { recursive: true });
  fs.copyFileSync(fs.realpathSync(program), join(folder, to));
  for (const [library] of output('ldd', program).matchAll(/\/\S+/g)) {
    if (!fs.existsSync(library)) continue;
    fs.mkdirSync(dirname(join(folder, library)), { recursive: true });
    fs.copyFileSync(library, join(folder, library));
  }
}

export class PrivateRoot {
  readonly folder: string;
  readonly #taught = new Set<string>();
  /** BusyBox's shell has its own tools, whatever programs there are: there, functions stand in front of them. */
  readonly #inside: readonly string[];
  /** A line for each script that has ended. */
  #ended: AsyncIterator<string> | undefined;
  #serving: ChildProcessByStdio<Writable, Readable, null> | undefined;

  constructor(shell: Shell) {
    this.folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'viki-root-')));
    const [program = 'sh'] = shell.command;
    bring(this.folder, placeOf('busybox'), 'tools/busybox');
    const applets = output('busybox', '--list').split('\n');
    this.#inside = shell.name === 'busybox' ? applets : [];
    for (const tool of TOOLS.filter((name) => applets.includes(name)))
      fs.symlinkSync('busybox', join(this.folder, 'tools', tool));
    bring(this.folder, placeOf(program), 'tools/shell');
    // (BusyBox goes by the name that it is called by)
    if (shell.name === 'busybox') fs.rmSync(join(this.folder, 'tools/shell'));
    fs.symlinkSync(shell.name === 'busybox' ? 'busybox' : 'shell', join(this.folder, 'tools/sh'));
    fs.mkdirSync(join(this.folder, PROGRAMS), { recursive: true });
    fs.writeFileSync(join(this.folder, 'called/teller'), TELLER, { mode: 0o755 });
    this.teach(CANARY);
    fs.mkdirSync(join(this.folder, 'dev'));
    fs.writeFileSync(join(this.folder, 'dev/null'), '');
  }

  /** Why there can't be one on this machine; undefined if there can. */
  open(): string | undefined {
    const words = ['sh', '-c', ENTER, 'sh', this.folder];
    const apart = APART.find((some) => spawnSync('unshare', [...some, ...words, 'exit 7']).status === 7);
    if (apart === undefined) return 'this machine lets nobody have a root of their own (unshare, chroot)';
    const env = { PATH: `/tools:/called/programs:${process.env['PATH']}`, HOME: '/root', LC_ALL: 'C' };
    this.#serving = spawn('unshare', [...apart, ...words, SERVE], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#ended = createInterface({ input: this.#serving.stdout })[Symbol.asyncIterator]();
    return undefined;
  }

  async close(): Promise<void> {
    const serving = this.#serving;
    serving?.stdin.end();
    if (serving && serving.exitCode === null) await once(serving, 'exit');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Whatever word of this shell text is no tool may be the name of a program, which tells how it was called. */
  teach(text: string): void {
    for (const word of new Set(text.match(/[A-Za-z][A-Za-z0-9_.-]*/g) ?? [])) {
      if (this.#taught.has(word) || TOOLS.includes(word) || word === 'sh' || word.startsWith('v_')) continue;
      this.#taught.add(word);
      fs.symlinkSync('../teller', join(this.folder, PROGRAMS, word));
    }
  }

  /** Everything that was made there is gone. */
  clear(): void {
    for (const name of fs.readdirSync(this.folder)) {
      if (!OWN.includes(name)) fs.rmSync(join(this.folder, name), { recursive: true, force: true });
    }
    fs.rmSync(join(this.folder, CALLS), { force: true });
  }

  at(path: string): string {
    return `${this.folder}${path}`;
  }

  write(path: string, bytes: string | Uint8Array): void {
    fs.mkdirSync(dirname(this.at(path)), { recursive: true });
    fs.writeFileSync(this.at(path), bytes);
  }

  async run(script: string): Promise<Ran> {
    if (!this.#serving) throw new Error('the root is not open');
    const known = this.#inside.filter((name) => this.#taught.has(name) && /^\w+$/.test(name) && !BUILT_IN.has(name));
    const functions = known.map((name) => `${name}() { /${PROGRAMS}/${name} "$@"; }\n`);
    this.write('/called/script', `${functions.join('')}${script}`);
    this.#serving.stdin.write('next\n');
    if ((await this.#ended?.next())?.done !== false)
      throw new Error('the root has come to its end: nothing is run there any more');
    const told = (name: string): string => fs.readFileSync(this.at(`/called/${name}`), 'utf8');
    return { output: told('output'), errors: told('errors'), calls: this.#calls() };
  }

  #calls(): readonly Call[] {
    if (!fs.existsSync(this.at(CALLS))) return [];
    const all = fs.readFileSync(this.at(CALLS), 'utf8').split(`\0${END}\0`);
    return all.slice(0, -1).map((call) => {
      const told = call.split('\0');
      const given = told.indexOf(GIVEN);
      return { words: told.slice(0, given), given: told.slice(given + 1) };
    });
  }

  /** The names of all that there is, as paths. */
  paths(): readonly string[] {
    const found: string[] = [];
    const look = (folder: string): void => {
      for (const entry of fs.readdirSync(this.at(folder), { withFileTypes: true })) {
        const path = `${folder === '/' ? '' : folder}/${entry.name}`;
        if (folder === '/' && OWN.includes(entry.name)) continue;
        found.push(path);
        if (entry.isDirectory()) look(path);
      }
    };
    look('/');
    return found;
  }
}
