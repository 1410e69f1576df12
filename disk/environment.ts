// The `.env` beside a project: what it sets, under what the environment of the process sets. It reads that one file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSilenced } from '../language/ignore.ts';
import type { DiskProblem } from './contents.ts';
import { isMissing, whyUnreadable } from './words.ts';

const FILE_NAME = '.env';
const ENTRY = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/;
const REFERENCE = /\$\{(\w+)\}/g;
const ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r' };

type Environment = Readonly<Record<string, string | undefined>>;

export type LoadedEnvironment = { readonly environment: Environment; readonly problems: readonly DiskProblem[] };

/** What the process has wins: that is how one run is given another value. */
export function loadEnvironment(folder: string, name: string, process: Environment): LoadedEnvironment {
  let text: string;
  try {
    text = readFileSync(join(folder, FILE_NAME), 'utf8');
  } catch (error) {
    if (isMissing(error)) return { environment: process, problems: [] };
    const message = `${FILE_NAME} ${whyUnreadable(error)}`;
    const hint = 'make it a file that you may read, or remove it';
    return { environment: process, problems: [{ place: { file: name, line: 1, column: 1 }, message, hint }] };
  }
  const { values, wrongLines } = parseEnvironment(text, process);
  const lines = text.split(/\r?\n/);
  const silent = (line: number): boolean => isSilenced((number) => lines[number], { line, code: 'env-file' });
  const told = wrongLines.filter((line) => !silent(line));
  const problems = told.map((line) => ({
    place: { file: name, line, column: 1 },
    // (never the line itself: there may be a password in it)
    message: 'this line is not understood',
    hint: 'write KEY=value, with the value in quotes if it has spaces or a #; until then it sets nothing',
    isHarmless: true as const,
  }));
  return { environment: { ...values, ...process }, problems };
}

/** Values may refer to those above them and to the environment: `URL=http://${HOST}`; in single quotes they are as they are. */
export function parseEnvironment(
  text: string,
  process: Environment = {},
): { readonly values: Environment; readonly wrongLines: readonly number[] } {
  const values: Record<string, string> = {};
  const wrongLines: number[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, key, rest = ''] = ENTRY.exec(line) ?? [];
    const value = readValue(rest, (name) => process[name] ?? values[name] ?? '');
    if (key === undefined || value === undefined) wrongLines.push(index + 1);
    else values[key] = value;
  }
  return { values, wrongLines };
}

/** Undefined for quotes that do not close, or text behind them. */
function readValue(text: string, lookUp: (name: string) => string): string | undefined {
  const insert = (value: string): string => value.replaceAll(REFERENCE, (_, name: string) => lookUp(name));
  if (text.startsWith("'")) return /^'([^']*)'\s*(?:#.*)?$/.exec(text)?.[1];
  if (!text.startsWith('"')) return insert(text.replace(/(?:^|\s+)#.*$/, ''));
  const quoted = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(text)?.[1];
  if (quoted === undefined) return undefined;
  // In one pass, so that what a reference brings in is not read as an escape, nor an escaped `$` as a reference.
  return quoted.replaceAll(/\\(.)|\$\{(\w+)\}/g, (_, letter: string | undefined, name: string) =>
    letter === undefined ? lookUp(name) : (ESCAPES[letter] ?? letter),
  );
}
