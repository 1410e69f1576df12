// The state files of the first viki, and of its draft "1.1", as what this one keeps of them. Raw outputs and fields that may
// be secret stay behind, in the old file that is put aside. Pure.
import type { Json, JsonObject } from '../../modules/contract.ts';
import { linesOf, parsers } from './outputs.ts';

/** What an old state file told, in words that are still true. */
export type Imported = {
  readonly from: 'first' | '1.1';
  readonly at: string;
  /** What was read from the host, parsed: module, name, and what was found. */
  readonly data?: { readonly [module: string]: { readonly [name: string]: JsonObject } };
  /** What it had set up: module, name, and the fields that say where. */
  readonly mods?: { readonly [module: string]: { readonly [name: string]: JsonObject } };
  /** What 1.1 noted of whole modules. */
  readonly modules?: { readonly [module: string]: { readonly status: string; readonly appliedAt: string } };
  /** What 1.1 would have removed on a rollback. */
  readonly rollback?: { readonly [module: string]: { readonly [list: string]: readonly string[] } };
};

/** Fields that say where something is. A token, a password or an output is none of them. */
const KEPT_FIELDS: { readonly [module: string]: readonly string[] } = {
  ls: ['path'],
  lsl: ['path'],
  mkdir: ['path'],
  wget: ['path', 'url'],
  compose: ['path'],
  cloudflared: ['name'],
  gitwiki: ['repo', 'volume', 'folder'],
};
const CREDENTIALS_IN_URL = /^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i;
const QUERY_OF_URL = /[?#].*$/;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** Which of the old formats it is. */
export function legacyFormat(value: unknown): Imported['from'] | undefined {
  if (!isObject(value)) return undefined;
  if (value['version'] === '1.1') return '1.1';
  return value['version'] === undefined && isObject(value['viki']) ? 'first' : undefined;
}

function keptFields(module: string, fields: JsonObject): JsonObject {
  const kept = Object.hasOwn(KEPT_FIELDS, module) ? (KEPT_FIELDS[module] ?? []) : [];
  const entries = kept.flatMap((field): [string, string][] => {
    const value = fields[field];
    if (typeof value !== 'string') return [];
    const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
    return [[field, isAddress ? value.replace(CREDENTIALS_IN_URL, '$1').replace(QUERY_OF_URL, '') : value]];
  });
  return Object.fromEntries(entries);
}

function eachNamed(section: Json | undefined, change: (module: string, fields: JsonObject) => JsonObject) {
  const modules = Object.entries(object(section)).map(([module, names]): [string, { [name: string]: JsonObject }] => [
    module,
    Object.fromEntries(Object.entries(object(names)).map(([name, fields]) => [name, change(module, object(fields))])),
  ]);
  return Object.fromEntries(modules);
}

function fromFirst(value: JsonObject, at: string): Imported {
  const viki = object(value['viki']);
  const data = eachNamed(viki['data'], (module, fields) => {
    const parse = parsers.get(module);
    return { ...keptFields(module, fields), ...(parse ? { found: parse(linesOf(fields['output'])) } : {}) };
  });
  return { from: 'first', at, data, mods: eachNamed(viki['mods'], keptFields) };
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function fromDraft(value: JsonObject, at: string): Imported {
  const modules = Object.entries(object(value['modules'])).map(([module, noted]) => {
    const { status, applied_at: appliedAt } = object(noted) as { status?: Json; applied_at?: Json };
    return [module, { status: text(status), appliedAt: text(appliedAt) }] as const;
  });
  const rollback = Object.entries(object(object(value['rollback'])['data'])).map(([module, lists]) => {
    const kept = Object.entries(object(lists)).flatMap(([list, names]) =>
      Array.isArray(names) ? [[list, names.filter((name) => typeof name === 'string')] as const] : [],
    );
    return [module, Object.fromEntries(kept)] as const;
  });
  return { from: '1.1', at, modules: Object.fromEntries(modules), rollback: Object.fromEntries(rollback) };
}

export function imported(value: unknown, at: string): Imported | undefined {
  const format = legacyFormat(value);
  if (format === undefined) return undefined;
  return format === 'first' ? fromFirst(value as JsonObject, at) : fromDraft(value as JsonObject, at);
}
