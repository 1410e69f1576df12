// Folders (and databases) that would be removed and that somebody put something into: they stay, with what is in them. Pure.
// Nothing is ever removed with what nobody planned to remove.
import { probeOf, type State, type ThingId } from '../modules/contract.ts';
import { namesAre, thingType, typeOf } from '../modules/things/index.ts';

/** What lies in folders, by name, as a host tells it. */
export type Inside = ReadonlyMap<ThingId, readonly string[]>;

/** Folders that stay, and what is in them that stays. */
export type Kept = ReadonlyMap<ThingId, readonly string[]>;

/** From lines `INDEX<TAB>ANSWER`; the index is the place of the folder in the list of things. */
export function parseInside(lines: readonly string[], things: readonly ThingId[]): Inside {
  const told = lines.flatMap((line): [ThingId, readonly string[]][] => {
    const [index = '', answer = ''] = line.split('\t');
    const folder = things[Number(index)];
    const inside = folder && typeOf(folder).inside;
    const names = inside && thingType(inside.type).parse(answer)?.['names'];
    return folder === undefined || !Array.isArray(names) ? [] : [[folder, names as readonly string[]]];
  });
  return new Map(told);
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

/** `/opt/app stays, because notes is in it` */
export const keptText = (kept: Kept, ids: readonly ThingId[]): string =>
  ids
    .filter((id) => kept.has(id))
    .toSorted()
    .map((id) => `${probeOf(id).at} stays, because ${namesAre(kept.get(id) ?? [])} in it`)
    .join('; ');
