// state.vk.json: the readable record of what was last seen of a project's hosts. The hosts keep the truth, so nothing in
// here may stop a command: what goes wrong is told as a warning, and what is not ours is left as it is.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { addBackup, backupNames, backupPath, keepAside } from './backups.ts';
import { type Imported, imported } from './legacy/migrate.ts';
import { readRegular } from './regular.ts';
import { replaceFile } from './replace.ts';
import { nothingSeen, type SeenState, STATE_VERSION } from './seen.ts';
import { lockState } from './state-lock.ts';
import { isMissing, mebibytes, whyUnreadable, whyUnwritable } from './words.ts';

export const STATE_FILE = 'state.vk.json';
const LOCK_FILE = `${STATE_FILE}.lock`;
const FILE_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * What a text turned out to be. `legacy` is of the first viki; `foreign` is good and not ours to overwrite; `broken` is
 * kept aside before the next write.
 */
export type Reading =
  | { readonly is: 'state'; readonly state: SeenState }
  | { readonly is: 'missing' }
  | { readonly is: 'legacy'; readonly imported: Imported }
  | { readonly is: 'broken' | 'foreign'; readonly why: string };

export type StateRead = { readonly state: SeenState | undefined; readonly warnings: readonly string[] };

const checksumOf = (body: object): string =>
  `sha256:${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`;

export const printState = (state: SeenState): string =>
  `${JSON.stringify({ ...state, checksum: checksumOf(state) }, undefined, 2)}\n`;

export function parseState(text: string): Reading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { is: 'broken', why: 'it is no whole JSON' };
  }
  if (typeof value !== 'object' || value === null) return { is: 'broken', why: 'it is not what viki writes' };
  const old = imported(value, new Date().toISOString());
  if (old) return { is: 'legacy', imported: old };
  const { checksum, ...body } = value as Record<string, unknown>;
  const { version } = body;
  if (typeof version === 'number' && version > STATE_VERSION) {
    return { is: 'foreign', why: `a newer viki wrote it (version ${version}; this one knows ${STATE_VERSION})` };
  }
  if (version !== STATE_VERSION) return { is: 'broken', why: 'it is not what viki writes' };
  if (checksum !== checksumOf(body)) return { is: 'broken', why: 'its checksum is wrong: something else changed it' };
  return { is: 'state', state: body as SeenState };
}

export async function readStateFile(path: string): Promise<Reading> {
  try {
    const found = await readRegular(path, FILE_LIMIT_BYTES);
    if (found.is === 'read') return parseState(found.bytes.toString('utf8'));
    const why = found.is === 'large' ? `it is larger than ${mebibytes(FILE_LIMIT_BYTES)}` : 'it is no regular file';
    return { is: 'foreign', why };
  } catch (error) {
    return isMissing(error) ? { is: 'missing' } : { is: 'foreign', why: `it ${whyUnreadable(error)}` };
  }
}

/** The newest backup that is whole. */
export async function newestBackup(folder: string): Promise<{ name: string; state: SeenState } | undefined> {
  for (const name of backupNames(folder).toReversed()) {
    const reading = await readStateFile(backupPath(folder, name));
    if (reading.is === 'state') return { name, state: reading.state };
  }
  return undefined;
}

async function mended(folder: string, path: string, why: string): Promise<StateRead> {
  const backup = await newestBackup(folder);
  const instead = backup ? `its backup ${backup.name} is used instead` : 'it is begun anew from what the hosts tell';
  return { state: backup?.state, warnings: [`${path} is broken: ${why}; ${instead}`] };
}

const asState = (old: Imported, project: string): SeenState => ({ ...nothingSeen(project), imported: old });

const leftAlone = (path: string, why: string): string =>
  `${path} is left alone: ${why}. Nothing is noted there; the hosts remember their runs themselves. Move it away to have a new one`;

async function understood(folder: string, project: string, reading: Reading): Promise<StateRead> {
  const path = join(folder, STATE_FILE);
  if (reading.is === 'state') return { state: reading.state, warnings: [] };
  if (reading.is === 'missing') return { state: undefined, warnings: [] };
  if (reading.is === 'legacy') return { state: asState(reading.imported, project), warnings: [] };
  if (reading.is === 'foreign') return { state: undefined, warnings: [leftAlone(path, reading.why)] };
  return await mended(folder, path, reading.why);
}

/** What was last seen; of a broken file, what its newest whole backup has. */
export async function readState(folder: string, project = ''): Promise<StateRead> {
  return await understood(folder, project, await readStateFile(join(folder, STATE_FILE)));
}

async function keepAsideIfNeeded(folder: string, reading: Reading, now: number): Promise<readonly string[]> {
  const path = join(folder, STATE_FILE);
  if (reading.is === 'broken') return [`the broken ${path} is kept as ${await keepAside(folder, path, 'broken', now)}`];
  if (reading.is !== 'legacy') return [];
  const aside = await keepAside(folder, path, 'first-viki', now);
  return [
    `${path} was the first viki's, and is a new one now; the old file is kept as ${aside}. There may be passwords in it: remove it when you need it no more`,
  ];
}

/** Runs while no other viki writes here; undefined when one does for too long. Errors of the file system are thrown. */
export async function whileLocked<T>(
  folder: string,
  work: (isHeld: () => boolean) => Promise<T>,
): Promise<T | undefined> {
  const lock = await lockState(join(folder, LOCK_FILE));
  if (!lock) return undefined;
  try {
    return await work(lock.isHeld);
  } finally {
    lock.release();
  }
}

/** Notes what was seen. The warnings say what could not be noted; the work itself is done whatever they say. */
export async function updateState(
  folder: string,
  project: string,
  change: (state: SeenState) => SeenState,
): Promise<readonly string[]> {
  const path = join(folder, STATE_FILE);
  try {
    const warnings = await whileLocked(folder, (isHeld) => writeNext(folder, project, change, isHeld));
    return warnings ?? [`${path} is held by another viki, so what was seen is not noted there`];
  } catch (error) {
    const why = whyUnwritable(error);
    return [
      `${path} ${why}: what was seen is not noted there. The work is done all the same; make the folder writable for the next time`,
    ];
  }
}

async function writeNext(
  folder: string,
  project: string,
  change: (state: SeenState) => SeenState,
  isHeld: () => boolean,
): Promise<readonly string[]> {
  const path = join(folder, STATE_FILE);
  const reading = await readStateFile(path);
  const read = await understood(folder, project, reading);
  if (reading.is === 'foreign') return read.warnings;
  const now = Date.now();
  const next = printState({ ...change(read.state ?? nothingSeen(project)), project });
  if (reading.is === 'state') await addBackup(folder, printState(reading.state), now);
  if (!isHeld()) return [`${path} was taken over by another viki, so what was seen is not noted there`];
  const warnings = [...read.warnings, ...(await keepAsideIfNeeded(folder, reading, now))];
  await replaceFile(path, next);
  return warnings;
}
