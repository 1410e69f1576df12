// What hosts told of themselves when they were last asked, as state.vk.json has it: for people who look at a text. It reads
// that one file and nothing else, and what is wrong with it is told by whoever writes it.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../modules/contract.ts';

const STATE_FILE = 'state.vk.json';
const FILE_LIMIT_BYTES = 16 * 1024 * 1024;

/** In milliseconds since 1970. */
export type SeenFacts = { readonly at: number; readonly found: JsonObject };
export type FactsByHost = ReadonlyMap<string, SeenFacts>;

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function factsIn(text: string): FactsByHost {
  const state: unknown = JSON.parse(text);
  const hosts = isObject(state) && isObject(state['hosts']) ? state['hosts'] : {};
  const known = Object.entries(hosts).flatMap(([host, seen]): [string, SeenFacts][] => {
    const facts = isObject(seen) ? seen['facts'] : undefined;
    if (!isObject(facts) || !isObject(facts['found'])) return [];
    const at = Date.parse(String(facts['at']));
    return Number.isNaN(at) ? [] : [[host, { at, found: facts['found'] as JsonObject }]];
  });
  return new Map(known);
}

/** The file that was read last: the next one who points at a fact mostly asks for the same. */
let last: { readonly mark: string; readonly facts: FactsByHost } | undefined;

/** The facts of a folder's project; none where they can't be read. */
export function seenFactsIn(folderUri: string): FactsByHost {
  try {
    const path = join(fileURLToPath(folderUri), STATE_FILE);
    const { size, mtimeMs } = statSync(path);
    if (size > FILE_LIMIT_BYTES) return new Map();
    const mark = `${path} ${size} ${mtimeMs}`;
    if (last?.mark !== mark) last = { mark, facts: factsIn(readFileSync(path, 'utf8')) };
    return last.facts;
  } catch {
    return new Map();
  }
}
