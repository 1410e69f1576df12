// An ssh server in this process, for what real ones do only when they are broken or hostile. It starts no programs and
// is no stand-in for the hosts ring.
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import ssh2, { type AuthContext, type ServerChannel } from 'ssh2';
import { freshKey } from '../../hosts/ssh/fresh-key.ts';

export type SshServer = {
  readonly port: number;
  /** A line of known_hosts. */
  readonly knownHost: string;
  /** The methods of login that were tried, in order. */
  readonly tried: readonly string[];
  close(): Promise<void>;
};

export type SshServerOptions = {
  /** Decides each try; nobody is let in without it. */
  readonly onLogin?: (attempt: AuthContext) => void;
  /** Given the channel of a command, and the socket below it. Without it a request for a command is not answered. */
  readonly onExec?: (channel: ServerChannel, socket: Socket) => void;
  /** A session was asked for; without it, it is granted. */
  readonly onSession?: () => void;
};

const ADDRESS = '127.0.0.1';

/** A port of this machine on which every connection is given to somebody. */
export async function listen(
  onSocket: (socket: Socket) => void,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, ADDRESS, () => resolve((server.address() as AddressInfo).port));
  });
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { port, close };
}

export async function sshServer({ onLogin, onExec, onSession }: SshServerOptions = {}): Promise<SshServer> {
  const key = freshKey(ssh2);
  const tried: string[] = [];
  const { port, close } = await listen((socket) => {
    const server = new ssh2.Server({ hostKeys: [key.private] }, (connection) => {
      connection.on('error', () => undefined);
      connection.on('authentication', (attempt) => {
        tried.push(attempt.method);
        if (onLogin) onLogin(attempt);
        else attempt.reject(['publickey', 'password']);
      });
      connection.on('session', (accept) => {
        if (onSession) onSession();
        else accept().on('exec', (agree) => onExec?.(agree(), socket));
      });
    });
    server.injectSocket(socket);
  });
  return { port, knownHost: `[${ADDRESS}]:${port} ${key.public}\n`, tried, close };
}
