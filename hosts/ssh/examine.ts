// What this machine has for the way to a host: OpenSSH, its configuration, an agent, keys, known host keys. It looks at
// files and asks the agent; no host hears of it, and no secret is read out.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { HostError } from '../../engine/host.ts';
import type { HostSettings } from '../../engine/project.ts';
import { fileIn } from '../open.ts';
import { readConfig, type SshConfig } from './config.ts';
import { findKeys } from './keys.ts';
import { knownKeys, knownName } from './known-hosts.ts';

const ASK_LIMIT_MILLISECONDS = 5_000;
/** The names of these tell of nobody. */
const USUAL_FILE = /[/\\]\.?ssh[/\\](?:id_\w+|(?:ssh_)?known_hosts2?)$/;

export type Finding = {
  /** What was looked at, in a word or three. */
  readonly what: string;
  /** `unsure`: it may do as it is. */
  readonly is: 'good' | 'unsure' | 'bad';
  readonly words: string;
  /** What to do; empty where there is nothing to do. */
  readonly mend: string;
};

const good = (what: string, words: string): Finding => ({ what, is: 'good', words, mend: '' });
const unsure = (what: string, words: string, mend: string): Finding => ({ what, is: 'unsure', words, mend });
const bad = (what: string, words: string, mend: string): Finding => ({ what, is: 'bad', words, mend });

function sshVersion(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { env: environment, timeout: ASK_LIMIT_MILLISECONDS, encoding: 'utf8' as const };
    execFile('ssh', ['-V'], options, (error, _output, words) => resolve(error ? undefined : words.trim()));
  });
}

/** What is about no host in particular. */
export async function examineMachine(environment: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const version = await sshVersion(environment);
  const agent = environment['SSH_AUTH_SOCK'];
  return [
    version === undefined
      ? unsure(
          'OpenSSH',
          'not installed here',
          'viki does without it, but then reads no ~/.ssh/config: install the OpenSSH client',
        )
      : good('OpenSSH', version),
    agent
      ? good('ssh agent', 'its socket is in SSH_AUTH_SOCK')
      : unsure(
          'ssh agent',
          'there is none',
          'not needed; with one, passphrases are asked for once: start ssh-agent, then ssh-add',
        ),
  ];
}

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;

async function examineKeys(
  { identity, password }: HostSettings,
  config: SshConfig,
  folder: string,
  variables: NodeJS.ProcessEnv,
): Promise<Finding> {
  const { default: ssh2 } = await import('ssh2');
  const options = { user: config.user, config, identity: fileIn(folder, identity), variables };
  const { open, others, locked, unusable } = await findKeys(ssh2, options);
  const usable = open.length + others.length;
  const why = unusable.length === 0 ? '' : `; ${unusable.join('; ')}`;
  if (usable > 0) return good('keys', `${count(usable, 'key')} can be offered at once${why}`);
  if (locked.length > 0) return good('keys', `${count(locked.length, 'key')} will be asked a passphrase for${why}`);
  if (password) return good('keys', `none; the text has a password${why}`);
  return bad('keys', `there is no key to log in with${why}`, 'make one (ssh-keygen -t ed25519), or name one: identity');
}

async function examineKnown(settings: HostSettings, config: SshConfig, folder: string): Promise<Finding> {
  const own = fileIn(folder, settings.knownHosts);
  const paths = own === undefined ? config.knownHostsFiles : [own];
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(path, 'utf8').catch(() => '') })),
  );
  const known = knownKeys(files, knownName(config.hostKeyAlias ?? config.hostname, config.port));
  if (known.length > 0) return good('host key', `known (${known[0]?.file}:${known[0]?.line})`);
  const mend = 'you are shown its fingerprint when it is first connected to; have the one of the host at hand';
  return unsure('host key', 'not known yet', mend);
}

function configOf({ name, address: host, port, user }: HostSettings, variables: NodeJS.ProcessEnv): Promise<SshConfig> {
  const surroundings = { variables, configFile: undefined, localUser: userInfo().username, debug: () => undefined };
  return readConfig({ name, host, port, user }, surroundings);
}

export type NameOnTheWay = { readonly is: 'address' | 'user' | 'file'; readonly name: string };

/** `ada@gate.lan:2222,inner` */
function jumpNames(jump: string): NameOnTheWay[] {
  return jump.split(',').flatMap((hop): NameOnTheWay[] => {
    const [, user, address] = /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:]+)/.exec(hop) ?? [];
    return [
      ...(user === undefined ? [] : [{ is: 'user', name: user } as const]),
      ...(address === undefined ? [] : [{ is: 'address', name: address.replaceAll(/[[\]]/g, '') } as const]),
    ];
  });
}

/** Names that a configuration of OpenSSH adds to those of the text: they may stand in what was found. */
export function namesOnTheWay(config: SshConfig, jump: string | undefined): readonly NameOnTheWay[] {
  const { hostname, user, hostKeyAlias, identityFiles, knownHostsFiles, proxyJump } = config;
  return [
    { is: 'address', name: hostname },
    ...(hostKeyAlias === undefined ? [] : [{ is: 'address', name: hostKeyAlias } as const]),
    { is: 'user', name: user },
    ...[jump, proxyJump].flatMap((way) => (way === undefined ? [] : jumpNames(way))),
    ...[...identityFiles, ...knownHostsFiles]
      .filter((path) => !USUAL_FILE.test(path))
      .map((name) => ({ is: 'file', name }) as const),
  ];
}

/** The same of one host; none where there is no way by ssh, or nothing is known of it. */
export async function namesOnTheWayTo(
  settings: HostSettings,
  environment: NodeJS.ProcessEnv,
): Promise<readonly NameOnTheWay[]> {
  if (settings.via !== 'ssh') return [];
  const config = await configOf(settings, environment).catch(() => undefined);
  return config ? namesOnTheWay(config, settings.jump) : [];
}

/** What there is for the way to one host. */
export async function examineHost(
  settings: HostSettings,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Finding[]> {
  if (settings.via === 'local') return [good('way', 'this machine, without ssh')];
  if (settings.via !== 'ssh') return [good('way', `the command ${settings.via[0]}`)];
  try {
    const config = await configOf(settings, environment);
    return [
      good(
        'way',
        `ssh to ${config.user}@${config.hostname}:${config.port}${settings.jump ? ` through ${settings.jump}` : ''}`,
      ),
      await examineKeys(settings, config, folder, environment),
      await examineKnown(settings, config, folder),
    ];
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return [bad('way', error.message, error.hint)];
  }
}
