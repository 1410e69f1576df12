// state.vk.json: the readable record of what was last seen of a project's hosts. The hosts keep the truth, so nothing in
// here may stop a command: what goes wrong is told as a warning, and what is not ours is left as it is.
import { createHash } from 'node:crypto';
import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, syncFolder, uniqueSuffix } from './replace.ts';
import { nothingSeen, type SeenState, STATE_VERSION } from './seen.ts';
import { isMissing, mebibytes, whyUnreadable, whyUnwritable } from './words.ts';

export const STATE_FILE = 'state.vk.json';
export const BACKUP_FILE = 'state.vk.json.bak';
const FILE_LIMIT_BYTES = 16 * 1024 * 1024;

/** What a text turned out to be. `foreign` is good and not ours to overwrite; `broken` is kept aside before the next write. */
type Reading =
  | { readonly is: 'state'; readonly state: SeenState }
  | { readonly is: 'missing' }
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
  const { checksum, ...body } = value as Record<string, unknown>;
  const { version } = body;
  if (version === '1.1' || (version === undefined && 'viki' in body)) {
    return { is: 'foreign', why: 'it is the first viki’s, which this one does not read' };
  }
  if (typeof version === 'number' && version > STATE_VERSION) {
    return { is: 'foreign', why: `a newer viki wrote it (version ${version}; this one knows ${STATE_VERSION})` };
  }
  if (version !== STATE_VERSION) return { is: 'broken', why: 'it is not what viki writes' };
  if (checksum !== checksumOf(body)) return { is: 'broken', why: 'its checksum is wrong: something else changed it' };
  return { is: 'state', state: body as SeenState };
}

async function readOne(path: string): Promise<Reading> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return { is: 'foreign', why: 'it is no regular file' };
    if (found.size > FILE_LIMIT_BYTES)
      return { is: 'foreign', why: `it is larger than ${mebibytes(FILE_LIMIT_BYTES)}` };
    return parseState(await readFile(path, 'utf8'));
  } catch (error) {
    return isMissing(error) ? { is: 'missing' } : { is: 'foreign', why: `it ${whyUnreadable(error)}` };
  }
}

/** What was last seen; of a broken file, what its backup has. */
export async function readState(folder: string): Promise<StateRead> {
  const path = join(folder, STATE_FILE);
  const reading = await readOne(path);
  if (reading.is === 'state') return { state: reading.state, warnings: [] };
  if (reading.is === 'missing') return { state: undefined, warnings: [] };
  if (reading.is === 'foreign') return { state: undefined, warnings: [leftAlone(path, reading.why)] };
  const backup = await readOne(join(folder, BACKUP_FILE));
  const [state, instead] =
    backup.is === 'state' ? [backup.state, 'its backup is used instead'] : [undefined, 'it is begun anew'];
  return { state, warnings: [`${path} is broken: ${reading.why}; ${instead}`] };
}

const leftAlone = (path: string, why: string): string =>
  `${path} is left alone: ${why}. Nothing is noted there; the hosts remember their runs themselves. Move it away to have a new one`;

/** Notes what was seen. The warnings say what could not be noted; the work itself is done whatever they say. */
export async function updateState(
  folder: string,
  project: string,
  change: (state: SeenState) => SeenState,
): Promise<readonly string[]> {
  const path = join(folder, STATE_FILE);
  const reading = await readOne(path);
  if (reading.is === 'foreign') return [leftAlone(path, reading.why)];
  const read = await readState(folder);
  const warnings: string[] = [...read.warnings];
  try {
    if (reading.is === 'broken') {
      const aside = `${path}.broken-${uniqueSuffix()}`;
      await rename(path, aside);
      warnings.push(`the broken ${path} is kept as ${aside}`);
    }
    if (reading.is === 'state') await replaceFile(join(folder, BACKUP_FILE), printState(reading.state));
    const next = change(read.state ?? nothingSeen(project));
    await replaceFile(path, printState({ ...next, project }));
    await syncFolder(folder);
  } catch (error) {
    const why = whyUnwritable(error);
    warnings.push(
      `${path} ${why}: what was seen is not noted there. The work is done all the same; make the folder writable for the next time`,
    );
  }
  return warnings;
}
