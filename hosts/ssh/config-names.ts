// The hosts that a person has names for in their ssh configuration, to be offered where a host is asked for. It reads files,
// and what OpenSSH would make of them is of no concern here.
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { underHome } from './config.ts';
import { matchesHost } from './plain-config.ts';

const DEPTH_LIMIT = 4;
const NAMES_LIMIT = 500;

/** A word that names one host, not a pattern for many. */
const PLAIN = /^[^*?!%]+$/;

const wordsOf = (line: string): string[] =>
  line.match(/"[^"]*"|[^\s=]+/g)?.map((word) => word.replaceAll('"', '')) ?? [];

/** The files that an `Include` means: wildcards in the last part of its path. */
async function included(pattern: string, folder: string): Promise<readonly string[]> {
  const named = underHome(pattern);
  const path = isAbsolute(named) ? named : join(folder, named);
  const names = await readdir(dirname(path)).catch((): string[] => []);
  return names.filter((name) => matchesHost([basename(path)], name)).map((name) => join(dirname(path), name));
}

async function namesIn(file: string, folder: string, depth: number): Promise<readonly string[]> {
  if (depth > DEPTH_LIMIT) return [];
  // (a person without a configuration has no names for hosts)
  const text = await readFile(file, 'utf8').catch(() => '');
  const names: string[] = [];
  for (const line of text.split('\n')) {
    const [keyword = '', ...words] = wordsOf(line.trim());
    if (keyword.toLowerCase() === 'host') names.push(...words.filter((word) => PLAIN.test(word)));
    if (keyword.toLowerCase() !== 'include') continue;
    for (const word of words) {
      for (const path of await included(word, folder)) names.push(...(await namesIn(path, folder, depth + 1)));
    }
  }
  return names;
}

/** In the order of the files, each once. */
export async function configuredNames(folder = join(homedir(), '.ssh')): Promise<readonly string[]> {
  return [...new Set(await namesIn(join(folder, 'config'), folder, 0))].slice(0, NAMES_LIMIT);
}
