// A host to play on: an ssh server of this process, on the loopback interface, that lets in whoever has the key that was
// made for it, and runs what it is sent as the user who started it. It knows nothing of what it runs.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket, type Server as SocketServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { AuthContext, Connection, ParsedKey, ServerChannel, Session } from 'ssh2';
import { freshKey } from './fresh-key.ts';
import type { Ssh2 } from './keys.ts';

/** Nobody else may reach it, not even from this network. */
const ADDRESS = '127.0.0.1';
const CONNECTIONS_LIMIT = 64;
const PROGRAMS_PER_CONNECTION_LIMIT = 10;
const STREAM_FAILED = 1;

export type Playground = {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** The file with the key that lets in. */
  readonly identity: string;
  /** The file with the key that the server shows, as known_hosts has it. */
  readonly knownHosts: string;
  /** Ends the server, its connections and the programs on them. */
  close(): Promise<void>;
};

export type PlaygroundOptions = {
  /** Where its keys are written; it is made, for this user only. */
  readonly folder: string;
  /** What programs that run there find in their environment. */
  readonly environment: NodeJS.ProcessEnv;
};

export async function openPlayground({ folder, environment }: PlaygroundOptions): Promise<Playground> {
  const { default: ssh2 } = await import('ssh2');
  const keys = {
    host: freshKey(ssh2, 'viki playground'),
    login: freshKey(ssh2, 'viki playground'),
  };
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const identity = join(folder, 'login_key');
  await writeFile(identity, keys.login.private, { mode: 0o600 });
  const server = new PlaygroundServer(ssh2, keys.host.private, keys.login.public, environment);
  const port = await server.listen();
  const knownHosts = join(folder, 'known_hosts');
  await writeFile(knownHosts, `[${ADDRESS}]:${port} ${keys.host.public}\n`, { mode: 0o600 });
  const { username: user } = userInfo();
  return { address: ADDRESS, port, user, identity, knownHosts, close: () => server.close() };
}

class PlaygroundServer {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #loginKey: ParsedKey;
  readonly #sockets: SocketServer;
  readonly #open = new Set<Socket>();
  readonly #programs = new Set<ChildProcess>();

  constructor(ssh2: Ssh2, hostKey: string, loginKey: string, environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
    const parsed = ssh2.utils.parseKey(loginKey);
    if (parsed instanceof Error) throw parsed;
    this.#loginKey = parsed;
    const server = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => this.#connected(connection));
    // (ssh2's own server leaves Nagle's algorithm on, and answers would wait for nothing)
    this.#sockets = createServer({ noDelay: true }, (socket) => {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
      server.injectSocket(socket);
    });
    this.#sockets.maxConnections = CONNECTIONS_LIMIT;
  }

  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#sockets.on('error', reject);
      this.#sockets.listen(0, ADDRESS, () => resolve((this.#sockets.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#sockets.close(() => resolve());
    });
    for (const program of this.#programs) endGroup(program);
    // A client that does not say goodbye is not waited for.
    for (const socket of this.#open) socket.destroy();
    return closed;
  }

  #connected(connection: Connection): void {
    let programs = 0;
    // A client that goes away without a word is no concern of ours.
    connection.on('error', () => undefined);
    connection.on('authentication', (attempt) =>
      this.#lets(attempt) ? attempt.accept() : attempt.reject(['publickey']),
    );
    connection.on('session', (accept, reject) => {
      programs += 1;
      if (programs > PROGRAMS_PER_CONNECTION_LIMIT) reject();
      else this.#session(accept());
    });
  }

  /** First a client asks whether a key would do, then it proves that it has it. */
  #lets(attempt: AuthContext): boolean {
    if (attempt.method !== 'publickey' || attempt.username !== userInfo().username) return false;
    const { key, signature, blob, hashAlgo } = attempt;
    if (key.algo !== this.#loginKey.type || !key.data.equals(this.#loginKey.getPublicSSH())) return false;
    if (signature === undefined || blob === undefined) return true;
    return this.#loginKey.verify(blob, signature, hashAlgo) === true;
  }

  #session(session: Session): void {
    session.on('exec', (accept, _reject, { command }) => this.#run(accept(), command));
  }

  #run(channel: ServerChannel, command: string): void {
    // A group of its own, so that what it starts ends with it, as on a real host whose connection is lost.
    const program = spawn('sh', ['-c', command], { env: this.#environment, stdio: 'pipe', detached: true });
    this.#programs.add(program);
    channel.pipe(program.stdin);
    program.stdout.pipe(channel, { end: false });
    program.stderr.pipe(channel.stderr, { end: false });
    program.stdin.on('error', () => undefined);
    channel.on('close', () => endGroup(program));
    const ended = (code: number): void => {
      this.#programs.delete(program);
      channel.exit(code);
      channel.end();
    };
    program.on('error', () => ended(STREAM_FAILED));
    program.on('close', (code) => ended(code ?? STREAM_FAILED));
  }
}

function endGroup(program: ChildProcess): void {
  if (program.pid === undefined) return;
  try {
    process.kill(-program.pid, 'SIGHUP');
  } catch {
    // All of it has ended already.
  }
}
