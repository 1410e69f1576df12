// The stream that ssh runs over: a socket, or a proxy command.
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import type { CancelSignal } from '../../engine/host.ts';
import { HostError } from '../../engine/host.ts';
import type { End } from '../channel.ts';
import { processChannel } from '../process.ts';

export const CONNECT_LIMIT_MILLISECONDS = 10_000;
const COMPLAINT_BYTES_LIMIT = 2048;
const LAST_WORDS_LIMIT_MILLISECONDS = 1000;

type Reason = { readonly words: string; readonly hint: string; readonly mayPass?: boolean };

const REASONS: { readonly [code: string]: Reason } = {
  ENOTFOUND: { words: 'there is no host of that name', hint: 'is the address spelt right?' },
  EAI_AGAIN: {
    words: 'the name could not be looked up',
    hint: 'is the name spelt right, and is this machine on the network?',
    mayPass: true,
  },
  ECONNREFUSED: {
    words: 'the connection was refused',
    hint: 'is sshd running there, and on this port?',
    mayPass: true,
  },
  ECONNRESET: { words: 'the connection was reset', hint: 'does the host or a firewall let you in?', mayPass: true },
  EHOSTUNREACH: {
    words: 'there is no way to the host',
    hint: 'is the host up, and is there a way to it?',
    mayPass: true,
  },
  ENETUNREACH: { words: 'there is no way to that network', hint: 'is this machine on the network?', mayPass: true },
  ETIMEDOUT: {
    words: 'there was no answer',
    hint: 'is the host up, and does a firewall let you through?',
    mayPass: true,
  },
  EACCES: { words: 'the connection is not allowed', hint: 'a firewall of this machine does not let you through' },
};

export function unreachable(host: string, place: string, error: Error): HostError {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  const words = `${place} can't be reached: ${reason?.words ?? error.message}`;
  return new HostError('unreachable', host, words, reason?.hint ?? 'is the host up?', reason?.mayPass);
}

export const silent = (host: string, place: string, limitMilliseconds: number): HostError =>
  new HostError(
    'unreachable',
    host,
    `${place} can't be reached: there was no answer within ${limitMilliseconds / 1000} seconds`,
    'is the host up, and does a firewall let you through?',
    true,
  );

export const cancelled = (host: string): HostError =>
  new HostError('cancelled', host, 'cancelled', 'run it again when you are ready');

export type Target = {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly limitMilliseconds: number;
};

export const placeOf = (address: string, port: number): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;

/** A stream to a host that is ready for ssh. */
export type Transport = {
  readonly stream: Duplex;
  /** What it knows of why it ended; asked for when it has. */
  readonly why: () => Promise<string | undefined>;
  readonly close: () => void;
  /** From now on it does not keep this process alive. */
  readonly release?: () => void;
};

/** Between two owners an error has nobody to hear it, and would end this process; the end of the stream tells enough. */
export function guarded(stream: Duplex): Duplex {
  stream.on('error', () => undefined);
  return stream;
}

/** Waits for one answer, for as long as is allowed and nobody cancels; `abandon` is called when it is not had. */
export function withinLimit<Answer>(
  target: Target,
  cancel: CancelSignal | undefined,
  answer: Promise<Answer>,
  abandon: () => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: HostError): void => {
      abandon();
      reject(error);
    };
    const onCancel = (): void => fail(cancelled(target.host));
    const onLimit = (): void =>
      fail(silent(target.host, placeOf(target.address, target.port), target.limitMilliseconds));
    const timer = setTimeout(onLimit, target.limitMilliseconds);
    cancel?.addEventListener('abort', onCancel, { once: true });
    if (cancel?.aborted) onCancel();
    const done = (): void => {
      clearTimeout(timer);
      cancel?.removeEventListener('abort', onCancel);
    };
    answer.then(resolve, reject).finally(done);
  });
}

/** Without Nagle's algorithm: with it, every program on an open connection would wait 40 ms for nothing. */
export async function openSocket(target: Target, cancel: CancelSignal | undefined): Promise<Transport> {
  const socket = connect({ host: target.address, port: target.port, noDelay: true });
  const connected = new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('error', (error) => reject(unreachable(target.host, placeOf(target.address, target.port), error)));
    // (a socket that is destroyed does not always say why)
    socket.on('close', () => reject(cancelled(target.host)));
  });
  await withinLimit(target, cancel, connected, () => socket.destroy());
  return {
    stream: guarded(socket),
    why: () => Promise.resolve(undefined),
    close: () => socket.destroy(),
    release: () => socket.unref(),
  };
}

/** `ProxyCommand` of the ssh configuration, filled in: its input and output are the way to the host. */
export function openProxyCommand(command: string, environment: NodeJS.ProcessEnv): Transport {
  const shell = process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', command] : ['sh', '-c', `exec ${command}`];
  const channel = processChannel(shell, environment);
  let said = '';
  channel.errors.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString('utf8')).slice(-COMPLAINT_BYTES_LIMIT);
  });
  const stream = guarded(Duplex.from({ readable: channel.output, writable: channel.input }));
  const why = async (): Promise<string> => {
    // That nobody reads or writes any more is often noticed before the end of the command, which says why.
    const limit = new Promise<End>((resolve) => {
      setTimeout(resolve, LAST_WORDS_LIMIT_MILLISECONDS, { how: 'it does not end', isLost: false }).unref();
    });
    const { how } = await Promise.race([channel.closed, limit]);
    return `the proxy command \`${command}\` failed: ${said.trim().split('\n').at(-1) || how}`;
  };
  return { stream, why, close: () => channel.destroy() };
}
