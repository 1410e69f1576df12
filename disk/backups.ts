// Earlier states of a project, in files of their own: made before each write, thinned out by age, and all that was put
// aside. It knows names and places; what is in the files is state.ts' business.
import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, uniqueSuffix } from './replace.ts';
import { isMissing } from './words.ts';

/** Beside the text; it says itself that it is not for version control. */
export const VIKI_FOLDER = '.viki';
export const BACKUPS_FOLDER = `${VIKI_FOLDER}/backups`;
/** So many of the newest are kept, */
const NEWEST_KEPT = 10;
/** and of the days before, the last of each day. */
const DAYS_KEPT = 14;
const PRIVATE_MODE = 0o600;
const BACKUP_NAME = /^state-(\d{8})t\d{9}z-[0-9a-f]+\.json$/;

/** Sorts by time. */
function nameOf(kind: string, now: number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:.]/g, '').toLowerCase();
  return `${kind}-${time}-${uniqueSuffix()}.json`;
}

const folderOf = (project: string): string => join(project, BACKUPS_FOLDER);

async function makeFolder(project: string): Promise<string> {
  const folder = folderOf(project);
  await mkdir(folder, { recursive: true });
  await writeFile(join(project, VIKI_FOLDER, '.gitignore'), '*\n', { flag: 'wx' }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  return folder;
}

/** The names of backups, the newest last. */
export async function backupNames(project: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folderOf(project));
    return names.filter((name) => BACKUP_NAME.test(name)).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export const backupPath = (project: string, name: string): string => join(folderOf(project), name);

/** Which backups have had their time. */
export function outdated(names: readonly string[]): readonly string[] {
  const older = names.toSorted().slice(0, -NEWEST_KEPT).toReversed();
  const days = new Set<string>();
  return older.filter((name) => {
    const day = BACKUP_NAME.exec(name)?.[1] ?? '';
    if (days.has(day) || days.size >= DAYS_KEPT) return true;
    days.add(day);
    return false;
  });
}

/** Keeps this text as a backup, and thins out those before. */
export async function addBackup(project: string, text: string, now: number): Promise<string> {
  const folder = await makeFolder(project);
  const name = nameOf('state', now);
  // (the state itself is on the disk, and each backup is looked at before it is used)
  await replaceFile(join(folder, name), text, false);
  for (const old of outdated(await backupNames(project))) await unlink(join(folder, old)).catch(() => undefined);
  return name;
}

/** Keeps a copy of a file that is about to be replaced and not to be lost; nobody but its owner may read it there. */
export async function keepAside(
  project: string,
  path: string,
  kind: 'broken' | 'first-viki',
  now: number,
): Promise<string> {
  const folder = await makeFolder(project);
  const aside = join(folder, nameOf(kind, now));
  await writeFile(aside, await readFile(path), { mode: PRIVATE_MODE, flag: 'wx', flush: true });
  return aside;
}
