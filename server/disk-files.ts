// The files of a project for a client that does not read them for the server. It reads one folder and the names below it,
// within limits, and writes nothing.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FilesResult } from './protocol.ts';

const SUFFIX = '.vk.yaml';
const TEMPLATE_SUFFIX = '.liquid';
const FILES_LIMIT = 1000;
const TEMPLATES_LIMIT = 200;
/** With more files and folders below it than this, a project is not told which files are missing. */
const BESIDE_LIMIT = 20_000;
const FILE_LIMIT_BYTES = 4 * 1024 * 1024;

async function textOf(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    // (reading a pipe would wait for ever)
    if (!found.isFile() || found.size > FILE_LIMIT_BYTES) return undefined;
    return await readFile(path, 'utf8');
  } catch {
    // It went between being listed and being read, or may not be read: then it is no part of the project.
    return undefined;
  }
}

/** The files below a folder by their path from there, or nothing where not all of them can be told. */
async function namesBelow(folder: string): Promise<readonly string[] | undefined> {
  const found: string[] = [];
  const folders = [''];
  let seen = 0;
  for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
    const entries = await readdir(join(folder, below), { withFileTypes: true });
    seen += entries.length;
    if (seen > BESIDE_LIMIT) return undefined;
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      // (a link to a folder may lead round in a circle)
      else if (entry.isSymbolicLink() && (await stat(join(folder, path))).isDirectory()) return undefined;
      else found.push(path);
    }
  }
  return found;
}

async function projectFiles(folderUri: string, folder: string, open: readonly string[]): Promise<FilesResult['files']> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.name.endsWith(SUFFIX) && !entry.isDirectory() ? [entry.name] : []));
  const files: { uri: string; text: string }[] = [];
  const named = namedIn(open);
  for (const name of names.toSorted().slice(0, FILES_LIMIT)) {
    const text = await textOf(join(folder, name));
    if (text !== undefined) files.push({ uri: named.get(name) ?? `${folderUri}/${encodeURIComponent(name)}`, text });
  }
  return files;
}

/** Editors write URIs in slightly different ways: a file that one has named is called as it calls it. */
function namedIn(uris: readonly string[]): ReadonlyMap<string, string> {
  return new Map(uris.flatMap((uri) => (URL.canParse(uri) ? [[basename(fileURLToPath(uri)), uri]] : [])));
}

async function templatesAmong(folder: string, paths: readonly string[]): Promise<FilesResult['templates']> {
  const templates: { path: string; text: string }[] = [];
  for (const path of paths.filter((name) => name.endsWith(TEMPLATE_SUFFIX)).slice(0, TEMPLATES_LIMIT)) {
    const text = await textOf(join(folder, path));
    if (text !== undefined) templates.push({ path, text });
  }
  return templates;
}

/** What a client would answer to `viki/files`. A folder that is not there has no files. */
export async function filesOnDisk(folderUri: string, open: readonly string[]): Promise<FilesResult> {
  const folder = fileURLToPath(folderUri);
  let files: FilesResult['files'];
  try {
    files = await projectFiles(folderUri, folder, open);
  } catch {
    // A file that has never been saved may lie in a folder that is not there.
    return { files: [] };
  }
  // (a folder below that may not be read, or a link to nowhere, leaves open what is there)
  const beside = await namesBelow(folder).catch(() => undefined);
  const templates = beside && (await templatesAmong(folder, beside));
  return { files, ...(beside === undefined ? {} : { beside }), ...(templates === undefined ? {} : { templates }) };
}
