// Earlier states of a project, in files of their own: made before each write, thinned out by age, and all that was put
// aside. It knows names and places; what is in the files is state.ts' business.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeIfThere, replaceFile, uniqueSuffix } from './replace.ts';
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

function makeFolder(project: string): string {
  const folder = folderOf(project);
  mkdirSync(folder, { recursive: true });
  const ignored = join(project, VIKI_FOLDER, '.gitignore');
  if (!existsSync(ignored)) writeFileSync(ignored, '*\n');
  return folder;
}

/** The names of backups, the newest last. */
export function backupNames(project: string): readonly string[] {
  try {
    const names = readdirSync(folderOf(project));
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
  const folder = makeFolder(project);
  const name = nameOf('state', now);
  // (the state itself is on the disk, and each backup is looked at before it is used)
  await replaceFile(join(folder, name), text, false);
  for (const old of outdated(backupNames(project))) removeIfThere(join(folder, old));
  return name;
}

/** Keeps a copy of a file that is about to be replaced and not to be lost; nobody but its owner may read it there. */
export async function keepAside(
  project: string,
  path: string,
  kind: 'broken' | 'first-viki',
  now: number,
): Promise<string> {
  const folder = makeFolder(project);
  const aside = join(folder, nameOf(kind, now));
  await writeFile(aside, readFileSync(path), { mode: PRIVATE_MODE, flag: 'wx', flush: true });
  return aside;
}
