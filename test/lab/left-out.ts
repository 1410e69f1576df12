// What a comparison of a host's disk leaves out: what the system writes by itself, and viki's own folders. Nothing else may be.

/** Paths with everything below them; `*` is any one name, or a part of it. Each with the reason. */
const LEFT_OUT: readonly (readonly [path: string, why: string])[] = [
  ['/proc/*', 'a mount point: what is there is the kernel, not the disk'],
  ['/sys/*', 'a mount point: what is there is the kernel, not the disk'],
  ['/dev/*', 'a mount point: made anew at each boot'],
  ['/run/*', 'a mount point: in memory, made anew at each boot'],
  ['/var/log/journal/*', 'the journal'],
  ['/var/log/wtmp', 'who was logged in, written at every login'],
  ['/var/log/btmp', 'logins that failed'],
  ['/var/log/lastlog', 'the last login of each account'],
  ['/tmp/systemd-private-*', 'a private /tmp of a service, with a random name'],
  ['/var/tmp/systemd-private-*', 'a private /var/tmp of a service, with a random name'],
  ['/home/*/.sudo_as_admin_successful', 'sudo leaves it for members of a group called admin'],
  ['/var/lib/viki', "viki's own folder, for root"],
  ['/root/.local/state/viki', "viki's own folder"],
  ['/home/*/.local/state/viki', "viki's own folder"],
];

const WAYS_TO_OWN_FOLDER = ['/root/.local', '/root/.local/state', '/home/*/.local', '/home/*/.local/state'];

const patternOf = (paths: readonly string[]): RegExp =>
  new RegExp(`^(?:${paths.map((path) => path.replace(/\./g, '\\.').replaceAll('*', '[^/]*')).join('|')})$`);

const leftOut = patternOf(LEFT_OUT.map(([path]) => path));
const ways = patternOf(WAYS_TO_OWN_FOLDER);

export const isLeftOut = (path: string): boolean => leftOut.test(path);

/** A folder that is left out as well as long as nothing but viki's own folder is in it. */
export const isWayToOwnFolder = (path: string): boolean => ways.test(path);
