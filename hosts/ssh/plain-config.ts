// Whether the ssh configuration says anything about a destination: where it does not, OpenSSH need not be asked what it
// means, which is a process for each host. It gives up at whatever it does not know for sure, and then OpenSSH is asked.
import { userInfo } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { listTogether, readTogether, statTogether } from './together.ts';

const SYSTEM_FILE = '/etc/ssh/ssh_config';
const DEPTH_LIMIT = 4;
const OTHERS_MAY_WRITE = 0o022;

/** What has no influence on how a host is reached, or only where somebody works by hand on its terminal. */
const HARMLESS = new Set(
  `addkeystoagent addressfamily batchmode checkhostip clearallforwardings compression controlmaster controlpath controlpersist
  enableescapecommandline escapechar exitonforwardfailure fingerprinthash forkafterauthentication forwardagent forwardx11
  forwardx11timeout forwardx11trusted gatewayports gssapiauthentication gssapidelegatecredentials localcommand localforward
  loglevel logverbose nohostauthenticationforlocalhost permitlocalcommand permitremoteopen proxyusefdpass remotecommand
  remoteforward requesttty sendenv serveralivecountmax sessiontype setenv stdinnull streamlocalbindmask
  streamlocalbindunlink stricthostkeychecking syslogfacility tag tcpkeepalive tunnel tunneldevice updatehostkeys
  verifyhostkeydns visualhostkey xauthlocation`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** What does, so that it may stand in the files for other hosts only. */
const TELLING = new Set(
  `hostname port user identityfile identitiesonly identityagent proxyjump proxycommand userknownhostsfile globalknownhostsfile
  hostkeyalias hashknownhosts connecttimeout serveraliveinterval`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** What was found of the one setting that systems make for all hosts; undefined: OpenSSH must be asked. */
type Found = { hashKnownHosts: boolean | undefined };

/** `Host web* !web-1`: an exclusion that matches outranks everything. */
export function matchesHost(patterns: readonly string[], host: string): boolean {
  const matches = (pattern: string): boolean => {
    const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(host);
  };
  const excluded = patterns.filter((pattern) => pattern.startsWith('!'));
  if (excluded.some((pattern) => matches(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && matches(pattern));
}

class Reader {
  readonly #host: string;
  readonly #folder: string;
  readonly found: Found = { hashKnownHosts: undefined };

  constructor(host: string, folder: string) {
    this.#host = host;
    this.#folder = folder;
  }

  /** False: something is in there that is not understood here, or that is about this host. */
  async reads(file: string, mustBeOwn: boolean, depth = 0): Promise<boolean> {
    if (depth > DEPTH_LIMIT) return false;
    const text = await readTogether(file).then(
      (bytes) => bytes.toString('utf8'),
      (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? '' : undefined),
    );
    if (text === undefined || (mustBeOwn && !(await isOwn(file)))) return false;
    let applies = true;
    for (const line of text.split('\n').filter((candidate) => !/^\s*(#|$)/.test(candidate))) {
      const [, word = '', rest = ''] = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+|$)([^"\\]*?)\s*$/.exec(line) ?? [];
      const keyword = word.toLowerCase();
      if (keyword === 'host') applies = matchesHost(rest.split(/\s+/), this.#host);
      else if (keyword !== 'include') {
        if (!this.#passes(keyword, rest, applies)) return false;
      } else if (applies && !(await this.#includes(rest, mustBeOwn, depth))) return false;
    }
    return true;
  }

  #passes(keyword: string, value: string, applies: boolean): boolean {
    if (HARMLESS.has(keyword)) return true;
    if (!TELLING.has(keyword)) return false;
    if (!applies) return true;
    if (keyword !== 'hashknownhosts' || !/^(yes|no)$/.test(value)) return false;
    // OpenSSH takes the first value that it finds.
    this.found.hashKnownHosts ??= value === 'yes';
    return true;
  }

  async #includes(rest: string, mustBeOwn: boolean, depth: number): Promise<boolean> {
    for (const pattern of rest.split(/\s+/)) {
      const path = isAbsolute(pattern) ? pattern : join(this.#folder, pattern);
      const [folder, name] = [dirname(path), basename(path)];
      if (pattern.startsWith('~') || /[*?[]/.test(folder) || !/^[^*?[]*\*?[^*?[]*$/.test(name)) return false;
      const [start = '', end] = name.split('*');
      if (end === undefined) {
        if (!(await this.reads(path, mustBeOwn, depth + 1))) return false;
        continue;
      }
      const names = await listTogether(folder).catch(() => []);
      const included = names.filter(
        (entry) => !entry.startsWith('.') && entry.startsWith(start) && entry.endsWith(end),
      );
      for (const entry of included.toSorted()) {
        if (!(await this.reads(join(folder, entry), mustBeOwn, depth + 1))) return false;
      }
    }
    return true;
  }
}

/** OpenSSH refuses a file of the user's that others may write to. */
async function isOwn(file: string): Promise<boolean> {
  const found = await statTogether(file).catch(() => undefined);
  if (found === undefined) return true;
  return (found.uid === 0 || found.uid === process.getuid?.()) && (found.mode & OTHERS_MAY_WRITE) === 0;
}

/** What one file says about all hosts; undefined where it is not plain that it says nothing about this one. */
export async function isPlain(host: string, file: string, mustBeOwn = false): Promise<Found | undefined> {
  const reader = new Reader(host, dirname(file));
  return (await reader.reads(file, mustBeOwn)) ? reader.found : undefined;
}

/**
 * The lines that `ssh -G` would print of what viki reads, where the configuration says nothing about this host; undefined
 * where OpenSSH must be asked. Only where it is known which files OpenSSH reads, which is Linux.
 */
export async function plainConfig(host: string, configFile: string | undefined): Promise<string | undefined> {
  // (OpenSSH makes names small, and what begins otherwise is no name)
  if (process.platform !== 'linux' || configFile !== undefined || !/^[a-z0-9:][a-z0-9.:-]*$/.test(host))
    return undefined;
  // (what OpenSSH calls home is not $HOME)
  const own = join(userInfo().homedir, '.ssh');
  if (/\s/.test(own) || (await statTogether(SYSTEM_FILE).catch(() => undefined)) === undefined) return undefined;
  const [user, system] = await Promise.all([isPlain(host, join(own, 'config'), true), isPlain(host, SYSTEM_FILE)]);
  if (user === undefined || system === undefined) return undefined;
  const hashed = user.hashKnownHosts ?? system.hashKnownHosts ?? false;
  return [
    ...['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'].map((key) => `identityfile ~/.ssh/${key}`),
    `userknownhostsfile ${own}/known_hosts ${own}/known_hosts2`,
    'globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2',
    `hashknownhosts ${hashed ? 'yes' : 'no'}`,
  ].join('\n');
}
