// The way to a host: straight, through a proxy command, or through other hosts.
import type { Duplex } from 'node:stream';
import type { CancelSignal } from '../../engine/host.ts';
import { HostError } from '../../engine/host.ts';
import type { Destination, SshConfig } from './config.ts';
import type { Connection, Login, Surroundings } from './login.ts';
import { CONNECT_LIMIT_MILLISECONDS, openProxyCommand, openSocket, placeOf } from './transport.ts';

/** `user@host:port`, as ProxyJump has it. */
function parseJump(text: string): Destination {
  const [, user, host = text, port] = /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(text) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? undefined : Number(port), user };
}

function jumpLogin(text: string, surroundings: Surroundings): Login {
  const known = surroundings.loginOf(text);
  if (known) return known;
  const more = { identity: undefined, password: undefined, jump: undefined, knownHosts: undefined };
  return { ...parseJump(text), name: text, ...more };
}

/** The hosts on the way, outermost first. */
function jumpsOf(login: Login, config: SshConfig, surroundings: Surroundings): readonly Login[] {
  const text = login.jump ?? config.proxyJump;
  return text === undefined ? [] : text.split(',').map((jump) => jumpLogin(jump.trim(), surroundings));
}

export type Transport = { readonly stream: Duplex; readonly close: () => void };

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
    // The last one is connected to through those before it.
    const before = jumps
      .slice(0, -1)
      .map((jump) => jump.name)
      .join(',');
    const through = before === '' ? last : { ...last, jump: before };
    const connection = await reach(through);
    try {
      return { stream: await forward(connection, target), close: () => connection.close() };
    } catch (error) {
      connection.close();
      throw error;
    }
  }
  if (config.proxyCommand !== undefined) {
    return { stream: openProxyCommand(config.proxyCommand, target, config.user), close: () => undefined };
  }
  return { stream: await openSocket(target, cancel), close: () => undefined };
}

function forward(connection: Connection, target: { host: string; address: string; port: number }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    connection.client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, stream) => {
      if (!error) {
        resolve(stream);
        return;
      }
      const words = `${connection.place} gave no way to ${placeOf(target.address, target.port)}: ${error.message}`;
      reject(
        new HostError('unreachable', target.host, words, 'is the host up, and does the jump host allow forwarding?'),
      );
    });
  });
}
