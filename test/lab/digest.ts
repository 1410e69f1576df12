// What is on a host's disk, said so that two moments can be compared: read from outside, so nothing on the host is believed.

import { createHash } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { isLeftOut, isWayToOwnFolder } from './left-out.ts';

const ENTRY_LIMIT = 200_000;
const KNOWN_HASHES_LIMIT = 200_000;
const CHUNK_BYTES = 1 << 20;
const DIFFERENCE_LIMIT = 40;
/** A file whose last change is younger than this could change again without getting another time. */
const SETTLED_NANOSECONDS = 2_000_000_000n;

export type ListingOptions = {
  /** Absolute paths that are left out with everything below them. */
  readonly except?: readonly string[];
};

/** Paths are bytes, and a host may have any: latin1 strings keep each byte as one character. */
type Entry = { readonly path: string; readonly stat: BigIntStats };

const bytesOf = (path: string): Buffer => Buffer.from(path, 'latin1');

const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Spaces, control characters and everything beyond ASCII are written as \xNN, so that an entry is one line of words. */
const printable = (path: string): string =>
  path.replace(/[^\x21-\x5b\x5d-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);

function hashFile(path: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = openSync(bytesOf(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/**
 * What files had for bytes, by what changes with them. Nobody can set the time of the last change (ctime) at will, so the
 * same one means the same bytes; and hosts of one base have its files in common. Only the first look is slow.
 */
const knownHashes = new Map<string, string>();

function hashOf(path: string, stat: BigIntStats): string {
  const stamp = [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ');
  const known = knownHashes.get(stamp);
  if (known) return known;
  const isSettled = BigInt(Date.now()) * 1_000_000n - stat.ctimeNs > SETTLED_NANOSECONDS;
  const sha256 = hashFile(path);
  if (knownHashes.size >= KNOWN_HASHES_LIMIT) knownHashes.clear();
  if (isSettled) knownHashes.set(stamp, sha256);
  return sha256;
}

/** The disk of one host, by where it is mounted. */
export class Disk {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** One line for each entry, sorted: its path, type, mode, owner and group, and its bytes, link target or device number. */
  async listing({ except = [] }: ListingOptions = {}): Promise<string> {
    const left = new Set(except.map((path) => Buffer.from(path).toString('latin1').replace(/\/+$/, '')));
    const entries = await this.#walk((path) => left.has(path) || isLeftOut(path));
    const parents = new Set(entries.filter(({ path }) => !isWayToOwnFolder(path)).map(({ path }) => parentOf(path)));
    for (const parent of [...parents]) parents.add(parentOf(parent));
    const lines: string[] = [];
    for (const entry of entries) {
      // A folder that only leads to viki's own folder came with it.
      if (isWayToOwnFolder(entry.path) && !parents.has(entry.path)) continue;
      const line = this.#line(entry);
      if (line) lines.push(line);
    }
    return `${lines.sort().join('\n')}\n`;
  }

  async digest(options: ListingOptions = {}): Promise<string> {
    return createHash('sha256')
      .update(await this.listing(options))
      .digest('hex');
  }

  async #walk(isOut: (path: string) => boolean): Promise<Entry[]> {
    const entries: Entry[] = [{ path: '/', stat: lstatSync(this.#root, { bigint: true }) }];
    const folders = ['/'];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      // The process that asks has connections to serve meanwhile.
      await setImmediate();
      for (const name of readdirSync(bytesOf(this.#root + folder), { encoding: 'latin1' })) {
        const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
        if (isOut(path)) continue;
        const stat = lstatSync(bytesOf(this.#root + path), { bigint: true, throwIfNoEntry: false });
        if (!stat) continue;
        entries.push({ path, stat });
        if (stat.isDirectory()) folders.push(path);
      }
      if (entries.length > ENTRY_LIMIT) throw new Error(`${this.#root} has more than ${ENTRY_LIMIT} entries`);
    }
    return entries;
  }

  #line({ path, stat }: Entry): string | undefined {
    const mode = (stat.mode & 0o7777n).toString(8).padStart(4, '0');
    try {
      return `${printable(path)} ${this.#content(path, stat)} ${mode} ${stat.uid}:${stat.gid}`;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  #content(path: string, stat: BigIntStats): string {
    const place = this.#root + path;
    if (stat.isFile()) return `file ${hashOf(place, stat)}`;
    if (stat.isDirectory()) return 'directory';
    if (stat.isSymbolicLink()) return `link ${printable(readlinkSync(bytesOf(place), { encoding: 'latin1' }))}`;
    if (stat.isFIFO()) return 'pipe';
    if (stat.isSocket()) return 'socket';
    return `${stat.isBlockDevice() ? 'block' : 'character'} ${stat.rdev}`;
  }
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** The lines of two listings that differ, `-` for before and `+` for after; empty when nothing does. */
export function differences(before: string, after: string): readonly string[] {
  const [old, now] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  const gone = [...old].filter((line) => !now.has(line)).map((line) => `- ${line}`);
  const come = [...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`);
  // Sorted by path, so that the two sides of one change stand together.
  const all = [...gone, ...come].sort((one, other) => (one.slice(2) < other.slice(2) ? -1 : 1));
  return all.length <= DIFFERENCE_LIMIT
    ? all
    : [...all.slice(0, DIFFERENCE_LIMIT), `and ${all.length - DIFFERENCE_LIMIT} more`];
}
