// How a file is written here: whole, on the disk, and in its place in one move. It knows nothing of what is in it.
import { randomBytes } from 'node:crypto';
import { closeSync, fsync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const UNIQUE_BYTES = 6;
const synced = promisify(fsync);

/** Something that no other file beside it is called. */
export const uniqueSuffix = (): string => randomBytes(UNIQUE_BYTES).toString('hex');

export function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // (it is gone, or stays where nobody is harmed by it)
  }
}

/**
 * The file is there whole or as it was: written beside, synced, and put in its place in one move. One that nobody would miss
 * after a power cut is not waited for until it is on the disk; only that takes long enough to ask a thread of Node's for it.
 */
export async function replaceFile(path: string, text: string, isMissed = true): Promise<void> {
  const temporary = `${path}.${uniqueSuffix()}.tmp`;
  try {
    const file = openSync(temporary, 'wx');
    try {
      writeFileSync(file, text);
      if (isMissed) await synced(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
}
