// Reads a whole file of this machine where it is a regular one and not too large. It knows nothing of what is in it.
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/**
 * What is smaller is read at once: each step by a thread of Node's takes longer than all of the reading, and a project has
 * many small files.
 */
const SMALL_BYTES = 256 * 1024;

export type Regular =
  | { readonly is: 'read'; readonly bytes: Buffer }
  | { readonly is: 'folder' | 'irregular' }
  | { readonly is: 'large'; readonly size: number };

/** Errors of the file system are thrown. */
export async function readRegular(path: string, limitBytes: number): Promise<Regular> {
  const found = statSync(path);
  // (reading a pipe or a terminal would wait for ever)
  if (!found.isFile()) return { is: found.isDirectory() ? 'folder' : 'irregular' };
  if (found.size > limitBytes) return { is: 'large', size: found.size };
  return { is: 'read', bytes: found.size > SMALL_BYTES ? await readFile(path) : readFileSync(path) };
}
