// What lies in a folder as a thing that is only read: a folder is not removed with what nobody planned to remove. The shell
// is in entries.sh.
import { type JsonObject, type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { entriesLibrary } from './shell.generated.ts';

/** How many names are told: of a folder with more it is known anyway that it is not empty. */
const NAMES_LIMIT = 20_000;
const NAMES_SHOWN = 3;
const LINE_END = '\u001e';
const ENTRIES = 'entries:';

export type EntriesState =
  /** There is no such folder. */
  | { readonly is: 'absent' }
  /** It may not be looked into. */
  | { readonly is: 'denied' }
  | { readonly is: 'entries'; readonly names: readonly string[] };

export const entriesProbe = (folder: string): Probe => ({ type: 'entries', at: folder });

export function entriesIn(state: State, folder: string): EntriesState {
  const value = state[thingId(entriesProbe(folder))];
  if (!value) throw new Error(`what is in ${folder} was not read`);
  return value as EntriesState;
}

/** What will be in it, with what is known of the paths in it. */
export function entriesAfter(folder: string, names: readonly string[], world: State): readonly string[] {
  const prefix = `path:${folder.replace(/\/$/, '')}/`;
  const left = new Set(names);
  for (const id of Object.keys(world) as ThingId[]) {
    const name = id.slice(prefix.length);
    if (!id.startsWith(prefix) || name === '' || name.includes('/')) continue;
    const is = world[id]?.['is'];
    if (is === 'absent') left.delete(name);
    else if (is !== 'unreadable') left.add(name);
  }
  return [...left].toSorted();
}

/** `a and b are`, for a sentence that goes on with `in it`. */
export function namesAre(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more are`;
  return shown.length === 1 ? `${shown[0]} is` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)} are`;
}

function parseEntries(answer: string): EntriesState | undefined {
  if (answer === 'absent' || answer === 'denied') return { is: answer };
  if (!answer.startsWith(ENTRIES)) return undefined;
  const names = answer
    .slice(ENTRIES.length)
    .split('/')
    .filter((name) => name !== '');
  return { is: 'entries', names: names.map((name) => name.replaceAll(LINE_END, '\n')).toSorted() };
}

export const entriesThing: ThingType = {
  type: 'entries',
  library: entriesLibrary,
  ask: (folders) => folders.map(({ index, at }) => `v_entries ${index} ${quote(at)} ${NAMES_LIMIT}`).join('\n'),
  parse: parseEntries,
  print: (state: JsonObject) => {
    const known = state as EntriesState;
    if (known.is !== 'entries') return known.is;
    return `${ENTRIES}${known.names.map((name) => name.replaceAll('\n', LINE_END)).join('/')}`;
  },
  needs: () => [],
  differences: () => [],
};
