// The way to a host: straight, through a proxy command, or through other hosts.
import type { Duplex } from 'node:stream';
import type { CancelSignal } from '../../engine/host.ts';
import { HostError } from '../../engine/host.ts';
import { type Destination, expandTokens, type SshConfig, tokensOf } from './config.ts';
import type { Connection, Login, Surroundings } from './login.ts';
import {
  CONNECT_LIMIT_MILLISECONDS,
  guarded,
  openProxyCommand,
  openSocket,
  placeOf,
  type Target,
  type Transport,
  withinLimit,
} from './transport.ts';

/** What may stand in a command line for a shell without meaning something else there. */
const PLAIN_WORD = /^[A-Za-z0-9_.:@%+][A-Za-z0-9_.:@%+-]*$/;

/** `user@host:port`, as ProxyJump has it. */
export function parseJump(text: string): Destination {
  const [, user, host = text, port] = /^(?:ssh:\/\/)?(?:(.+)@)?(\[[^\]]+\]|[^:@]+)(?::(\d+))?$/.exec(text) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? undefined : Number(port), user };
}

function jumpLogin(text: string): Login {
  const jump = parseJump(text);
  const more = { identity: undefined, password: undefined, jump: undefined, knownHosts: undefined };
  return { ...jump, name: jump.user === undefined ? jump.host : `${jump.user}@${jump.host}`, ...more };
}

/** The hosts on the way, outermost first. Only the text can mean hosts of the project. */
function jumpsOf(login: Login, config: SshConfig, { loginOf }: Surroundings): readonly Login[] {
  if (login.through) return login.through;
  const named = (login.jump ?? config.proxyJump ?? 'none').split(',').map((jump) => jump.trim());
  if (named[0] === 'none') return [];
  return named.map((jump) => (login.jump === undefined ? undefined : loginOf(jump)) ?? jumpLogin(jump));
}

/** The stream to a host; `reach` connects to a host that lies on the way to it. */
export async function openTransport(
  login: Login,
  config: SshConfig,
  surroundings: Surroundings,
  reach: (jump: Login) => Promise<Connection>,
  cancel: CancelSignal | undefined,
): Promise<Transport> {
  const seconds = config.connectTimeoutSeconds;
  const limitMilliseconds = seconds === undefined ? CONNECT_LIMIT_MILLISECONDS : seconds * 1000;
  const target = { host: login.name, address: config.hostname, port: config.port, limitMilliseconds };
  const jumps = jumpsOf(login, config, surroundings);
  const last = jumps.at(-1);
  if (last) {
    // The last one is connected to through those before it; the first as its own configuration says.
    const before = jumps.slice(0, -1);
    return through(await reach(before.length === 0 ? last : { ...last, through: before }), target, cancel);
  }
  if (config.proxyCommand !== undefined && login.jump !== 'none')
    return openProxyCommand(fillIn(config.proxyCommand, login, config, surroundings), surroundings.variables);
  return openSocket(target, cancel);
}

function fillIn(command: string, login: Login, config: SshConfig, surroundings: Surroundings): string {
  for (const word of [config.hostname, login.host, config.user]) {
    if (PLAIN_WORD.test(word)) continue;
    const message = `\`${word}\` can't be given to the ProxyCommand of your ssh configuration`;
    throw new HostError('unreachable', login.name, message, 'it has characters that mean something to a shell');
  }
  return expandTokens(command, tokensOf(login, config, surroundings.localUser));
}

async function through(connection: Connection, target: Target, cancel: CancelSignal | undefined): Promise<Transport> {
  const close = (): void => connection.close();
  try {
    const stream = await withinLimit(target, cancel, forward(connection, target), close);
    const why = (): Promise<string | undefined> => {
      const how = connection.ended();
      return Promise.resolve(how === undefined ? undefined : `the way through ${connection.place} ended (${how})`);
    };
    return { stream: guarded(stream), why, close };
  } catch (error) {
    close();
    throw error;
  }
}

function forward(connection: Connection, target: Target): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    connection.client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, stream) => {
      if (!error) {
        resolve(stream);
        return;
      }
      const words = `${connection.place} gave no way to ${placeOf(target.address, target.port)}: ${error.message}`;
      const hint = 'is the host up, and does the jump host allow forwarding?';
      reject(new HostError('unreachable', target.host, words, hint));
    });
  });
}
