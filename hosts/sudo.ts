// The shell of a session as another user: how sudo is called, and what it means when it says no. The password goes over
// the input of the channel, once, and into no message.
import { randomBytes } from 'node:crypto';
import type { CancelSignal, Program } from '../engine/host.ts';
import { HostError } from '../engine/host.ts';
import type { Asker } from './asker.ts';
import { bootstrapCommand, newMarker } from './bootstrap.ts';
import type { Channel } from './channel.ts';
import { askedSecret, type Secret } from './secrets.ts';
import { type Explain, type Shell, ShellSession } from './shell.ts';

const PROMPT_BYTES = 8;

/** (in English, whatever the host speaks: its answers are read; `env`, because csh and fish know no `NAME=value command`) */
const SUDO = ['env', 'LC_ALL=C', 'sudo'];

export type Opening = {
  readonly host: string;
  /** `deploy@203.0.113.10:22`, for the question. */
  readonly login: string;
  /** undefined: no sudo. Without a password it is tried without one, and asked for if there must be one. */
  readonly sudo: { readonly password: Secret | undefined } | undefined;
  readonly asker: Asker;
  /** Starts a command where the shell is to be. */
  readonly start: (words: readonly string[]) => Promise<Channel>;
  readonly explain?: Explain;
};

/** A shell for programs. It is not waited for, but where a password has to be found right before anything else is sent. */
export async function openShell(opening: Opening, cancel: CancelSignal | undefined): Promise<Shell> {
  const { sudo } = opening;
  if (sudo?.password) return openWithPassword(opening, sudo.password, cancel);
  const marker = newMarker();
  const command = bootstrapCommand(marker);
  const channel = await opening.start(sudo ? [...SUDO, '-n', ...command] : command);
  const session = sessionOn(opening, channel, marker);
  return sudo ? new AskingSession(opening, session) : session;
}

function sessionOn(opening: Opening, channel: Channel, marker: string): ShellSession {
  const { host, sudo, explain } = opening;
  const why: Explain = (complaint, how) =>
    (sudo ? explainSudo(host, complaint) : undefined) ?? explain?.(complaint, how);
  return new ShellSession({ host, channel, marker, explain: why });
}

async function openWithPassword(opening: Opening, secret: Secret, cancel: CancelSignal | undefined): Promise<Shell> {
  const password = await secret.reveal();
  if (password === undefined) throw new PasswordNeeded(opening.host);
  const marker = newMarker();
  const prompt = `viki-${randomBytes(PROMPT_BYTES).toString('hex')}:`;
  const channel = await opening.start([...SUDO, '-S', '-p', prompt, ...bootstrapCommand(marker)]);
  let isWrong = false;
  answerSudo(channel, prompt, password, () => {
    isWrong = true;
    channel.destroy();
  });
  const session = sessionOn(opening, channel, marker);
  try {
    await session.ready(cancel);
    return session;
  } catch (error) {
    // (where one try is all there is, sudo does not ask again)
    if (!isWrong && !(error instanceof WrongPassword)) throw error;
    secret.forget();
    throw new WrongPassword(opening.host);
  }
}

/** Gives the password at once, and calls `onRefused` when sudo asks a second time, so that a wrong one counts once. */
function answerSudo(channel: Channel, prompt: string, password: string, onRefused: () => void): void {
  let complaint = '';
  let asked = 0;
  channel.errors.on('data', (bytes: Buffer) => {
    complaint += bytes.toString('utf8');
    for (let at = complaint.indexOf(prompt); at >= 0; at = complaint.indexOf(prompt)) {
      asked += 1;
      complaint = complaint.slice(at + prompt.length);
    }
    complaint = complaint.slice(-prompt.length);
    if (asked > 1) onRefused();
  });
  channel.input.write(`${password}\n`);
}

/** sudo without a password, as long as that will do; nothing has run yet when it turns out that it won't. */
class AskingSession implements Shell {
  readonly #opening: Opening;
  #shell: Shell;
  /** The shell that is there now has done something, so no question is open any more. */
  #works = false;

  constructor(opening: Opening, shell: Shell) {
    this.#opening = opening;
    this.#shell = shell;
  }

  get isOpen(): boolean {
    return !this.#works || this.#shell.isOpen;
  }

  ready(cancel?: CancelSignal): Promise<void> {
    return this.#orAsk(() => this.#shell.ready(cancel), cancel);
  }

  run(program: Program, onLine: (line: string) => void, cancel?: CancelSignal): Promise<void> {
    return this.#orAsk(() => this.#shell.run(program, onLine, cancel), cancel);
  }

  close(): Promise<void> {
    return this.#shell.close();
  }

  async #orAsk(work: () => Promise<void>, cancel: CancelSignal | undefined): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof PasswordNeeded)) throw error;
      const { host, login, asker } = this.#opening;
      const question = { host, purpose: 'sudo', prompt: `Password for sudo of ${login}` };
      this.#shell = await openWithPassword(this.#opening, askedSecret(question, asker), cancel);
      await work();
    }
    this.#works = true;
  }
}

class PasswordNeeded extends HostError {
  constructor(host: string) {
    const hint =
      'give it (`sudo: { password: ... }` with a secret variable), or allow this login to use sudo without one';
    super('sudo-refused', host, 'a password is required for sudo', hint);
  }
}

class WrongPassword extends HostError {
  constructor(host: string) {
    const hint = 'is it the password of the login user on that host?';
    super('sudo-refused', host, 'sudo did not take the password', hint);
  }
}

const REASONS: readonly { readonly pattern: RegExp; readonly words: string; readonly hint: string }[] = [
  {
    pattern: /sudo['’:]*:? (?:command )?not found|sudo['’:]*: No such file|can't execute 'sudo'/,
    words: 'sudo is not installed there',
    hint: 'install it, or log in as root and leave `sudo` out',
  },
  {
    pattern: /not in the sudoers file|may not run sudo|not allowed to (?:execute|run)|I'm afraid I can't do that/,
    words: 'this login may not use sudo',
    hint: 'log in as another user, or give this one a line in sudoers',
  },
  {
    pattern: /must have a tty/,
    words: 'sudo wants a terminal (`requiretty`)',
    hint: 'take `requiretty` out of sudoers for this user',
  },
];

const WRONG = /incorrect (?:password|authentication) attempt|try again/;
const NEEDED =
  /password is required|no password was provided|terminal is required to (?:read the password|authenticate)|interactive authentication is required/;
/** A complaint of sudo's own that is no reason. */
const HARMLESS = /unable to resolve host/;

/** Why sudo gave no shell, read from what it complained. */
export function explainSudo(host: string, complaint: string): HostError | undefined {
  const reason = REASONS.find(({ pattern }) => pattern.test(complaint));
  if (reason) return new HostError('sudo-refused', host, reason.words, reason.hint);
  if (WRONG.test(complaint)) return new WrongPassword(host);
  if (NEEDED.test(complaint)) return new PasswordNeeded(host);
  const said = complaint.split('\n').findLast((line) => line.startsWith('sudo: ') && !HARMLESS.test(line));
  return said === undefined
    ? undefined
    : new HostError('sudo-refused', host, `no shell from ${said.trim()}`, 'does `sudo sh` work for this login there?');
}
