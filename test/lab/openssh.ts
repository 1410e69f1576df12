// OpenSSH's own client for the lab's tests: what it sees of a host is what anybody would. It asks no person anything.
import { fileURLToPath } from 'node:url';
import type { Lab, LabHost } from './lab.ts';
import { type Answer, run } from './shell.ts';

const LIMIT_SECONDS = 60;
const CONNECT_LIMIT_SECONDS = 3;

const ASK_PASS = fileURLToPath(new URL('shell/ask-pass.sh', import.meta.url));

export type Login = {
  readonly host: LabHost;
  readonly account?: string;
  /** Without one, the lab's key is used. */
  readonly password?: string;
  /** Uses the encrypted key. */
  readonly passphrase?: string;
  readonly input?: string;
  /** A login as people do it, which the system writes down in more places. */
  readonly isOnTerminal?: boolean;
  /** Through a port of the loopback, from outside the lab. */
  readonly forwardedPort?: number;
};

export function ssh(lab: Lab, login: Login, ...words: readonly string[]): Promise<Answer> {
  const { host, account = 'root', password, passphrase, input = '', isOnTerminal = false, forwardedPort } = login;
  const settings = {
    UserKnownHostsFile: lab.knownHostsFile,
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    HostKeyAlias: host.address,
    IdentitiesOnly: 'yes',
    IdentityFile: passphrase === undefined ? lab.keyFile : lab.encryptedKeyFile,
    PreferredAuthentications: password === undefined ? 'publickey' : 'password',
    NumberOfPasswordPrompts: 1,
    ConnectTimeout: CONNECT_LIMIT_SECONDS,
    ServerAliveInterval: 1,
    ServerAliveCountMax: CONNECT_LIMIT_SECONDS,
    Port: forwardedPort ?? host.port,
    RequestTTY: isOnTerminal ? 'force' : 'no',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const target = `${account}@${forwardedPort === undefined ? host.address : '127.0.0.1'}`;
  const command = ['ssh', '-F', 'none', ...options, target, ...words];
  const [program = '', ...args] = forwardedPort === undefined ? [...lab.enter, ...command] : command;
  const environment = {
    PATH: process.env['PATH'],
    SSH_ASKPASS: ASK_PASS,
    SSH_ASKPASS_REQUIRE: 'force',
    LAB_SECRET: password ?? passphrase ?? '',
  };
  return run({ program, args, limitSeconds: LIMIT_SECONDS, environment, input });
}
