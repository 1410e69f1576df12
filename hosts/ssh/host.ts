// A host over ssh: one connection, one exec request, one shell on it for all programs, as the login user or through sudo.
import type { ClientChannel } from 'ssh2';
import type { CancelSignal, Host, Program, Session } from '../../engine/host.ts';
import { HostError } from '../../engine/host.ts';
import { commandLine } from '../bootstrap.ts';
import type { Channel, End } from '../channel.ts';
import type { Secret } from '../secrets.ts';
import type { Shell } from '../shell.ts';
import { openShell } from '../sudo.ts';
import { connect } from './client.ts';
import type { Connection, Login, Surroundings } from './login.ts';
import { cancelled, placeOf } from './transport.ts';

/** From the request for a shell to its being granted. */
const START_LIMIT_MILLISECONDS = 30_000;

export type Sudo = { readonly password: Secret | undefined };

export class SshHost implements Host {
  readonly name: string;
  readonly place: string;
  readonly #login: Login;
  readonly #sudo: Sudo | undefined;
  readonly #surroundings: Surroundings;

  constructor(login: Login, sudo: Sudo | undefined, surroundings: Surroundings) {
    const { name, user, host, port } = login;
    this.name = name;
    this.place = `${user === undefined ? '' : `${user}@`}${port === undefined ? host : placeOf(host, port)}`;
    this.#login = login;
    this.#sudo = sudo;
    this.#surroundings = surroundings;
  }

  async open(cancel?: CancelSignal): Promise<Session> {
    const connection = await connect(this.#login, this.#surroundings, cancel);
    const { user, place } = connection;
    try {
      const opening = {
        host: this.name,
        login: `${user}@${place}`,
        // Root needs no sudo, and may have none.
        sudo: user === 'root' ? undefined : this.#sudo,
        asker: this.#surroundings.asker,
        start: (words: readonly string[]) => this.#start(connection, words, cancel),
      };
      return new SshSession(await openShell(opening, cancel), connection);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** A host that takes the login need not answer what comes next: neither is waited for longer than a person would. */
  #start(connection: Connection, words: readonly string[], cancel: CancelSignal | undefined): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        cancel?.removeEventListener('abort', onCancel);
      };
      const fail = (error: HostError): void => {
        settle();
        reject(error);
      };
      const onCancel = (): void => fail(cancelled(this.name));
      const onLimit = (): void => {
        const message = `the host gave no session within ${START_LIMIT_MILLISECONDS / 1000} seconds`;
        fail(new HostError('no-shell', this.name, message, 'is the host overloaded?'));
      };
      const timer = setTimeout(onLimit, START_LIMIT_MILLISECONDS);
      cancel?.addEventListener('abort', onCancel, { once: true });
      if (cancel?.aborted) onCancel();
      try {
        connection.client.exec(commandLine(words), (error, stream) => {
          settle();
          if (error) fail(this.#noChannel(error, connection));
          else resolve(channelOf(stream, connection));
        });
      } catch (error) {
        // ssh2 throws where the connection has ended just now.
        fail(this.#noChannel(error as Error, connection));
      }
    });
  }

  #noChannel(error: Error, connection: Connection): HostError {
    const ended = connection.ended();
    if (ended !== undefined) {
      const words = `the connection was lost before there was a shell (${ended})`;
      return new HostError('lost', this.name, words, 'is the host up? Try again');
    }
    const hint = 'does sshd allow sessions for this login (MaxSessions, ForceCommand)?';
    return new HostError('no-shell', this.name, `the host gave no session: ${error.message}`, hint);
  }
}

function channelOf(stream: ClientChannel, connection: Connection): Channel {
  let exit: string | undefined;
  stream.on('exit', (code: number | null, signal?: string) => {
    exit = code === null ? `it was ended by ${signal ?? 'a signal'}` : `it ended with code ${code}`;
  });
  const closed = new Promise<End>((resolve) => {
    const onClose = (): void => {
      const how = exit ?? connection.ended() ?? 'the connection was closed';
      resolve({ how, isLost: exit === undefined && connection.ended() !== undefined });
    };
    stream.on('close', onClose);
    // A connection that dies does not always close its channels first.
    connection.client.on('close', onClose);
  });
  return { input: stream, output: stream, errors: stream.stderr, closed, destroy: () => stream.destroy() };
}

class SshSession implements Session {
  readonly #shell: Shell;
  readonly #connection: Connection;

  constructor(shell: Shell, connection: Connection) {
    this.#shell = shell;
    this.#connection = connection;
  }

  get isOpen(): boolean {
    return this.#shell.isOpen && this.#connection.ended() === undefined;
  }

  run(program: Program, onLine: (line: string) => void, cancel?: CancelSignal): Promise<void> {
    return this.#shell.run(program, onLine, cancel);
  }

  /** Does not wait for the other side to say goodbye: that is a round trip for nothing. */
  close(): Promise<void> {
    this.#connection.close();
    return Promise.resolve();
  }
}
