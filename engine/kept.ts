// Folders that would be removed and that somebody put something into: they stay, with what is in them. Pure. A folder is
// never removed with what nobody planned to remove.
import type { State, ThingId } from '../modules/contract.ts';
import { probeOf } from './compile.ts';

/** What lies in folders, by name, as a host tells it. */
export type Inside = ReadonlyMap<ThingId, readonly string[]>;

/** Folders that stay, and what is in them that stays. */
export type Kept = ReadonlyMap<ThingId, readonly string[]>;

const NAMES_SHOWN = 3;

/** From lines `INDEX NAME`; the index is the place of the folder in the list of things. */
export function parseInside(lines: readonly string[], things: readonly ThingId[]): Inside {
  const inside = new Map<ThingId, string[]>();
  for (const line of lines) {
    const space = line.indexOf(' ');
    const folder = things[Number(line.slice(0, space))];
    if (folder === undefined) continue;
    const names = inside.get(folder) ?? [];
    inside.set(folder, names);
    // (a slash stands for a line end, which would end the line)
    names.push(line.slice(space + 1).replaceAll('/', '\n'));
  }
  return inside;
}

const isThere = (state: State, id: ThingId): boolean => state[id] !== undefined && state[id]['is'] !== 'absent';

/** Of the folders that are there now and would be gone in `target`, those that can't go. */
export function keptFolders(now: State, target: State, inside: Inside): Kept {
  const going = new Set((Object.keys(target) as ThingId[]).filter((id) => isThere(now, id) && !isThere(target, id)));
  const kept = new Map<ThingId, readonly string[]>();
  // The innermost first: a folder that stays keeps the one that it lies in.
  for (const [folder, names] of [...inside].toSorted(([one], [other]) => (one < other ? 1 : -1))) {
    if (!going.has(folder)) continue;
    const others = names.filter((name) => !going.has(`${folder}/${name}`));
    if (others.length === 0) continue;
    kept.set(folder, others);
    going.delete(folder);
  }
  return kept;
}

function namesText(names: readonly string[]): string {
  const shown: string[] = names.slice(0, NAMES_SHOWN);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more are`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? `${last} is` : `${shown.join(', ')} and ${last} are`;
}

/** `/opt/app stays, because notes is in it` */
export const keptText = (kept: Kept, ids: readonly ThingId[]): string =>
  ids
    .filter((id) => kept.has(id))
    .toSorted()
    .map((id) => `${probeOf(id).at} stays, because ${namesText(kept.get(id) ?? [])} in it`)
    .join('; ');
