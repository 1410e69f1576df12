// Reads the bytes that a project's resources ask for and hashes them. It reads files of this machine and writes nothing.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type Contents, contentKey, type WantedBytes, wantedBytes } from '../engine/contents.ts';
import type { Place, Project, SecretSource } from '../engine/project.ts';
import type { ContentRef, JsonObject } from '../modules/contract.ts';
import { type Hide, hide } from './hidden.ts';
import { mebibytes, whyUnreadable } from './words.ts';

/** Larger files are not configuration: they would be held in memory here and sent with every run that needs them. */
export const CONTENT_LIMIT_BYTES = 64 * 1024 * 1024;
/** What one project may hold in memory. */
export const CONTENTS_LIMIT_BYTES = 512 * 1024 * 1024;

/** Something on this machine that the text needs and that can't be had. */
export type DiskProblem = {
  readonly place: Place;
  readonly message: string;
  readonly hint: string;
  /** Everything else goes on without it. */
  readonly isHarmless?: true;
};

export type LoadedContents = { readonly contents: Contents; readonly problems: readonly DiskProblem[] };

type Complaint = Omit<DiskProblem, 'place'>;

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
  const refs = new Map<string, ContentRef>();
  const blobs = new Map<string, Uint8Array>();
  const problems: DiskProblem[] = [];
  const files = new Map<string, Promise<Uint8Array | Complaint>>();
  let total = 0;
  for (const wanted of wantedBytes(project)) {
    const read = await (wanted.secrets ? secretBytes(wanted, reveal, hidden) : bytesOf(wanted, folder, files));
    const found = wanted.how === 'template' && !('message' in read) ? filled(wanted, read, await loadFill()) : read;
    if ('message' in found) {
      problems.push({ place: wanted.place, ...found });
      continue;
    }
    const sha256 = createHash('sha256').update(found).digest('hex');
    refs.set(contentKey(wanted), { sha256, size: found.length, ...(wanted.secrets ? { isSecret: true } : {}) });
    if (!blobs.has(sha256)) total += found.length;
    if (total > CONTENTS_LIMIT_BYTES) {
      const message = `${wanted.address}: with it, the contents of this project are larger than ${mebibytes(CONTENTS_LIMIT_BYTES)}`;
      problems.push({
        place: wanted.place,
        message,
        hint: 'split the project, or bring large files there another way',
      });
      break;
    }
    blobs.set(sha256, found);
  }
  const make = (text: string): ContentRef => {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    blobs.set(sha256, bytes);
    return { sha256, size: bytes.length };
  };
  return { contents: { refs, bytes: (sha256) => blobs.get(sha256), make }, problems };
}

function filled({ address, value, data }: WantedBytes, template: Uint8Array, fill: Fill): Uint8Array | Complaint {
  const made = fill(Buffer.from(template).toString('utf8'), data);
  if ('text' in made) return Buffer.from(made.text);
  return { message: `${address}: the template ${value}, line ${made.line}: ${made.message}`, hint: made.hint };
}

function bytesOf(
  { how, value, address, field }: WantedBytes,
  folder: string,
  files: Map<string, Promise<Uint8Array | Complaint>>,
): Promise<Uint8Array | Complaint> {
  if (how === 'content' || how === 'own') return Promise.resolve(Buffer.from(value));
  const path = isAbsolute(value) ? value : join(folder, value);
  const known = files.get(path) ?? readSource(path);
  files.set(path, known);
  return known.then((read) =>
    'message' in read ? { ...read, message: `${address}: the ${field} ${value} ${read.message}` } : read,
  );
}

async function readSource(path: string): Promise<Uint8Array | Complaint> {
  try {
    const found = await stat(path);
    // (reading a pipe or a terminal would wait for ever)
    if (!found.isFile()) {
      const what = found.isDirectory() ? 'a folder' : 'no regular file';
      return { message: `is ${what}`, hint: 'name a file; each file of a folder needs a `file` of its own' };
    }
    if (found.size > CONTENT_LIMIT_BYTES) {
      const message = `is larger than ${mebibytes(CONTENT_LIMIT_BYTES)} (it has ${found.size} bytes)`;
      return { message, hint: 'bring large files there another way' };
    }
    return await readFile(path);
  } catch (error) {
    const why = whyUnreadable(error);
    return { message: why, hint: `viki looked for it at ${path}` };
  }
}
