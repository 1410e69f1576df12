// A logged-in ssh connection: the way to the host, its key, the login. ssh2 is loaded when the first host is connected to,
// and not before.
import type { Client, ConnectConfig, NextAuthHandler } from 'ssh2';
import type { CancelSignal } from '../../engine/host.ts';
import { HostError } from '../../engine/host.ts';
import { Authentication } from './auth.ts';
import { readConfig, type SshConfig } from './config.ts';
import { HostKeyCheck } from './host-key.ts';
import { knownName } from './known-hosts.ts';
import type { Connection, Login, Surroundings } from './login.ts';
import { closedEarly, explainLogin } from './login-errors.ts';
import { openTransport, type Transport } from './route.ts';
import { placeOf } from './transport.ts';

/** A host that is silent for three of these is gone. */
const KEEPALIVE_MILLISECONDS = 5000;
const KEEPALIVES_UNANSWERED = 3;
/** For the exchange of keys and the login, not counting the time in which a person is asked something. */
const LOGIN_LIMIT_MILLISECONDS = 20_000;
const JUMPS_LIMIT = 8;
const AGENT_PIPE_OF_WINDOWS = '\\\\.\\pipe\\openssh-ssh-agent';

/** The kinds of host key that ssh2 knows, best first. */
const SERVER_KEYS: readonly string[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

function agentOf(config: SshConfig, variables: NodeJS.ProcessEnv): string | undefined {
  if (config.identityAgent === 'none') return undefined;
  const pipe = process.platform === 'win32' ? AGENT_PIPE_OF_WINDOWS : undefined;
  return config.identityAgent ?? (variables['SSH_AUTH_SOCK'] || pipe);
}

export async function connect(
  login: Login,
  surroundings: Surroundings,
  cancel: CancelSignal | undefined,
  depth = 0,
): Promise<Connection> {
  if (depth > JUMPS_LIMIT) {
    const words = `the way leads through more than ${JUMPS_LIMIT} hosts`;
    throw new HostError('unreachable', login.name, words, 'do jump hosts name each other?');
  }
  // (ssh2 takes a while to load: it does so while the configuration is read and the socket is opened)
  const loading = import('ssh2');
  const config = await readConfig(login, surroundings);
  const reach = (jump: Login): Promise<Connection> => connect(jump, surroundings, cancel, depth + 1);
  const [check, transport] = await Promise.all([
    HostKeyCheck.prepare({
      host: login.name,
      place: placeOf(config.hostname, config.port),
      name: knownName(config.hostKeyAlias ?? config.hostname, config.port),
      files: login.knownHosts === undefined ? config.knownHostsFiles : [login.knownHosts],
      hashed: config.hashKnownHosts,
      policy: surroundings.hostKeys,
      asker: surroundings.asker,
    }),
    openTransport(login, config, surroundings, reach, cancel),
  ]);
  const { default: ssh2 } = await loading;
  return new LoginAttempt(ssh2, { login, config, check, transport, surroundings }).run(cancel);
}

type Pieces = {
  readonly login: Login;
  readonly config: SshConfig;
  readonly check: HostKeyCheck;
  readonly transport: Transport;
  readonly surroundings: Surroundings;
};

/** From an open stream to a logged-in connection, or to the reason why not. */
class LoginAttempt {
  readonly #pieces: Pieces;
  readonly #client: Client;
  readonly #place: string;
  readonly #authentication: Authentication;
  #timer: NodeJS.Timeout | undefined;
  /** A failure of ours on the way, which says more than what the host makes of it. */
  #broken: HostError | undefined;
  #ended: string | undefined;
  #reject: (error: HostError) => void = () => undefined;

  constructor(ssh2: typeof import('ssh2'), pieces: Pieces) {
    const { login, config, surroundings } = pieces;
    this.#pieces = pieces;
    this.#client = new ssh2.Client();
    this.#place = placeOf(config.hostname, config.port);
    const credentials = {
      host: login.name,
      config,
      identity: login.identity,
      password: login.password,
      agent: agentOf(config, surroundings.variables),
      asker: surroundings.asker,
      debug: surroundings.debug,
      waiting: (isWaiting: boolean) => this.#setTimer(!isWaiting),
    };
    this.#authentication = new Authentication(credentials, ssh2);
  }

  run(cancel: CancelSignal | undefined): Promise<Connection> {
    const { login, config, check, transport } = this.#pieces;
    return new Promise<Connection>((resolve, reject) => {
      this.#reject = reject;
      const onCancel = (): void =>
        this.#fail(new HostError('cancelled', login.name, 'cancelled', 'run it again when you are ready'));
      this.#client.on('ready', () => {
        this.#setTimer(false);
        cancel?.removeEventListener('abort', onCancel);
        resolve(this.#connection());
      });
      this.#client.on('error', (error: Error & { level?: string }) => {
        this.#ended ??= error.level === 'client-timeout' ? 'the host was silent for too long' : error.message;
        const why = explainLogin(login.name, this.#place, config, this.#authentication, error);
        this.#fail(this.#broken ?? check.refusal ?? why);
      });
      this.#client.on('close', () => {
        this.#ended ??= 'the connection was closed';
        this.#fail(this.#broken ?? check.refusal ?? closedEarly(login.name, this.#place));
      });
      this.#setTimer(true);
      this.#client.connect({ ...this.#options(), sock: transport.stream });
      if (cancel?.aborted) onCancel();
      cancel?.addEventListener('abort', onCancel, { once: true });
    });
  }

  #options(): ConnectConfig {
    const { config, check } = this.#pieces;
    return {
      username: config.user,
      readyTimeout: 0,
      keepaliveInterval: KEEPALIVE_MILLISECONDS,
      keepaliveCountMax: KEEPALIVES_UNANSWERED,
      algorithms: { serverHostKey: check.preferred(SERVER_KEYS) as never },
      hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
        this.#setTimer(false);
        void this.#orFalse(check.accepts(key)).then((valid) => {
          this.#setTimer(true);
          verify(valid);
        });
      },
      authHandler: (left, _partial, next: NextAuthHandler) => {
        void this.#orFalse(this.#authentication.next(left)).then((method) => next(method as never));
      },
    };
  }

  /** What ssh2 calls back for may not throw: it is told no, and the reason is kept. */
  #orFalse<Answer>(answer: Promise<Answer>): Promise<Answer | false> {
    return answer.catch((error: unknown) => {
      const { name } = this.#pieces.login;
      this.#broken =
        error instanceof HostError
          ? error
          : new HostError('login-refused', name, String(error), 'this is a fault of viki: please report it');
      return false as const;
    });
  }

  #connection(): Connection {
    const { config, transport } = this.#pieces;
    const close = (): void => {
      this.#client.end();
      transport.close();
    };
    return { client: this.#client, user: config.user, place: this.#place, ended: () => this.#ended, close };
  }

  /** Runs out when nothing happens; stands still while a person is asked. */
  #setTimer(isRunning: boolean): void {
    clearTimeout(this.#timer);
    const onEnd = (): void => {
      const words = `${this.#place} did not finish the login within ${LOGIN_LIMIT_MILLISECONDS / 1000} seconds`;
      this.#fail(new HostError('unreachable', this.#pieces.login.name, words, 'is the host overloaded?'));
    };
    this.#timer = isRunning ? setTimeout(onEnd, LOGIN_LIMIT_MILLISECONDS) : undefined;
  }

  #fail(error: HostError): void {
    this.#setTimer(false);
    this.#reject(error);
    this.#client.destroy();
    this.#pieces.transport.close();
  }
}
