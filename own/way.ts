// The way between two states for a module that does not say one itself. Pure.
import { probeOf, type State, type Step, type ThingId } from '../modules/contract.ts';
import { thingTypes } from '../modules/things/index.ts';
import { pathSteps } from '../modules/things/path.ts';

const PATH = 'path:';
const typeOf = (id: ThingId) => thingTypes.get(probeOf(id).type);

export const isSettable = (id: ThingId): boolean => typeOf(id)?.set !== undefined;

/** What comes to be on the disk, then everything else, then what goes from it. */
export function wayBetween(from: State, to: State): readonly Step[] {
  const ids = (Object.keys(from) as ThingId[]).filter(isSettable);
  const paths = ids.filter((id) => id.startsWith(PATH)).map((id) => id.slice(PATH.length));
  const onDisk = pathSteps(paths, from, to);
  const isGoing = (step: Step): boolean => step.to['is'] === 'absent';
  const others = ids.flatMap((id): Step[] => {
    const state = to[id];
    const type = typeOf(id);
    if (id.startsWith(PATH) || !state || !type || type.print(from[id] ?? state) === type.print(state)) return [];
    return [{ thing: id, to: state, title: `set ${id.replace(':', ' ')}` }];
  });
  return [...onDisk.filter((step) => !isGoing(step)), ...others, ...onDisk.filter(isGoing)];
}
