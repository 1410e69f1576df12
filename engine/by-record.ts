// The way back for what was done by a module that viki itself does not have: one of the project's own folder. Its code is not
// asked: it may have changed since, or be gone. What a run changed, and in which order, is in its record. Pure.
import { type JsonObject, type Module, probeOf, type State, type Step, type ThingId } from '../modules/contract.ts';
import { modules } from '../modules/index.generated.ts';
import { thingTypes } from '../modules/things/index.ts';
import type { RecordedResource } from './record.ts';

const isSettable = (id: ThingId): boolean => thingTypes.get(probeOf(id).type)?.set !== undefined;

const printed = (id: ThingId, state: JsonObject | undefined): string =>
  thingTypes.get(probeOf(id).type)?.print(state ?? { is: 'absent' }) ?? '';

function stepTo(id: ThingId, to: State): Step {
  const { type, at } = probeOf(id);
  const state = to[id] ?? { is: 'absent' };
  return { thing: id, to: state, title: state['is'] === 'absent' ? `remove ${type} ${at}` : `restore ${type} ${at}` };
}

/** The things that it changed, each made what it is to be: what was changed last comes first. */
function restoring({ module, after }: RecordedResource): Module {
  const ids = Object.keys(after) as ThingId[];
  return {
    name: module,
    summary: 'Something that is known by the record of a run only.',
    spec: { fields: {}, required: [] },
    mainField: '',
    key: () => ids[0] ?? 'path:/',
    read: () => ids.map(probeOf),
    want: (_spec, now) => now,
    steps: (_spec, from, to) =>
      ids
        .toReversed()
        .filter((id) => printed(id, from[id]) !== printed(id, to[id]))
        .map((id) => stepTo(id, to)),
  };
}

/** What takes back what a module did; undefined where it did something to a kind of thing that this viki does not know. */
export function moduleBack(resource: RecordedResource): Module | undefined {
  const known = modules.find(({ name }) => name === resource.module);
  if (known) return known;
  return (Object.keys(resource.after) as ThingId[]).every(isSettable) ? restoring(resource) : undefined;
}
