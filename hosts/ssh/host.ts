// A host over ssh: one connection, one exec request, one shell on it for all programs, as the login user or through sudo.
import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import type { CancelSignal, Host, Program, Session } from '../../engine/host.ts';
import { HostError } from '../../engine/host.ts';
import type { Asker, SecretQuestion } from '../asker.ts';
import { bootstrapText } from '../bootstrap.ts';
import type { Channel } from '../channel.ts';
import { newMarker } from '../process.ts';
import { ShellSession } from '../shell.ts';
import { connect } from './client.ts';
import type { Connection, Login, Surroundings } from './login.ts';
import { answerSudo, explainSudo, needsPassword, sudoWith, sudoWithout, wrongPassword } from './sudo.ts';

export type Sudo = { readonly password: (() => Promise<string>) | undefined };

export class SshHost implements Host {
  readonly name: string;
  readonly place: string;
  readonly #login: Login;
  readonly #sudo: Sudo | undefined;
  readonly #surroundings: Surroundings;

  constructor(login: Login, sudo: Sudo | undefined, surroundings: Surroundings) {
    this.name = login.name;
    this.place = `${login.user === undefined ? '' : `${login.user}@`}${login.host}${login.port === undefined ? '' : `:${login.port}`}`;
    this.#login = login;
    this.#sudo = sudo;
    this.#surroundings = surroundings;
  }

  async open(cancel?: CancelSignal): Promise<Session> {
    const connection = await connect(this.#login, this.#surroundings, cancel);
    try {
      const shell = await this.#openShell(connection);
      return new SshSession(shell, connection);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #openShell(connection: Connection): Promise<ShellSession> {
    const marker = newMarker();
    const shell = bootstrapText(marker);
    // Root needs no sudo; and where there is none, the first program is sent without waiting for anything.
    if (!this.#sudo || connection.user === 'root')
      return this.#session(await this.#exec(connection, shell), marker, connection);
    if (this.#sudo.password) return this.#openWithPassword(connection, await this.#sudo.password(), () => undefined);
    const session = this.#session(await this.#exec(connection, sudoWithout(shell)), marker, connection);
    try {
      await session.ready();
      return session;
    } catch (error) {
      if (!needsPassword(error)) throw error;
      return this.#askAndOpen(connection, error);
    }
  }

  async #askAndOpen(connection: Connection, refused: unknown): Promise<ShellSession> {
    const question: SecretQuestion = {
      host: this.name,
      purpose: 'sudo',
      prompt: `Password for sudo of ${connection.user}@${connection.place}`,
    };
    const asker: Asker & { forget?(question: SecretQuestion): void } = this.#surroundings.asker;
    const password = await asker.secret(question);
    if (password === undefined) throw refused;
    return this.#openWithPassword(connection, password, () => asker.forget?.(question));
  }

  async #openWithPassword(connection: Connection, password: string, onWrong: () => void): Promise<ShellSession> {
    const marker = newMarker();
    const prompt = `viki-${randomBytes(8).toString('hex')}:`;
    const channel = await this.#exec(connection, sudoWith(bootstrapText(marker), prompt));
    let refused = false;
    answerSudo(channel, prompt, password, () => {
      refused = true;
      channel.destroy();
    });
    const session = this.#session(channel, marker, connection);
    try {
      await session.ready();
      return session;
    } catch (error) {
      const isWrong = refused || (error instanceof HostError && /incorrect password|try again/.test(error.message));
      if (!isWrong) throw error;
      onWrong();
      throw wrongPassword(this.name);
    }
  }

  #session(channel: Channel, marker: string, connection: Connection): ShellSession {
    const explain = (complaint: string): HostError | undefined =>
      this.#sudo && connection.user !== 'root' ? explainSudo(this.name, complaint) : undefined;
    return new ShellSession({ host: this.name, channel, marker, explain });
  }

  #exec(connection: Connection, command: string): Promise<Channel> {
    return new Promise((resolve, reject) => {
      connection.client.exec(command, (error, stream) => {
        if (error) reject(this.#noChannel(error));
        else resolve(channelOf(stream, connection));
      });
    });
  }

  #noChannel(error: Error): HostError {
    return new HostError(
      'no-shell',
      this.name,
      `the host gave no session: ${error.message}`,
      'does sshd allow sessions for this login (MaxSessions, ForceCommand)?',
    );
  }
}

function channelOf(stream: ClientChannel, connection: Connection): Channel {
  let exit: string | undefined;
  stream.on('exit', (code: number | null, signal?: string) => {
    exit = code === null ? `it was ended by ${signal ?? 'a signal'}` : `it ended with code ${code}`;
  });
  const closed = new Promise<string>((resolve) => {
    const onClose = (): void => resolve(exit ?? connection.ended() ?? 'the connection was closed');
    stream.on('close', onClose);
    // A connection that dies does not always close its channels first.
    connection.client.on('close', onClose);
  });
  return { input: stream, output: stream, errors: stream.stderr, closed, destroy: () => stream.destroy() };
}

class SshSession implements Session {
  readonly #shell: ShellSession;
  readonly #connection: Connection;

  constructor(shell: ShellSession, connection: Connection) {
    this.#shell = shell;
    this.#connection = connection;
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
