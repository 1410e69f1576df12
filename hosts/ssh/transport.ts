// The stream that ssh runs over: a socket, a proxy command, or a way through another host.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import type { CancelSignal } from '../../engine/host.ts';
import { HostError } from '../../engine/host.ts';

export const CONNECT_LIMIT_MILLISECONDS = 10_000;

const HINTS: { readonly [code: string]: string } = {
  ENOTFOUND: 'is the address spelt right?',
  EAI_AGAIN: 'the name could not be looked up; is this machine on the network?',
  ECONNREFUSED: 'is sshd running there, and on this port?',
  EHOSTUNREACH: 'is the host up, and is there a way to it?',
  ENETUNREACH: 'is this machine on the network?',
  ETIMEDOUT: 'is the host up, and does a firewall let you through?',
  EACCES: 'a firewall of this machine does not let you through',
};

const WORDS: { readonly [code: string]: string } = {
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'there was no answer',
};

export function unreachable(host: string, place: string, error: Error): HostError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return new HostError(
    'unreachable',
    host,
    `${place} can't be reached: ${WORDS[code] ?? error.message}`,
    HINTS[code] ?? 'is the host up?',
  );
}

export type Target = {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly limitMilliseconds: number;
};

export const placeOf = (address: string, port: number): string => `${address}:${port}`;

/** Without Nagle's algorithm: with it, every program on an open connection would wait 40 ms for nothing. */
export function openSocket(target: Target, cancel: CancelSignal | undefined): Promise<Duplex> {
  const place = placeOf(target.address, target.port);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.address, port: target.port, noDelay: true });
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      cancel?.removeEventListener('abort', onCancel);
      socket.removeAllListeners();
      settle();
    };
    const fail = (error: HostError): void =>
      finish(() => {
        socket.on('error', () => undefined);
        socket.destroy();
        reject(error);
      });
    const onCancel = (): void =>
      fail(new HostError('cancelled', target.host, 'cancelled', 'run it again when you are ready'));
    const timer = setTimeout(() => {
      const words = `${place} can't be reached: there was no answer within ${target.limitMilliseconds / 1000} seconds`;
      fail(new HostError('unreachable', target.host, words, 'is the host up, and does a firewall let you through?'));
    }, target.limitMilliseconds);
    socket.on('connect', () => finish(() => resolve(socket)));
    socket.on('error', (error) => fail(unreachable(target.host, place, error)));
    if (cancel?.aborted) onCancel();
    cancel?.addEventListener('abort', onCancel, { once: true });
  });
}

/** `ProxyCommand` of the ssh configuration: its input and output are the way to the host. */
export function openProxyCommand(command: string, target: Target, user: string): Duplex {
  const filled = command
    .replaceAll('%h', target.address)
    .replaceAll('%p', String(target.port))
    .replaceAll('%r', user)
    .replaceAll('%%', '%');
  const child = spawn(filled, { shell: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.on('close', () => child.kill());
  child.on('error', (error) => stream.destroy(error));
  return stream;
}
