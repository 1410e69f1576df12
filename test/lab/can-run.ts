// Whether this machine can run the lab, and if not, why in words. It may install what is missing, and starts no host.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, parsePackages } from '../../scripts/install.mjs';

const LIST = fileURLToPath(new URL('packages.txt', import.meta.url));

export type Ability = { readonly able: true } | { readonly able: false; readonly why: string };

const unable = (why: string): Ability => ({ able: false, why });

function missingPackages(): readonly string[] {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const isThere = (program: string): boolean => folders.some((folder) => existsSync(join(folder, program)));
  return parsePackages(readFileSync(LIST, 'utf8'))
    .filter(({ programs }) => !programs.every(isThere))
    .map(({ name }) => name);
}

/** Tries the two things that containers tend to forbid: namespaces, and overlay mounts in them. */
const TRIAL = `
  mount -t tmpfs viki-lab-trial /mnt && mkdir /mnt/lower /mnt/upper /mnt/work /mnt/merged &&
  mount -t overlay viki-lab-trial /mnt/merged -o lowerdir=/mnt/lower,upperdir=/mnt/upper,workdir=/mnt/work`;
const TRIAL_LIMIT_MILLISECONDS = 10_000;

function namespacesWork(): Ability {
  const args = ['--mount', '--net', '--pid', '--fork', 'sh', '-c', TRIAL];
  const { status, stderr } = spawnSync('unshare', args, { encoding: 'utf8', timeout: TRIAL_LIMIT_MILLISECONDS });
  return status === 0
    ? { able: true }
    : unable(`this machine allows no namespaces with overlay mounts: ${stderr?.trim()}`);
}

function groupsWork(): Ability {
  const place = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find((path) => existsSync(join(path, 'cgroup.procs')));
  if (!place || !existsSync(join(place, 'cgroup.controllers')))
    return unable('control groups of version 2 are not mounted here');
  const { status } = spawnSync('test', ['-w', place]);
  return status === 0 ? { able: true } : unable(`${place} can't be written to: this is a container without that right`);
}

/** Installs the packages of packages.txt where root and apt allow it, and looks whether hosts could be made. */
export function canRunLab(): Ability {
  if (process.platform !== 'linux')
    return unable(`the lab makes its hosts from Linux namespaces; this is ${process.platform}`);
  if (process.getuid?.() !== 0) return unable('making hosts takes root, and this is an ordinary account');
  installPackages([LIST]);
  const missing = missingPackages();
  if (missing.length > 0) return unable(`packages are missing (apt-get install ${missing.join(' ')})`);
  const groups = groupsWork();
  return groups.able ? namespacesWork() : groups;
}
