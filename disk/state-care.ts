// What a person can do with state.vk.json and its backups: look whether they are whole, keep one, bring one back, migrate.
// It says what it found and did; nothing is lost by any of it.
import { join } from 'node:path';
import { addBackup, backupNames, backupPath, keepAside } from './backups.ts';
import { replaceFile } from './replace.ts';
import type { SeenState } from './seen.ts';
import {
  newestBackup,
  printState,
  type Reading,
  readStateFile,
  STATE_FILE,
  updateState,
  whileLocked,
} from './state.ts';
import { whyUnwritable } from './words.ts';

/** What was done, or why it could not be. */
export type Done = { readonly done: string } | { readonly message: string; readonly hint: string };

export type Checked = {
  readonly file: string;
  readonly is: Reading['is'];
  /** Why it is not whole. */
  readonly why: string | undefined;
};

const whyNot = (reading: Reading): string | undefined => {
  if (reading.is === 'legacy') return 'it is the first viki’s';
  return 'why' in reading ? reading.why : undefined;
};

/** The file and its backups, the newest first. */
export async function verifyState(folder: string): Promise<readonly Checked[]> {
  const names = backupNames(folder).toReversed();
  const paths = [join(folder, STATE_FILE), ...names.map((name) => backupPath(folder, name))];
  const checked: Checked[] = [];
  for (const file of paths) {
    const reading = await readStateFile(file);
    checked.push({ file, is: reading.is, why: whyNot(reading) });
  }
  return checked;
}

const HELD = { message: 'another viki writes the state just now', hint: 'try again in a moment' };

async function locked(folder: string, work: () => Promise<Done>): Promise<Done> {
  try {
    return (await whileLocked(folder, work)) ?? HELD;
  } catch (error) {
    return { message: `the state ${whyUnwritable(error)}`, hint: 'make the folder writable' };
  }
}

const MEND = '`viki state restore` brings a backup back; `viki plan` begins one anew from what the hosts tell';

export function backUpState(folder: string, now: number): Promise<Done> {
  const path = join(folder, STATE_FILE);
  return locked(folder, async () => {
    const reading = await readStateFile(path);
    if (reading.is === 'missing') return { message: `there is no ${STATE_FILE}`, hint: '`viki plan` makes one' };
    if (reading.is !== 'state') return { message: `${path} is not backed up: ${whyNot(reading)}`, hint: MEND };
    return { done: `kept as ${backupPath(folder, await addBackup(folder, printState(reading.state), now))}` };
  });
}

async function chosenBackup(
  folder: string,
  name: string | undefined,
): Promise<{ name: string; state: SeenState } | Exclude<Done, { done: string }>> {
  const names = backupNames(folder);
  const hint =
    names.length === 0 ? '`viki plan` begins one anew from what the hosts tell' : '`viki state verify` lists them';
  if (name === undefined) {
    return (await newestBackup(folder)) ?? { message: 'there is no whole backup', hint };
  }
  if (!names.includes(name)) return { message: `there is no backup ${name}`, hint };
  const reading = await readStateFile(backupPath(folder, name));
  if (reading.is === 'state') return { name, state: reading.state };
  return { message: `the backup ${name} is not whole: ${whyNot(reading)}`, hint };
}

/** What is there now is kept too, so that this can be taken back. */
export function restoreState(folder: string, wanted: string | undefined, now: number): Promise<Done> {
  const path = join(folder, STATE_FILE);
  return locked(folder, async () => {
    const backup = await chosenBackup(folder, wanted);
    if ('message' in backup) return backup;
    const reading = await readStateFile(path);
    if (reading.is === 'foreign')
      return { message: `${path} is left alone: ${reading.why}`, hint: 'move it away first' };
    if (reading.is === 'state') await addBackup(folder, printState(reading.state), now);
    else if (reading.is !== 'missing')
      await keepAside(folder, path, reading.is === 'legacy' ? 'first-viki' : 'broken', now);
    await replaceFile(path, printState(backup.state));
    return { done: `${path} is as in the backup ${backup.name}` };
  });
}

/** A file of the first viki becomes a new one; also done by the first command that notes something. */
export async function migrateState(folder: string, project: string): Promise<Done> {
  const path = join(folder, STATE_FILE);
  const reading = await readStateFile(path);
  if (reading.is === 'missing') return { message: `there is no ${STATE_FILE}`, hint: '`viki plan` makes one' };
  if (reading.is === 'state') return { done: `${path} is a new one already` };
  if (reading.is !== 'legacy') return { message: `${path} is not migrated: ${whyNot(reading)}`, hint: MEND };
  const warnings = await updateState(folder, project, (state) => state);
  const isDone = (await readStateFile(path)).is === 'state';
  return isDone ? { done: warnings.join('\n') } : { message: warnings.join('\n'), hint: 'make the folder writable' };
}
