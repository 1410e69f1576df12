// Folders (and databases) that would be removed and that somebody put something into: they stay, with what is in them. Pure.
// Nothing is ever removed with what nobody planned to remove.
import { isGone, probeOf, type State, type ThingId } from '../modules/contract.ts';
import { namesAre, thingType, thingTypes, typeOf } from '../modules/things/index.ts';

/** What lies in folders, by name, as a host tells it; and the paths that go with things which hold some. */
export type Inside = ReadonlyMap<ThingId, readonly string[]>;

/** Folders that stay, and what is in them that stays. */
export type Kept = ReadonlyMap<ThingId, readonly string[]>;

/** From lines `INDEX<TAB>ANSWER`; the index is the place of the folder, or of what holds paths, in the list of things. */
export function parseInside(lines: readonly string[], things: readonly ThingId[]): Inside {
  const told = lines.flatMap((line): [ThingId, readonly string[]][] => {
    const [index = '', answer = ''] = line.split('\t');
    const thing = things[Number(index)];
    if (thing === undefined) return [];
    const { inside, holds, parse } = typeOf(thing);
    if (holds) return [[thing, holds(probeOf(thing).at, parse(answer) ?? {})]];
    const names = inside && thingType(inside.type).parse(answer)?.['names'];
    return Array.isArray(names) ? [[thing, names as readonly string[]]] : [];
  });
  return new Map(told);
}

/** (what nobody could tell of may go, if viki has made it) */
const isThere = (state: State, id: ThingId): boolean =>
  state[id] !== undefined && !isGone(state[id]) && !typeOf(id).isUntold?.(state[id]);

const isHolder = (id: ThingId): boolean => typeOf(id).holds !== undefined;

/** What fills the folder goes as well, and looks itself whether all in it may go. */
const isEmptied = (path: string, going: ReadonlySet<ThingId>): boolean =>
  [...thingTypes.values()].some(({ type, fillsFolder }) => fillsFolder && going.has(`${type}:${path}`));

/** Of the folders that are there now and would be gone in `target`, those that can't go. */
export function keptFolders(now: State, target: State, inside: Inside): Kept {
  const leaving = (Object.keys(target) as ThingId[]).filter((id) => isThere(now, id) && !isThere(target, id));
  const held = leaving.filter(isHolder).flatMap((id) => (inside.get(id) ?? []).map((path): ThingId => `path:${path}`));
  const going = new Set([...leaving, ...held]);
  const kept = new Map<ThingId, readonly string[]>();
  const othersIn = (folder: ThingId, names: readonly string[]): readonly string[] =>
    isHolder(folder) || !going.has(folder) || isEmptied(probeOf(folder).at, going)
      ? []
      : names.filter((name) => !going.has(typeOf(folder).inside?.idOf?.(name) ?? `${folder}/${name}`));
  // The innermost first: a folder that stays keeps the one that it lies in. (and a database that stays, the role of its owner)
  const inOrder = [...inside].toSorted(([one], [other]) => (one < other ? 1 : -1));
  for (let before = -1; before < kept.size; ) {
    before = kept.size;
    for (const [folder, names] of inOrder) {
      const others = othersIn(folder, names);
      if (others.length === 0) continue;
      kept.set(folder, others);
      going.delete(folder);
    }
  }
  return kept;
}

/** `/opt/app stays, because notes is in it` */
export const keptText = (kept: Kept, ids: readonly ThingId[]): string =>
  ids
    .filter((id) => kept.has(id))
    .toSorted()
    .map(
      (id) => `${probeOf(id).at} stays, because ${namesAre(kept.get(id) ?? [])} ${typeOf(id).inside?.how ?? 'in it'}`,
    )
    .join('; ');
