// Reads a folder of this machine with all that is in it, as something that can be made on a host. It writes nothing, and
// follows no link.
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Tree, TreeEntry } from '../modules/contract.ts';
import { mebibytes, whyUnreadable } from './words.ts';

/** Larger files are not configuration: they would be held in memory here and sent with every run that needs them. */
export const CONTENT_LIMIT_BYTES = 64 * 1024 * 1024;
/** What one project may hold in memory. */
export const CONTENTS_LIMIT_BYTES = 512 * 1024 * 1024;
/** Each is a line of a plan and a step of a run. */
export const TREE_ENTRIES_LIMIT = 5000;

const ANOTHER_WAY = 'bring large files there another way';

/** Why something on this machine can't be had. */
export type Complaint = { readonly message: string; readonly hint: string };

/** What is in a folder, and the bytes of its files by their sums. */
export type TreeOnDisk = { readonly tree: Tree; readonly bytes: ReadonlyMap<string, Uint8Array> };

export const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What others may write here is nothing that a host should let them write: that differs with who has checked it out. */
const modeOf = ({ mode }: Stats, usual: number): string =>
  (process.platform === 'win32' ? usual : mode & 0o755).toString(8).padStart(4, '0');

/** A file is found first and read later: what is too much is told before half of it is in memory. */
type Found =
  | Exclude<TreeEntry, { is: 'file' }>
  | { readonly path: string; readonly is: 'unread'; readonly mode: string };

class TreeReader {
  readonly #root: string;
  readonly #bytes = new Map<string, Uint8Array>();
  #total = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** What is wrong with it is thrown, as the words that say it. */
  async read(): Promise<TreeOnDisk> {
    const tree: TreeEntry[] = [];
    for (const found of await this.#found()) tree.push(found.is === 'unread' ? await this.#file(found) : found);
    return { tree: tree.toSorted((one, other) => (one.path < other.path ? -1 : 1)), bytes: this.#bytes };
  }

  async #found(): Promise<readonly Found[]> {
    const all: Found[] = [];
    const folders = [''];
    for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
      for (const name of (await readdir(join(this.#root, below))).toSorted()) {
        const path = below === '' ? name : `${below}/${name}`;
        const entry = await this.#entry(path);
        all.push(entry);
        if (entry.is === 'directory') folders.push(path);
        if (all.length > TREE_ENTRIES_LIMIT) {
          const hint = 'split it, or bring it there as one file and unpack it with `archive`';
          throw new NotToBeCopied(` has more than ${TREE_ENTRIES_LIMIT} files and folders in it`, hint);
        }
      }
    }
    return all;
  }

  async #entry(path: string): Promise<Found> {
    const whole = join(this.#root, path);
    if (path.includes('\uFFFD')) {
      throw new NotToBeCopied(`: the name ${path} in it is no text (UTF-8)`, 'give that file another name');
    }
    const found = await lstat(whole);
    if (found.isDirectory()) return { path, is: 'directory', mode: modeOf(found, 0o755) };
    if (found.isSymbolicLink()) return this.#link(path, whole);
    // (reading a pipe would wait for ever)
    if (!found.isFile()) {
      throw new NotToBeCopied(`: ${path} in it is no file, folder or link`, 'take it out of that folder');
    }
    if (found.size > CONTENT_LIMIT_BYTES) {
      const message = `: ${path} in it is larger than ${mebibytes(CONTENT_LIMIT_BYTES)} (it has ${found.size} bytes)`;
      throw new NotToBeCopied(message, ANOTHER_WAY);
    }
    this.#total += found.size;
    if (this.#total > CONTENTS_LIMIT_BYTES) {
      throw new NotToBeCopied(` has more than ${mebibytes(CONTENTS_LIMIT_BYTES)} in it`, ANOTHER_WAY);
    }
    return { path, is: 'unread', mode: modeOf(found, 0o644) };
  }

  async #file({ path, mode }: { readonly path: string; readonly mode: string }): Promise<TreeEntry> {
    const bytes = await readFile(join(this.#root, path));
    const sha256 = sumOf(bytes);
    this.#bytes.set(sha256, bytes);
    return { path, is: 'file', mode, sha256, size: bytes.length };
  }

  async #link(path: string, whole: string): Promise<Found> {
    const target = await readlink(whole);
    if (!target.includes('\n')) return { path, is: 'link', target };
    throw new NotToBeCopied(`: the link ${path} in it leads to a name with an end of line`, 'give it another name');
  }
}

/** What is in a folder can't be had on a host. */
class NotToBeCopied extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const isIn = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
};

/** `project` is the folder of the text; the messages go on behind the name of the folder. */
export async function readTree(root: string, project: string): Promise<TreeOnDisk | Complaint> {
  if (isIn(project, root)) {
    const hint = 'put what is to be copied into a folder of its own beside the text';
    return { message: ' has the project itself in it, with its `.env`', hint };
  }
  try {
    if (!(await stat(root)).isDirectory()) return { message: ' is no folder', hint: '`file` brings a single file' };
    return await new TreeReader(root).read();
  } catch (error) {
    if (error instanceof NotToBeCopied) return { message: error.message, hint: error.hint };
    const { path } = error as { path?: string };
    const inside = path === undefined ? '' : relative(root, path);
    const what = inside === '' ? ' ' : `: ${inside} in it `;
    return { message: `${what}${whyUnreadable(error)}`, hint: `viki looked for it at ${root}` };
  }
}
