// A real OpenSSH sshd of the current user on loopback, with keys and settings of its own. Nothing of the machine's sshd is read or changed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from './ending.ts';
import type { HostFacts } from './facts.ts';
import { environmentOf } from './place.ts';
import { findProgram, runCommand, type Service, startService } from './processes.ts';

const START_LIMIT_SECONDS = 20;
const PROGRAMS = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const KEY_LIMIT_SECONDS = 20;
/** A free port may be taken by another program before sshd has it. */
const PORT_ATTEMPTS = 5;

export interface Sshd extends Omit<HostFacts, 'identity' | 'knownHosts'> {
  stop(): Promise<void>;
}

/** How many exec requests it has been sent so far, by its own log. */
export function execRequests({ logFile }: Pick<Sshd, 'logFile'>): number {
  return readFileSync(logFile, 'utf8').match(/^Starting session: command/gm)?.length ?? 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function makeKey(path: string): Promise<string> {
  const args = ['-q', '-t', 'ed25519', '-N', '', '-C', 'viki-editor-ring', '-f', path];
  await runCommand('ssh-keygen', args, { folder: '/', limitSeconds: KEY_LIMIT_SECONDS });
  return readFileSync(`${path}.pub`, 'utf8').trim();
}

/** sshd refuses an account whose password is locked, unless PAM decides about accounts; only root may ask PAM. */
function rootIsLocked(): boolean {
  const line = readFileSync('/etc/shadow', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('root:'));
  return line?.split(':')[1]?.startsWith('!') ?? false;
}

function settings(folder: string, port: number): string {
  const pam = process.getuid?.() === 0 && rootIsLocked();
  return [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${join(folder, 'host_key')}`,
    `AuthorizedKeysFile ${join(folder, 'user_key.pub')}`,
    'PidFile none',
    `UsePAM ${pam ? 'yes' : 'no'}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    // The folder lies in a place where everyone may write, which sshd would mind.
    'StrictModes no',
    'Subsystem sftp internal-sftp',
    // What a session keeps in its home or its state folder ends with this folder.
    `SetEnv HOME=${folder} XDG_STATE_HOME=${folder} PATH=${join(folder, 'programs')}:${PROGRAMS}`,
    'LogLevel VERBOSE',
    '',
  ].join('\n');
}

/**
 * For root, sshd and all its sessions get mounts and process ids of their own: an empty /run (sshd wants /run/sshd),
 * an empty /var/lib (where viki keeps root's runs), and no process outlives sshd. Without the right to that (a plain
 * container), the container's own folders are used.
 */
async function command(sshd: string, configuration: string): Promise<readonly [string, ...string[]]> {
  const plain = [sshd, '-D', '-e', '-f', configuration] as const;
  if (process.getuid?.() !== 0) return plain;
  const apart = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
  const prepare = 'mkdir -p -m 755 /run/sshd';
  try {
    await runCommand('unshare', [...apart, 'true'], { folder: '/', limitSeconds: KEY_LIMIT_SECONDS });
  } catch {
    return ['sh', '-c', `${prepare} && exec "$@"`, 'sh', ...plain];
  }
  const hide = `mount -t tmpfs -o mode=755 none /run && mount -t tmpfs -o mode=755 none /var/lib && ${prepare} && exec "$@"`;
  return ['unshare', ...apart, 'sh', '-c', hide, 'sh', ...plain];
}

async function listen(folder: string, logFile: string): Promise<{ port: number; service: Service }> {
  const sshd = findProgram('sshd');
  if (!sshd) throw new Error('sshd is not installed: install the package openssh-server');
  const configuration = join(folder, 'sshd_config');
  const [program, ...args] = await command(sshd, configuration);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    writeFileSync(configuration, settings(folder, port));
    const service = await startService(program, args, { environment: environmentOf(folder, folder), folder, logFile });
    try {
      await service.printed(/Server listening on 127\.0\.0\.1 port/, START_LIMIT_SECONDS);
      return { port, service };
    } catch (error) {
      await service.stop();
      const taken = error instanceof Error && error.message.includes('Address already in use');
      if (!taken || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function startIn(folder: TemporaryFolder): Promise<Sshd> {
  const hostKey = await makeKey(join(folder.path, 'host_key'));
  const keyFile = join(folder.path, 'user_key');
  await makeKey(keyFile);
  const logFile = join(folder.path, 'sshd.log');
  const { port, service } = await listen(folder.path, logFile);
  const hostKeyLine = `[127.0.0.1]:${port} ${hostKey}`;
  const knownHostsFile = join(folder.path, 'known_hosts');
  writeFileSync(knownHostsFile, `${hostKeyLine}\n`);
  const programs = join(folder.path, 'programs');
  mkdirSync(programs);
  return {
    user: userInfo().username,
    port,
    keyFile,
    hostKeyLine,
    knownHostsFile,
    logFile,
    programs,
    async stop() {
      await service.stop();
      folder.remove();
    },
  };
}

/** Starts an sshd that lets the current user in with a key made for it. */
export async function startSshd(): Promise<Sshd> {
  const folder = temporaryFolder('viki-sshd');
  try {
    return await startIn(folder);
  } catch (error) {
    folder.remove();
    throw error;
  }
}
