// How much a value comes to when it is written out. A value may hold another one many times over, so what was counted once
// is not counted again. Pure.
import type { Json } from '../modules/contract.ts';

/** More than this is no value of a field, but texts that were put into each other again and again. */
export const VALUE_LENGTH_LIMIT = 256 * 1024;

const known = new WeakMap<object, number>();

/** About as many characters as it has as JSON. */
export function sizeOf(json: Json): number {
  if (typeof json === 'string') return json.length;
  if (typeof json !== 'object' || json === null) return 1;
  const before = known.get(json);
  if (before !== undefined) return before;
  const inner = Array.isArray(json) ? json : Object.values(json);
  const size = inner.reduce((all: number, value: Json) => all + sizeOf(value) + 1, 2);
  known.set(json, size);
  return size;
}

export const isTooLarge = (json: Json): boolean => sizeOf(json) > VALUE_LENGTH_LIMIT;
