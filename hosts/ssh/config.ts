// What the user's ssh configuration says about a destination: OpenSSH itself is asked (`ssh -G`), so every Include, Match
// and wildcard means what it means there. Where there is no OpenSSH, its defaults are used.
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

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
};

const ASK_LIMIT_MILLISECONDS = 10_000;
const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

const underHome = (path: string): string => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);

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

export function parseConfig(text: string, destination: Destination, localUser: string): SshConfig {
  const lines = parseLines(text);
  const one = (key: string): string | undefined => {
    const value = lines.get(key)?.[0];
    return value === undefined || value === '' || value === 'none' ? undefined : value;
  };
  const files = (key: string): readonly string[] => (lines.get(key) ?? []).flatMap((value) => value.split(/\s+/));
  const agent = lines.get('identityagent')?.[0];
  return {
    hostname: one('hostname') ?? destination.host,
    port: destination.port ?? (Number(one('port')) || 22),
    user: destination.user ?? one('user') ?? localUser,
    identityFiles: (lines.get('identityfile') ?? []).filter((file) => file !== 'none').map(underHome),
    identitiesOnly: one('identitiesonly') === 'yes',
    identityAgent: agent === undefined || agent === 'SSH_AUTH_SOCK' ? undefined : underHome(agent),
    proxyJump: one('proxyjump'),
    proxyCommand: one('proxycommand'),
    knownHostsFiles: [...files('userknownhostsfile'), ...files('globalknownhostsfile')].map(underHome),
    hostKeyAlias: one('hostkeyalias'),
    hashKnownHosts: one('hashknownhosts') === 'yes',
    connectTimeoutSeconds: Number(one('connecttimeout')) || undefined,
  };
}

/** What OpenSSH does without any configuration. */
function defaults(destination: Destination, localUser: string): SshConfig {
  const folder = join(homedir(), '.ssh');
  const keys = DEFAULT_KEYS.map((name) => `identityfile ${join(folder, name)}`);
  const text = [...keys, `userknownhostsfile ${join(folder, 'known_hosts')}`].join('\n');
  return parseConfig(text, destination, localUser);
}

export type Environment = {
  readonly variables: NodeJS.ProcessEnv;
  /** Another configuration file than the user's (`ssh -F`). */
  readonly configFile: string | undefined;
  readonly localUser: string;
  readonly debug: (line: string) => void;
};

export function readConfig(destination: Destination, environment: Environment): Promise<SshConfig> {
  const words = ['-G'];
  if (environment.configFile !== undefined) words.push('-F', environment.configFile);
  if (destination.port !== undefined) words.push('-p', String(destination.port));
  if (destination.user !== undefined) words.push('-l', destination.user);
  words.push('--', destination.host);
  return new Promise((resolve) => {
    const options = { env: environment.variables, timeout: ASK_LIMIT_MILLISECONDS, encoding: 'utf8' as const };
    execFile('ssh', words, options, (error, output, complaint) => {
      if (!error) {
        resolve(parseConfig(output, destination, environment.localUser));
        return;
      }
      const why = error.code === 'ENOENT' ? 'OpenSSH is not installed here' : complaint.trim() || error.message;
      environment.debug(`${destination.host}: the ssh configuration was not read (${why}); using defaults`);
      resolve(defaults(destination, environment.localUser));
    });
  });
}
