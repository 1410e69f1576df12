// A program of this machine as a channel: the local shell, or a command that leads into a container or another machine.
import { type ChildProcess, spawn } from 'node:child_process';
import type { CancelSignal, Host, Session } from '../engine/host.ts';
import { HostError } from '../engine/host.ts';
import type { Asker } from './asker.ts';
import type { Channel, End } from './channel.ts';
import type { Secret } from './secrets.ts';
import { openShell } from './sudo.ts';

export function processChannel(words: readonly string[], environment: NodeJS.ProcessEnv): Channel {
  const [program = 'sh', ...rest] = words;
  // A group of its own: a Ctrl-C at the terminal is ours to deal with, not the shell's.
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: environment, detached: true });
  let isClosed = false;
  const closed = new Promise<End>((resolve) => {
    const ended = (how: string): void => resolve({ how, isLost: false });
    child.on('error', (error) => ended(`${program} could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      isClosed = true;
      ended(signal ? `${program} was ended by ${signal}` : `${program} ended with code ${code}`);
    });
  });
  const destroy = (): void => {
    if (!isClosed) endGroup(child);
    // What belongs to root, through sudo, can't be ended from here: it is left without an input.
    child.stdin.destroy();
  };
  return { input: child.stdin, output: child.stdout, errors: child.stderr, closed, destroy };
}

/** Ends a program with all that it started, but for a runner, which has made itself a group of its own. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    // Windows has no groups; there the one program is all that can be named.
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of it has ended already.
  }
}

export type ProcessOptions = {
  readonly name: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly sudo: { readonly password: Secret | undefined } | undefined;
  readonly asker: Asker;
};

/** `via: local`: a shell on this machine. */
export const localHost = (options: ProcessOptions): Host => new ProcessHost(options, 'this machine', []);

/** `via: [docker, exec, -i, box]`: the command leads to where a shell can be started. */
export const commandHost = (options: ProcessOptions, command: readonly string[]): Host =>
  new ProcessHost(options, command.join(' '), command);

const isRoot = (): boolean => process.getuid?.() === 0;

class ProcessHost implements Host {
  readonly name: string;
  readonly place: string;
  readonly #options: ProcessOptions;
  readonly #command: readonly string[];

  constructor(options: ProcessOptions, place: string, command: readonly string[]) {
    this.name = options.name;
    this.place = place;
    this.#options = options;
    this.#command = command;
  }

  async open(cancel?: CancelSignal): Promise<Session> {
    const { environment, asker, sudo } = this.#options;
    const shell = await openShell(
      {
        host: this.name,
        login: this.place,
        // Root needs no sudo, but whether a command leads to root is not known here.
        sudo: this.#command.length === 0 && isRoot() ? undefined : sudo,
        asker,
        start: (words) => Promise.resolve(processChannel([...this.#command, ...words], environment)),
        explain: (complaint, how) => this.#explain(complaint, how),
      },
      cancel,
    );
    await shell.ready(cancel);
    return shell;
  }

  #explain(complaint: string, how: string): HostError | undefined {
    const said = complaint.trim().split('\n').at(-1) ?? '';
    if (!how.includes('could not be started') && said === '') return undefined;
    const isLocal = this.#command.length === 0;
    const command = isLocal ? 'sh' : this.#command.join(' ');
    const hint = isLocal
      ? 'viki needs `sh` on this machine'
      : 'does this command, with `sh` after it, work in a terminal?';
    return new HostError('unreachable', this.name, `\`${command}\` gave no shell: ${said === '' ? how : said}`, hint);
  }
}
