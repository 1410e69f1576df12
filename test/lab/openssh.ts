// OpenSSH's own client for the lab's tests: what it sees of a host is what anybody would. It asks no person anything.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab, LabHost } from './lab.ts';
import { type Answer, run } from './shell.ts';

const LIMIT_SECONDS = 60;
const CONNECT_LIMIT_SECONDS = 3;

/** ssh asks a program for passwords when there is no terminal; this one knows the answer from its environment. */
const folder = mkdtempSync(join(tmpdir(), 'viki-lab-openssh-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const askPass = join(folder, 'ask-pass');
writeFileSync(askPass, '#!/bin/sh\nprintf "%s\\n" "$LAB_SECRET"\n', { mode: 0o700 });

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
    SSH_ASKPASS: askPass,
    SSH_ASKPASS_REQUIRE: 'force',
    LAB_SECRET: password ?? passphrase ?? '',
  };
  return run({ program, args, limitSeconds: LIMIT_SECONDS, environment, input });
}
