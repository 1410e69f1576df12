// Reads the bytes that a project's resources ask for and hashes them. It reads files of this machine and writes nothing.
import { isAbsolute, join } from 'node:path';
import { type Contents, contentKey, type LoadedRef, type WantedBytes, wantedBytes } from '../engine/contents.ts';
import type { Place, Project, SecretSource } from '../engine/project.ts';
import type { ContentRef, JsonObject } from '../modules/contract.ts';
import { type Hide, hiddenIn, hide, newSalt } from './hidden.ts';
import { readRegular } from './regular.ts';
import { CONTENT_LIMIT_BYTES, CONTENTS_LIMIT_BYTES, type Complaint, readTree, sumOf, type TreeOnDisk } from './tree.ts';
import { mebibytes, whyUnreadable } from './words.ts';

/** Something on this machine that the text needs and that can't be had. */
export type DiskProblem = Complaint & {
  readonly place: Place;
  /** Everything else goes on without it. */
  readonly isHarmless?: true;
};

export type LoadedContents = { readonly contents: Contents; readonly problems: readonly DiskProblem[] };

/** Makes the text of a template; nobody but the language knows how. */
export type Fill = (
  template: string,
  data: JsonObject,
) => { readonly text: string } | { readonly line: number; readonly message: string; readonly hint: string };

/** Tells a secret, or fails with words that say why it can't. */
export type Reveal = (source: SecretSource, address: string) => Promise<string>;

/** For whoever only reads the text, and sends nothing of it to a host. */
export const untold: Reveal = () => Promise.resolve('');

async function secretBytes(wanted: WantedBytes, reveal: Reveal, hidden: Hide): Promise<Uint8Array | Complaint> {
  const told = new Map<string, string>();
  for (const [path, source] of wanted.secrets ?? []) {
    try {
      told.set(path, await reveal(source, wanted.address));
    } catch (error) {
      const { message, hint } = error as { message: string; hint?: string };
      if (hint === undefined) throw error;
      return { message: `${wanted.address}: ${message}`, hint };
    }
  }
  return await hidden(wanted.withSecrets?.(told) ?? '', contentKey(wanted));
}

/** `folder` is the project's: sources are relative to it. `loadFill` is called where there is a template. Secrets become
 * bytes by `hidden`. */
export async function loadContents(
  project: Project,
  folder: string,
  loadFill: () => Promise<Fill>,
  reveal: Reveal,
  hidden: Hide = hide,
): Promise<LoadedContents> {
  const refs = new Map<string, LoadedRef>();
  const blobs = new Map<string, Uint8Array>();
  const problems: DiskProblem[] = [];
  const sources = { folder, files: new Map(), trees: new Map() };
  let total = 0;
  for (const wanted of wantedBytes(project)) {
    const found = await (wanted.how === 'local-tree'
      ? treeOf(wanted, sources)
      : fileOf(wanted, sources, loadFill, (secret) => secretBytes(secret, reveal, hidden)));
    if ('message' in found) {
      problems.push({ place: wanted.place, ...found });
      continue;
    }
    refs.set(contentKey(wanted), found.ref);
    for (const [sha256, bytes] of found.bytes) {
      if (!blobs.has(sha256)) total += bytes.length;
      blobs.set(sha256, bytes);
    }
    if (total > CONTENTS_LIMIT_BYTES) {
      const message = `${wanted.address}: with it, the contents of this project are larger than ${mebibytes(CONTENTS_LIMIT_BYTES)}`;
      problems.push({
        place: wanted.place,
        message,
        hint: 'split the project, or bring large files there another way',
      });
      break;
    }
  }
  const make = (text: string): ContentRef => {
    const bytes = Buffer.from(text);
    const sha256 = sumOf(bytes);
    blobs.set(sha256, bytes);
    return { sha256, size: bytes.length };
  };
  const bytes = (sha256: string): Uint8Array | undefined => blobs.get(sha256);
  return { contents: { refs, bytes, make, proofs: proofsOf(bytes) }, problems };
}

/** (the line of chance before a secret is new in every process) */
function proofsOf(bytesOf: Contents['bytes']): NonNullable<Contents['proofs']> {
  const salt = newSalt();
  return {
    salt,
    of({ sha256, isSecret }) {
      const bytes = bytesOf(sha256);
      return bytes && sumOf(Buffer.concat([Buffer.from(`${salt}\n`), isSecret ? hiddenIn(bytes) : bytes]));
    },
  };
}

/** What was read already, by its path. */
type Sources = {
  readonly folder: string;
  readonly files: Map<string, Promise<Uint8Array | Complaint>>;
  readonly trees: Map<string, Promise<TreeOnDisk | Complaint>>;
};

type Loaded = { readonly ref: LoadedRef; readonly bytes: ReadonlyMap<string, Uint8Array> };

async function fileOf(
  wanted: WantedBytes,
  sources: Sources,
  loadFill: () => Promise<Fill>,
  readSecret: (wanted: WantedBytes) => Promise<Uint8Array | Complaint>,
): Promise<Loaded | Complaint> {
  const read = await (wanted.secrets ? readSecret(wanted) : bytesOf(wanted, sources));
  const found = wanted.how === 'template' && !('message' in read) ? filled(wanted, read, await loadFill()) : read;
  if ('message' in found) return found;
  const sha256 = sumOf(found);
  const ref = { sha256, size: found.length, ...(wanted.secrets ? { isSecret: true as const } : {}) };
  return { ref, bytes: new Map([[sha256, found]]) };
}

async function treeOf({ address, field, value }: WantedBytes, sources: Sources): Promise<Loaded | Complaint> {
  const path = pathFrom(sources.folder, value);
  const known = sources.trees.get(path) ?? readTree(path, sources.folder);
  sources.trees.set(path, known);
  const found = await known;
  if ('message' in found) return { ...found, message: `${address}: the ${field} ${value}${found.message}` };
  const listing = Buffer.from(JSON.stringify(found.tree));
  return { ref: { sha256: sumOf(listing), size: listing.length, tree: found.tree }, bytes: found.bytes };
}

const pathFrom = (folder: string, value: string): string => (isAbsolute(value) ? value : join(folder, value));

function filled({ address, value, data }: WantedBytes, template: Uint8Array, fill: Fill): Uint8Array | Complaint {
  const made = fill(Buffer.from(template).toString('utf8'), data);
  if ('text' in made) return Buffer.from(made.text);
  return { message: `${address}: the template ${value}, line ${made.line}: ${made.message}`, hint: made.hint };
}

function bytesOf(
  { how, value, address, field }: WantedBytes,
  { folder, files }: Sources,
): Promise<Uint8Array | Complaint> {
  if (how === 'content' || how === 'own') return Promise.resolve(Buffer.from(value));
  const path = pathFrom(folder, value);
  const known = files.get(path) ?? readSource(path);
  files.set(path, known);
  return known.then((read) =>
    'message' in read ? { ...read, message: `${address}: the ${field} ${value} ${read.message}` } : read,
  );
}

async function readSource(path: string): Promise<Uint8Array | Complaint> {
  try {
    const found = await readRegular(path, CONTENT_LIMIT_BYTES);
    if (found.is === 'read') return found.bytes;
    if (found.is === 'large') {
      const message = `is larger than ${mebibytes(CONTENT_LIMIT_BYTES)} (it has ${found.size} bytes)`;
      return { message, hint: 'bring large files there another way' };
    }
    const what = found.is === 'folder' ? 'a folder' : 'no regular file';
    return { message: `is ${what}`, hint: 'name a file; `copy` brings a whole folder' };
  } catch (error) {
    const why = whyUnreadable(error);
    return { message: why, hint: `viki looked for it at ${path}` };
  }
}
