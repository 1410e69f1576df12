// The shell of a session as another user: how sudo is called, and what it means when it says no. The password goes over
// the input of the channel, once.
import { HostError } from '../../engine/host.ts';
import type { Channel } from '../channel.ts';

/** (in English, whatever the host speaks: its answers are read; `env`, because csh and fish know no `NAME=value command`) */
export const sudoWithout = (shell: string): string => `env LC_ALL=C sudo -n ${shell}`;
export const sudoWith = (shell: string, prompt: string): string => `env LC_ALL=C sudo -S -p ${prompt} ${shell}`;

const NEEDS_PASSWORD = /password is required|no password was provided|a terminal is required to read the password/;

export const needsPassword = (error: unknown): boolean =>
  error instanceof HostError && error.kind === 'sudo-refused' && NEEDS_PASSWORD.test(error.message);

type Reason = { readonly pattern: RegExp; readonly words: string; readonly hint: string };

const REASONS: readonly Reason[] = [
  {
    pattern: /sudo: (?:command )?not found|sudo['’:]*: No such file|can't execute 'sudo'/,
    words: 'sudo is not installed there',
    hint: 'install it, or log in as root and leave `sudo` out',
  },
  {
    pattern: /not in the sudoers file|may not run sudo|not allowed to (?:execute|run)/,
    words: 'this login may not use sudo',
    hint: 'log in as another user, or give this one a line in sudoers',
  },
  {
    pattern: /must have a tty/,
    words: 'sudo wants a terminal (`requiretty`)',
    hint: 'take `requiretty` out of sudoers for this user',
  },
  {
    pattern: NEEDS_PASSWORD,
    words: 'a password is required for sudo',
    hint: 'give it: `sudo: { password: "${NAME}" }` with NAME a secret, or allow this login to use sudo without one',
  },
];

/** Why sudo gave no shell, read from what it complained. */
export function explainSudo(host: string, complaint: string): HostError | undefined {
  const reason = REASONS.find(({ pattern }) => pattern.test(complaint));
  return reason && new HostError('sudo-refused', host, reason.words, reason.hint);
}

export const wrongPassword = (host: string): HostError =>
  new HostError(
    'sudo-refused',
    host,
    'sudo did not take the password',
    'is it the password of the login user on that host?',
  );

/** Gives the password at once, and calls `onRefused` when sudo asks a second time, so that a wrong one counts once. */
export function answerSudo(channel: Channel, prompt: string, password: string, onRefused: () => void): void {
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
