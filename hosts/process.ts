// A program of this machine as a channel: the local shell, or a command that leads into a container or another machine.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { CancelSignal, Host, Session } from '../engine/host.ts';
import { HostError } from '../engine/host.ts';
import { bootstrapCommand } from './bootstrap.ts';
import type { Channel } from './channel.ts';
import { ShellSession } from './shell.ts';

const MARKER_BYTES = 12;

/** No text that anybody wrote has this in it. */
export const newMarker = (): string => `viki-${randomBytes(MARKER_BYTES).toString('hex')}`;

export function processChannel(words: readonly string[], environment: NodeJS.ProcessEnv): Channel {
  const [program = 'sh', ...rest] = words;
  // A group of its own: a Ctrl-C at the terminal is ours to deal with, not the shell's.
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: environment, detached: true });
  const closed = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`${program} could not be started: ${error.message}`));
    child.on('close', (code, signal) =>
      resolve(signal ? `${program} was ended by ${signal}` : `${program} ended with code ${code}`),
    );
  });
  return {
    input: child.stdin,
    output: child.stdout,
    errors: child.stderr,
    closed,
    destroy: () => endGroup(child),
  };
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

/** `local`: a shell on this machine. */
export function localHost(name: string, environment: NodeJS.ProcessEnv): Host {
  return new ProcessHost(name, 'this machine', [], environment);
}

/** `via: [docker, exec, -i, box]`: the command leads to where a shell can be started. */
export function commandHost(name: string, command: readonly string[], environment: NodeJS.ProcessEnv): Host {
  return new ProcessHost(name, command.join(' '), command, environment);
}

class ProcessHost implements Host {
  readonly name: string;
  readonly place: string;
  readonly #command: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;

  constructor(name: string, place: string, command: readonly string[], environment: NodeJS.ProcessEnv) {
    this.name = name;
    this.place = place;
    this.#command = command;
    this.#environment = environment;
  }

  async open(cancel?: CancelSignal): Promise<Session> {
    const marker = newMarker();
    const channel = processChannel([...this.#command, ...bootstrapCommand(marker)], this.#environment);
    const session = new ShellSession({
      host: this.name,
      channel,
      marker,
      explain: (complaint, how) => this.#explain(complaint, how),
    });
    if (cancel?.aborted) channel.destroy();
    await session.ready();
    return session;
  }

  #explain(complaint: string, how: string): HostError | undefined {
    if (!how.includes('could not be started') && complaint.trim() === '') return undefined;
    const said = complaint.trim().split('\n').at(-1) ?? '';
    const command = this.#command.length === 0 ? 'sh' : this.#command.join(' ');
    const hint =
      this.#command.length === 0
        ? 'viki needs `sh` on this machine'
        : 'does this command, with `sh` after it, work in a terminal?';
    return new HostError('unreachable', this.name, `\`${command}\` gave no shell: ${said === '' ? how : said}`, hint);
  }
}
