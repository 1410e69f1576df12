// What can be said of a host in `${fact.*}`: the names of facts, and what they come to once the host has told them.
import type { Json, JsonObject } from '../modules/contract.ts';

/** By the name in the text: what the source of data calls it. */
const FIELDS = {
  os: 'os',
  version: 'version',
  arch: 'arch',
  kernel: 'kernel',
  hostname: 'hostname',
  memory: 'memoryBytes',
  cpus: 'cpus',
  addresses: 'addresses',
  init: 'init',
  package_manager: 'packages',
} as const;

export const FACTS: readonly string[] = Object.keys(FIELDS);

/** What the text may say of a host, of what was found there. */
export function factsOfHost(found: JsonObject): JsonObject {
  const facts = Object.entries(FIELDS).flatMap(([name, field]): [string, Json][] => {
    const value = found[field];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(facts);
}
