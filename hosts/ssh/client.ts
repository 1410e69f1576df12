// A logged-in ssh connection: the way to the host, its key, the login. ssh2 is loaded when the first host is connected to,
// and not before.
import { setImmediate as afterKnocking } from 'node:timers/promises';
import type { Client, ConnectConfig, NextAuthHandler } from 'ssh2';
import type { CancelSignal } from '../../engine/host.ts';
import { HostError } from '../../engine/host.ts';
import { Authentication } from './auth.ts';
import { readConfig, type SshConfig } from './config.ts';
import { HostKeyCheck } from './host-key.ts';
import { findKeys, type Keys, type Ssh2 } from './keys.ts';
import { knownName } from './known-hosts.ts';
import type { Connection, Login, Surroundings } from './login.ts';
import { closedEarly, explainLogin, type Failed, passwordExpired } from './login-errors.ts';
import { openTransport } from './route.ts';
import { cancelled, placeOf, type Transport } from './transport.ts';

/** A host that leaves two of these unanswered is gone: that is noticed after three intervals. */
const KEEPALIVE_MILLISECONDS = 5000;
const KEEPALIVES_UNANSWERED = 2;
/** For the exchange of keys and the login, not counting the time in which a person is asked something. */
const LOGIN_LIMIT_MILLISECONDS = 20_000;
const CLOSE_LIMIT_MILLISECONDS = 2000;
const JUMPS_LIMIT = 8;

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
  const config = await readConfig(login, surroundings);
  const reach = (jump: Login): Promise<Connection> => connect(jump, surroundings, cancel, depth + 1);
  const reaching = openTransport(login, config, surroundings, reach, cancel);
  // (a way that fails while ssh2 is loaded is told by who awaits it below)
  reaching.catch(() => undefined);
  // ssh2 takes a while to load, and nothing else is done meanwhile: the host is knocked at before, so that it begins too.
  await afterKnocking();
  const { default: ssh2 } = await import('ssh2');
  const finding = findKeys(ssh2, {
    user: config.user,
    config,
    identity: login.identity,
    variables: surroundings.variables,
  });
  const [transport, keys] = await Promise.all([reaching, finding]);
  const check = checkOf(login, config, surroundings);
  return new LoginAttempt(ssh2, { login, config, check, keys, transport, surroundings }).run(cancel);
}

function checkOf(login: Login, config: SshConfig, { hostKeys, asker, debug }: Surroundings): HostKeyCheck {
  const { hostname, port, hostKeyAlias } = config;
  const name = knownName(hostname, port);
  const plain = knownName(hostname, 22);
  return new HostKeyCheck({
    host: login.name,
    place: placeOf(hostname, port),
    // As OpenSSH has it: an alias knows no ports, and a key that is known without the port will do.
    names: hostKeyAlias === undefined ? [name, ...(plain === name ? [] : [plain])] : [hostKeyAlias],
    files: login.knownHosts === undefined ? config.knownHostsFiles : [login.knownHosts],
    hashed: config.hashKnownHosts,
    policy: hostKeys,
    asker,
    debug,
  });
}

type Pieces = {
  readonly login: Login;
  readonly config: SshConfig;
  readonly check: HostKeyCheck;
  readonly keys: Keys;
  readonly transport: Transport;
  readonly surroundings: Surroundings;
};

/** From an open stream to a logged-in connection, or to the reason why not. */
class LoginAttempt {
  readonly #pieces: Pieces;
  readonly #client: Client;
  readonly #failed: Failed;
  readonly #authentication: Authentication;
  #timer: NodeJS.Timeout | undefined;
  /** A failure of ours on the way, which says more than what the host makes of it. */
  #broken: HostError | undefined;
  #ended: string | undefined;
  #reject: (error: HostError) => void = () => undefined;

  constructor(ssh2: Ssh2, pieces: Pieces) {
    const { login, config, keys, surroundings } = pieces;
    const place = placeOf(config.hostname, config.port);
    this.#pieces = pieces;
    this.#client = new ssh2.Client();
    const credentials = {
      host: login.name,
      user: config.user,
      place,
      keys,
      isKeyNamed: login.identity !== undefined,
      password: login.password,
      asker: surroundings.asker,
      debug: surroundings.debug,
      waiting: (isWaiting: boolean) => this.#setTimer(!isWaiting),
    };
    this.#authentication = new Authentication(credentials, ssh2);
    this.#failed = { host: login.name, place, user: config.user, authentication: this.#authentication };
  }

  run(cancel: CancelSignal | undefined): Promise<Connection> {
    const { login, transport, surroundings } = this.#pieces;
    const onCancel = (): void => this.#fail(cancelled(login.name));
    const logged = new Promise<Connection>((resolve, reject) => {
      this.#reject = reject;
      this.#client.on('ready', () => {
        this.#setTimer(false);
        surroundings.debug(`${this.#failed.place}: logged in as ${this.#failed.user}`);
        resolve(this.#connection());
      });
      this.#client.on('error', (error: Error & { level?: string }) => this.#onError(error));
      this.#client.on('close', () => this.#onClose());
      this.#client.on('change password', () => this.#fail(passwordExpired(this.#failed)));
      this.#setTimer(true);
      cancel?.addEventListener('abort', onCancel, { once: true });
      if (cancel?.aborted) onCancel();
      // (it may have ended while nobody listened)
      else if (transport.stream.destroyed) this.#onClose();
      else this.#client.connect({ ...this.#options(), sock: transport.stream });
    });
    return logged.finally(() => cancel?.removeEventListener('abort', onCancel));
  }

  #onError(error: Error & { level?: string }): void {
    // What one key of an agent could not do, another one may; ssh2 goes on by itself.
    if (error.level === 'agent') {
      this.#authentication.unusable.push(`the ssh agent failed (${error.message})`);
      return;
    }
    this.#ended ??= error.level === 'client-timeout' ? 'the host was silent for too long' : error.message;
    void this.#explain(() => explainLogin(this.#failed, error));
  }

  #onClose(): void {
    this.#ended ??= 'the connection was closed';
    void this.#explain(() => closedEarly(this.#failed, undefined));
  }

  /** Fails with what is known better here than where the error was noticed, or else with that. */
  async #explain(otherwise: () => HostError): Promise<void> {
    const { check, transport } = this.#pieces;
    const known = this.#broken ?? check.refusal;
    const why = known ? undefined : await transport.why();
    this.#fail(known ?? (why === undefined ? otherwise() : closedEarly(this.#failed, why)));
  }

  #options(): ConnectConfig {
    const { config, check } = this.#pieces;
    const seconds = config.aliveIntervalSeconds;
    return {
      username: config.user,
      readyTimeout: 0,
      keepaliveInterval: seconds === undefined ? KEEPALIVE_MILLISECONDS : seconds * 1000,
      keepaliveCountMax: KEEPALIVES_UNANSWERED,
      algorithms: { serverHostKey: check.preferred(SERVER_KEYS) as never },
      hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
        this.#setTimer(false);
        void this.#orFalse(check.accepts(key)).then((valid) => {
          this.#setTimer(true);
          verify(valid);
        });
      },
      authHandler: (left, wasPartly, next: NextAuthHandler) => {
        void this.#orFalse(this.#authentication.next(left, wasPartly)).then((method) => next(method as never));
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
    const { place, user } = this.#failed;
    const close = (): void => {
      this.#client.end();
      // Our goodbye is on its way, and that it was heard is a round trip that nobody has to wait for.
      this.#pieces.transport.release?.();
      // A host that is gone never answers the goodbye; that must not keep this process alive.
      const timer = setTimeout(() => {
        this.#client.destroy();
        this.#pieces.transport.close();
      }, CLOSE_LIMIT_MILLISECONDS);
      timer.unref();
      this.#client.once('close', () => {
        clearTimeout(timer);
        this.#pieces.transport.close();
      });
    };
    return { client: this.#client, user, place, ended: () => this.#ended, close };
  }

  /** Runs out when nothing happens; stands still while a person is asked. */
  #setTimer(isRunning: boolean): void {
    clearTimeout(this.#timer);
    const onEnd = (): void => {
      const words = `${this.#failed.place} did not finish the login within ${LOGIN_LIMIT_MILLISECONDS / 1000} seconds`;
      this.#fail(new HostError('unreachable', this.#failed.host, words, 'is this port an ssh server that is awake?'));
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
