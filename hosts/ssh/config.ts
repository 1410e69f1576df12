// What the user's ssh configuration says about a destination: OpenSSH itself is asked (`ssh -G`), so every Include, Match
// and wildcard means what it means there; unless it is plain that nothing is said there. Where there is no OpenSSH, its
// defaults are used.
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HostError } from '../../engine/host.ts';
import { plainConfig } from './plain-config.ts';

export type Destination = {
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
};

export type SshConfig = {
  readonly hostname: string;
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** A socket; `none` where the configuration forbids an agent; undefined: the environment's. */
  readonly identityAgent: string | undefined;
  /** `a,user@b:2222`, outermost first. */
  readonly proxyJump: string | undefined;
  readonly proxyCommand: string | undefined;
  readonly knownHostsFiles: readonly string[];
  readonly hostKeyAlias: string | undefined;
  readonly hashKnownHosts: boolean;
  readonly connectTimeoutSeconds: number | undefined;
  readonly aliveIntervalSeconds: number | undefined;
};

const ASK_LIMIT_MILLISECONDS = 10_000;
const DEFAULT_PORT = 22;
const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

export const underHome = (path: string): string => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);

/** `key value` lines into lists of values by key; keys are in lower case there. */
function parseLines(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    if (space < 0) continue;
    const key = line.slice(0, space).toLowerCase();
    found.set(key, [...(found.get(key) ?? []), line.slice(space + 1).trim()]);
  }
  return found;
}

/** `%h` and the like, which `ssh -G` prints as they were written; what is not known stays. */
export const expandTokens = (text: string, tokens: Readonly<Record<string, string>>): string =>
  text.replace(/%(.)/g, (whole, token: string) => (token === '%' ? '%' : (tokens[token] ?? whole)));

export const tokensOf = (
  destination: Destination,
  config: Pick<SshConfig, 'hostname' | 'port' | 'user'>,
  localUser: string,
): Readonly<Record<string, string>> => ({
  d: homedir(),
  h: config.hostname,
  n: destination.host,
  p: String(config.port),
  r: config.user,
  u: localUser,
});

export function parseConfig(text: string, destination: Destination, environment: Environment): SshConfig {
  const lines = parseLines(text);
  const one = (key: string): string | undefined => {
    const value = lines.get(key)?.[0];
    return value === undefined || value === '' || value === 'none' ? undefined : value;
  };
  const hostname = one('hostname') ?? destination.host;
  const port = destination.port ?? (Number(one('port')) || DEFAULT_PORT);
  const user = destination.user ?? one('user') ?? environment.localUser;
  const tokens = tokensOf(destination, { hostname, port, user }, environment.localUser);
  const path = (value: string): string =>
    underHome(
      expandTokens(value, tokens).replace(/\$\{(\w+)\}/g, (whole, name) => environment.variables[name] ?? whole),
    );
  const paths = (values: readonly string[]): readonly string[] => values.filter((value) => value !== 'none').map(path);
  const files = (key: string): readonly string[] =>
    paths((lines.get(key) ?? []).flatMap((value) => value.split(/\s+/)).filter((value) => value !== ''));
  return {
    hostname,
    port,
    user,
    identityFiles: paths(lines.get('identityfile') ?? []),
    identitiesOnly: one('identitiesonly') === 'yes',
    identityAgent: agentOf(lines.get('identityagent')?.[0], environment, path),
    proxyJump: one('proxyjump'),
    proxyCommand: one('proxycommand'),
    knownHostsFiles: [...files('userknownhostsfile'), ...files('globalknownhostsfile')],
    hostKeyAlias: one('hostkeyalias'),
    hashKnownHosts: one('hashknownhosts') === 'yes',
    connectTimeoutSeconds: Number(one('connecttimeout')) || undefined,
    aliveIntervalSeconds: Number(one('serveraliveinterval')) || undefined,
  };
}

/** `IdentityAgent` names a socket, or a variable that does (`$NAME`). */
function agentOf(
  value: string | undefined,
  environment: Environment,
  path: (value: string) => string,
): string | undefined {
  if (value === undefined || value === 'SSH_AUTH_SOCK') return undefined;
  if (value === 'none') return value;
  const variable = /^\$(\w+)$/.exec(value)?.[1];
  return variable === undefined ? path(value) : (environment.variables[variable] ?? 'none');
}

/** What OpenSSH does without any configuration. */
function defaults(destination: Destination, environment: Environment): SshConfig {
  const keys = DEFAULT_KEYS.map((name) => `identityfile ~/.ssh/${name}`);
  return parseConfig([...keys, 'userknownhostsfile ~/.ssh/known_hosts'].join('\n'), destination, environment);
}

export type Environment = {
  readonly variables: NodeJS.ProcessEnv;
  /** Another configuration file than the user's (`ssh -F`). */
  readonly configFile: string | undefined;
  readonly localUser: string;
  readonly debug: (line: string) => void;
};

type Printed = { readonly text: string } | { readonly missing: true } | { readonly wrong: string };

/** Questions that are being asked: many hosts at a time have one jump host in common. */
const asking = new Map<string, Promise<Printed>>();

function printConfig(words: readonly string[], variables: NodeJS.ProcessEnv): Promise<Printed> {
  const key = JSON.stringify(words);
  const asked = asking.get(key) ?? runSsh(words, variables).finally(() => asking.delete(key));
  asking.set(key, asked);
  return asked;
}

function runSsh(words: readonly string[], variables: NodeJS.ProcessEnv): Promise<Printed> {
  const options = { env: variables, timeout: ASK_LIMIT_MILLISECONDS, encoding: 'utf8' as const };
  return new Promise((resolve) => {
    execFile('ssh', words, options, (error, text, complaint) => {
      if (!error) resolve({ text });
      else if (error.code === 'ENOENT') resolve({ missing: true });
      else if (error.killed) resolve({ wrong: `no answer within ${ASK_LIMIT_MILLISECONDS / 1000} seconds` });
      else resolve({ wrong: complaint.trim().split('\n').join('; ') || error.message });
    });
  });
}

export async function readConfig(
  destination: Destination & { readonly name: string },
  environment: Environment,
): Promise<SshConfig> {
  const plain = await plainConfig(destination.host, environment.configFile);
  if (plain !== undefined) return parseConfig(plain, destination, environment);
  const words = ['-G'];
  if (environment.configFile !== undefined) words.push('-F', environment.configFile);
  if (destination.port !== undefined) words.push('-p', String(destination.port));
  if (destination.user !== undefined) words.push('-l', destination.user);
  words.push('--', destination.host);
  const printed = await printConfig(words, environment.variables);
  if ('text' in printed) return parseConfig(printed.text, destination, environment);
  if ('wrong' in printed) {
    const message = `the ssh configuration can't be read: ${printed.wrong}`;
    throw new HostError('unreachable', destination.name, message, `what does \`ssh ${words.join(' ')}\` say?`);
  }
  environment.debug(`${destination.host}: OpenSSH is not installed here; its defaults are used`);
  return defaults(destination, environment);
}
