// What else of a text has to do with a folder: what is kept by whoever empties it of all that is not their own. Pure.
import type { Json } from '../modules/contract.ts';
import { probeOf, thingId } from '../modules/contract.ts';
import type { Planned } from './move.ts';

/** Where a path in a text may end: it may have blanks, or what parts it from the next one. */
const ENDS = [/[\s"'`:;,|&<>(){}[\]$*?\\=#]/, /["'`:,\n]/, /\n/] as const;

/** (no path is longer) */
const PATH_MAX = 4096;

/** The paths in this folder that a text names, in every way in which they may be meant. */
function mentioned(text: string, folder: string): readonly string[] {
  const inside = `${folder}/`;
  const paths: string[] = [];
  for (let at = text.indexOf(inside); at !== -1; at = text.indexOf(inside, at + 1)) {
    for (const end of ENDS) {
      // (the folder itself may have what else ends a path)
      const rest = text.slice(at + inside.length, at + PATH_MAX);
      const length = rest.search(end);
      const path = `${inside}${length === -1 ? rest : rest.slice(0, length)}`.replace(/\/+$/, '');
      if (path.startsWith(inside)) paths.push(path);
    }
  }
  return paths;
}

/** What stands in the bytes of a file, and which file of the project it is, names no path that it has to do with. */
const WITHIN = new Set(['own', 'variables', undefined]);

const specTexts = ({ module, spec }: Planned['resource']): readonly string[] =>
  Object.entries(spec).flatMap(([field, value]) =>
    WITHIN.has(module.spec.fields[field]?.bytes) ? textsIn(value) : [],
  );

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((one) => textsIn(one as Json));
}

function pathsOf({ resource, spec }: Planned, folder: string): readonly string[] {
  const { module } = resource;
  const ids = [...new Set([...module.read(spec).map(thingId), module.key(spec), ...(module.makes?.(spec) ?? [])])];
  const things = ids.map(probeOf);
  const paths = things.filter(({ type, at }) => type === 'path' && at.startsWith(`${folder}/`)).map(({ at }) => at);
  // (of paths, those that only lead to others are looked at as well)
  const innermost = paths.filter((path) => !paths.some((deeper) => deeper.startsWith(`${path}/`)));
  const others = things.filter(({ type, at }) => type !== 'path' && at.startsWith(`${folder}/`)).map(({ at }) => at);
  // (as it is written: bytes are but a sum in what a module sees)
  return [...innermost, ...[...others, ...specTexts(resource)].flatMap((text) => mentioned(text, folder))];
}

/** The paths in a folder that resources other than this one have to do with, or only name. */
export const pathsOfOthers = (all: readonly Planned[], own: Planned, folder: string): readonly string[] => [
  ...new Set(all.flatMap((other) => (other === own ? [] : pathsOf(other, folder)))),
];
