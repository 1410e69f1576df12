// The lab for tests: real hosts on this machine, in a network of their own that leads nowhere. Unless kept, it ends with its process.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Ability } from './can-run.ts';
import { type Forwarding, forward } from './forward.ts';
import { hostOf, type LabHost } from './host.ts';
import { answerOf, downNow, labCommand } from './shell.ts';

export { type Ability, canRunLab } from './can-run.ts';
export { differences, type ListingOptions } from './digest.ts';
export type { Forwarding } from './forward.ts';
export type { Fault, LabHost, MeasuredFault } from './host.ts';
export type { Answer } from './shell.ts';

const LABS = '/run/viki-lab';
const UP_LIMIT_SECONDS = 600;
const DOWN_LIMIT_SECONDS = 60;
const PASSPHRASE = 'open-sesame';
const DEFAULT_DISK_SIZE = '2g';
const NO_SWAP = '-';

/**
 * deb12: Debian 12, systemd, OpenSSH, sudo. deb12-full: with what modules manage.
 * deb12-managers: with dnf, zypper and pacman. deb12-openrc, deb12-sysvinit: with these in the place of systemd.
 * deb13-docker: Debian 13 with a Docker daemon, stopped. busybox: ash and dropbear, no bash, sudo, sftp, scp or Python.
 */
export type Base =
  | 'deb12'
  | 'deb12-full'
  | 'deb12-managers'
  | 'deb12-openrc'
  | 'deb12-sysvinit'
  | 'deb13-docker'
  | 'busybox';

export type HostSpec = {
  readonly name: string;
  readonly base?: Base;
  /** How much it can write before its disk is full, as tmpfs says it: `40m`. */
  readonly disk?: string;
  /** It may swap, to files in `/srv/swap`, which is an ext4 of this size: the machine's own swap, as long as the host uses it. */
  readonly swap?: string;
};

export interface Lab {
  readonly name: string;
  /** Lets root, deploy, admin and plain into every host. */
  readonly keyFile: string;
  /** Another key that does too, and takes the passphrase. */
  readonly encryptedKeyFile: string;
  readonly passphrase: string;
  /** Every host's address with its real key. */
  readonly knownHostsFile: string;
  /** In front of a command: runs it where the hosts' addresses can be reached, and nothing else. */
  readonly enter: readonly string[];
  /** Whether this very process is in there. */
  isInside(): boolean;
  /** Builds it, unless that was done before. A machine without all the packages for it can't have it, and is told which. */
  canHave(base: Base): Promise<Ability>;
  /** Makes hosts, side by side, and resolves when all of them let logins in. */
  up(specs: readonly (string | HostSpec)[]): Promise<readonly LabHost[]>;
  host(name: string): LabHost;
  hosts(): readonly LabHost[];
  /** Ports on 127.0.0.1 for these hosts, for a program that can't be in the lab's network, such as an editor in a browser. */
  forward(hosts: readonly LabHost[]): Promise<Forwarding>;
  /** Ends everything, whatever state it is in. */
  down(): Promise<void>;
  /** What is still on the machine of this lab, in words; empty after `down`. */
  leftovers(): Promise<readonly string[]>;
}

/** The accounts of every host. Root takes keys only; sudo asks admin for its password, and there is none on busybox. */
export const accounts = [
  { name: 'root', password: undefined, sudo: 'none needed' },
  { name: 'deploy', password: 'deploypw', sudo: 'without a password' },
  { name: 'admin', password: 'adminpw', sudo: 'with its password' },
  { name: 'plain', password: 'plainpw', sudo: 'not allowed' },
] as const;

/** Sees to it that the lab ends with this process, however that ends; a kill -9 is mended by the next `up` of any lab. */
function downAtEnd(name: string, environment: Readonly<Record<string, string>>): () => void {
  const end = (): void => downNow(name, environment);
  const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  const handlers = Object.entries(signals).map(([signal, code]) => [signal, (): void => process.exit(code)] as const);
  process.once('exit', end);
  for (const [signal, handler] of handlers) process.once(signal, handler);
  return () => {
    process.off('exit', end);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

export type LabOptions = {
  /** Leave it on the machine when this process ends, for somebody to take down. */
  readonly keep?: boolean;
};

/**
 * A lab by its name; labs of different names share nothing but the cached bases. A process inside the lab's network opens
 * the lab that another one has made by that one's name.
 */
export function openLab(name: string = `run-${process.pid}`, { keep = false }: LabOptions = {}): Lab {
  if (!/^[a-z0-9-]{1,24}$/.test(name)) throw new Error(`a lab's name is made of a-z, 0-9 and -, not "${name}"`);
  const folder = join(LABS, name);
  const network = join(folder, 'network');
  const enter = ['nsenter', `--net=${network}`, '--'];
  const environment = { LAB_OWNER: keep ? '' : `${process.pid}`, LAB_PASSPHRASE: PASSPHRASE };
  const hosts = new Map<string, LabHost>();
  let forget: (() => void) | undefined;
  const host = (hostName: string): LabHost => {
    const known = hosts.get(hostName) ?? hostOf(name, folder, hostName);
    hosts.set(hostName, known);
    return known;
  };
  return {
    name,
    keyFile: join(folder, 'keys', 'id'),
    encryptedKeyFile: join(folder, 'keys', 'id-encrypted'),
    passphrase: PASSPHRASE,
    knownHostsFile: join(folder, 'known_hosts'),
    enter,
    isInside: () => statSync('/proc/self/ns/net').ino === statSync(network).ino,
    async canHave(base) {
      const limits = { limitSeconds: UP_LIMIT_SECONDS, isTold: true };
      const { code, stderr } = await answerOf({ lab: name, args: ['base', base], ...limits });
      return code === 0 ? { able: true } : { able: false, why: stderr.trim().split('\n').at(-1) ?? stderr };
    },
    async up(specs) {
      const wanted = specs.map((spec) => (typeof spec === 'string' ? { name: spec } : spec));
      for (const spec of wanted) checkHostName(spec.name);
      if (!keep) forget ??= downAtEnd(name, environment);
      const args = wanted.flatMap(({ name: hostName, base = 'deb12', disk = DEFAULT_DISK_SIZE, swap = NO_SWAP }) => [
        hostName,
        base,
        disk,
        swap,
      ]);
      await labCommand({ lab: name, args: ['up', ...args], limitSeconds: UP_LIMIT_SECONDS, environment, isTold: true });
      return wanted.map((spec) => host(spec.name));
    },
    host,
    forward: (targets) =>
      forward(
        enter,
        targets.map(({ address, port }) => ({ host: address, port })),
      ),
    hosts: () => readdirSync(join(folder, 'hosts')).map(host),
    async down() {
      await labCommand({ lab: name, args: ['down'], limitSeconds: DOWN_LIMIT_SECONDS, environment });
      hosts.clear();
      forget?.();
      forget = undefined;
    },
    async leftovers() {
      const text = await labCommand({ lab: name, args: ['leftovers'], limitSeconds: DOWN_LIMIT_SECONDS });
      return text.split('\n').filter((line) => line !== '');
    },
  };
}

/** It becomes a part of a network interface's name, which has 15 characters. */
function checkHostName(name: string): void {
  if (!/^[a-z][a-z0-9-]{0,11}$/.test(name))
    throw new Error(`a host's name is up to 12 of a-z, 0-9 and -, not "${name}"`);
}
