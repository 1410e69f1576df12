// A folder as one text: every path in it with its kind, rights, owner and content. Two equal texts are two equal folders.
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

const PATHS_LIMIT = 10_000;

async function lineOf(root: string, path: string): Promise<string> {
  const full = join(root, path);
  const found = await lstat(full);
  const { mode, uid, gid } = found;
  const rights = `${(mode & 0o7777).toString(8)} ${uid}:${gid}`;
  const name = JSON.stringify(path);
  if (found.isSymbolicLink()) return `${name} link ${uid}:${gid} ${JSON.stringify(await readlink(full))}`;
  if (found.isDirectory()) return `${name} folder ${rights}`;
  if (!found.isFile()) return `${name} other ${rights}`;
  return `${name} file ${rights} ${createHash('sha256')
    .update(await readFile(full))
    .digest('hex')}`;
}

export async function listing(root: string): Promise<readonly string[]> {
  const paths = ['', ...(await readdir(root, { recursive: true }))];
  if (paths.length > PATHS_LIMIT) throw new Error(`${root} has more than ${PATHS_LIMIT} paths`);
  const lines: string[] = [];
  for (const path of paths.toSorted()) lines.push(await lineOf(root, path));
  return lines;
}

export const digestOf = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex');
