// How a file is written here: whole, on the disk, and in its place in one move. It knows nothing of what is in it.
import { randomBytes } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';

const UNIQUE_BYTES = 6;

/** Something that no other file beside it is called. */
export const uniqueSuffix = (): string => randomBytes(UNIQUE_BYTES).toString('hex');

/**
 * The file is there whole or as it was: written beside, synced, and put in its place in one move. One that nobody would miss
 * after a power cut is not waited for until it is on the disk.
 */
export async function replaceFile(path: string, text: string, isMissed = true): Promise<void> {
  const temporary = `${path}.${uniqueSuffix()}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
      if (isMissed) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}
