// Questions at the terminal: secrets without an echo, yes or no, the key of a new host. Without a person there, nothing is
// asked and nothing is assumed.
import type { Asker } from '../hosts/asker.ts';
import type { Terminal } from './terminal.ts';
import { echo, nothingTyped, typed } from './typing.ts';

/** One line from the person at the terminal; undefined when they would rather not. The question goes to the errors, so
 * that the output may lead into a file. */
export function askLine(terminal: Terminal, question: string, isSecret: boolean): Promise<string | undefined> {
  if (!terminal.canAsk) return Promise.resolve(undefined);
  const { input, errors } = terminal.streams;
  terminal.clearStatus();
  return new Promise((resolve) => {
    let typing = nothingTyped;
    const finish = (answer: string | undefined): void => {
      input.off('data', onData);
      input.off('end', onGone);
      process.off('SIGTERM', onGone);
      input.setRawMode(false);
      input.pause();
      errors.write('\n');
      resolve(answer);
    };
    /** Nobody will answer any more. */
    const onGone = (): void => finish(undefined);
    const onData = (keys: string): void => {
      const before = typing.answer;
      typing = typed(typing, keys);
      if (!isSecret) errors.write(echo(before, typing.answer));
      if (typing.end === undefined) return;
      finish(typing.end === 'told' ? typing.answer : undefined);
      // In raw mode the key is a character like others; here it becomes what it is elsewhere.
      if (typing.end === 'interrupted') process.kill(process.pid, 'SIGINT');
    };
    process.on('SIGTERM', onGone);
    input.on('end', onGone);
    input.setRawMode(true);
    input.setEncoding('utf8');
    input.on('data', onData);
    input.resume();
    // Not before the echo is off: somebody may type as soon as the question is seen.
    errors.write(question);
  });
}

export async function askYes(terminal: Terminal, question: string): Promise<boolean> {
  const answer = await askLine(terminal, `${question} [y/N] `, false);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

export const terminalAsker = (terminal: Terminal): Asker => ({
  secret: ({ prompt }) => askLine(terminal, `${prompt}: `, true),
  acceptHostKey: ({ host, place, type, fingerprint }) => {
    if (!terminal.canAsk) return Promise.resolve(false);
    terminal.warn(
      `The key of ${host} (${place}) is not known yet: ${type} ${fingerprint}`,
      'Compare it with what the host itself says: ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub',
    );
    return askYes(terminal, 'Is this its key? It will be remembered in known_hosts.');
  },
});
