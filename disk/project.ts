// Finds and reads the files of a project: every `*.vk.yaml` of one folder. It reads, and understands nothing of them.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DiskProblem } from './contents.ts';
import { readRegular } from './regular.ts';
import { isMissing, mebibytes, whyUnreadable } from './words.ts';

const SUFFIX = '.vk.yaml';
const FILES_LIMIT = 1000;
/** The language itself draws the line lower, with better words; this one is for memory. */
const FILE_LIMIT_BYTES = 16 * 1024 * 1024;

export type ProjectFile = { readonly name: string; readonly text: string };

export type ProjectFiles = { readonly files: readonly ProjectFile[]; readonly problems: readonly DiskProblem[] };

/** `shown` is the folder as the user named it: files are called by it in messages. */
export async function readProjectFiles(folder: string, shown: string): Promise<ProjectFiles> {
  const about = (name: string, message: string, hint: string): DiskProblem => ({
    place: { file: name, line: 1, column: 1 },
    message,
    hint,
  });
  let names: readonly string[];
  let others: readonly string[];
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isDirectory());
    others = files.map(({ name }) => name);
    names = others.filter((name) => name.endsWith(SUFFIX));
  } catch (error) {
    if (isFile(folder)) {
      const hint = `every *${SUFFIX} of a folder is read: name the one that it lies in`;
      return { files: [], problems: [about(shown, `${shown} is a file, not a folder`, hint)] };
    }
    const hint = isMissing(error) ? 'is the path right?' : 'name a folder that you may read';
    return { files: [], problems: [about(shown, `the folder ${shown} ${whyUnreadable(error)}`, hint)] };
  }
  if (names.length === 0) {
    const message = `there is no *${SUFFIX} in ${shown === '.' ? 'this folder' : shown}`;
    return { files: [], problems: [about(shown, message, whereElse(others))] };
  }
  if (names.length > FILES_LIMIT) {
    const message = `there are ${names.length} files *${SUFFIX} in ${shown}; a project may have ${FILES_LIMIT}`;
    return { files: [], problems: [about(shown, message, 'make several projects of it, each in a folder of its own')] };
  }
  const files: ProjectFile[] = [];
  const problems: DiskProblem[] = [];
  for (const name of names.toSorted()) {
    const file = join(shown, name);
    const read = await readText(join(folder, name));
    if ('text' in read) files.push({ name: file, text: read.text });
    else problems.push(about(file, `${file} ${read.why}`, 'make it a text file that you may read'));
  }
  return { files, problems };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A text may be there under a name that is read for something else. */
function whereElse(names: readonly string[]): string {
  const near = names.filter((name) => /\.ya?ml$/i.test(name)).toSorted()[0];
  const go = 'go to a folder that has one, or name it with `-C DIR`';
  if (near === undefined) return go;
  const meant = `${near.replace(/(\.vk)?\.ya?ml$/i, '')}${SUFFIX}`;
  return `if ${near} is one, call it ${meant}; otherwise ${go}`;
}

async function readText(path: string): Promise<{ readonly text: string } | { readonly why: string }> {
  try {
    const found = await readRegular(path, FILE_LIMIT_BYTES);
    if (found.is === 'read') return { text: found.bytes.toString('utf8') };
    return { why: found.is === 'large' ? `is larger than ${mebibytes(FILE_LIMIT_BYTES)}` : 'is no regular file' };
  } catch (error) {
    return { why: whyUnreadable(error) };
  }
}
