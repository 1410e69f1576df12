// Finds declarations by name in all open projects. Pure.
import type { Declaration, LiveProject } from '../language/index.ts';
import type { Span } from '../language/text.ts';
import { inFile } from './cursor.ts';
import { originsOf } from './sites.ts';

export type FoundSymbol = Span & {
  readonly name: string;
  readonly kind: Declaration['kind'];
  readonly file: string;
};

/** How many are told at once; whoever looks for one types more of its name. */
export const SYMBOLS_LIMIT = 500;
const KINDS = ['variable', 'host', 'group', 'resource', 'data', 'check'] as const;

export function workspaceSymbols(projects: readonly LiveProject[], query: string): readonly FoundSymbol[] {
  const wanted = query.toLowerCase();
  const found: FoundSymbol[] = [];
  for (const live of projects) {
    for (const symbol of symbolsOf(live, wanted)) {
      if (found.length === SYMBOLS_LIMIT) return found;
      found.push(symbol);
    }
  }
  return found;
}

function* symbolsOf(live: LiveProject, wanted: string): Generator<FoundSymbol> {
  for (const kind of KINDS) {
    for (const name of live.namesOf(kind)) {
      if (!matches(name, wanted)) continue;
      for (const { piece, entry } of live.declarationsOf(`${kind}:${name}`)) {
        yield { name, kind, file: piece.file, ...inFile(piece, entry.key) };
      }
    }
  }
  for (const name of live.hosts().groups.keys()) {
    if (!matches(name, wanted) || live.declarationsOf(`group:${name}`).length > 0) continue;
    for (const { file, start, end } of originsOf(live, `group:${name}`))
      yield { name, kind: 'group', file, start, end };
  }
}

/** The letters of the query come in the name, in their order: as editors filter. */
function matches(name: string, wanted: string): boolean {
  const text = name.toLowerCase();
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
