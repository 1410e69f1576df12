// Every kind of thing, by its name: the engine's only way to them.
import {
  type JsonObject,
  type Module,
  OPEN_ANSWER,
  type Probe,
  probeOf,
  type Spec,
  type State,
  type ThingId,
  type ThingType,
  thingId,
} from '../contract.ts';
import { things } from './index.generated.ts';

/** What the engine itself asks, so that steps may run as another user. */
export { selfProbe } from './account.ts';
/** What is in a folder, for whoever would remove it. */
export { entriesAfter, namesAre } from './entries.ts';
export { loginIn, loginProbe } from './login.ts';

export const thingTypes: ReadonlyMap<string, ThingType> = new Map(things.map((thing) => [thing.type, thing]));

export function thingType(type: string): ThingType {
  const found = thingTypes.get(type);
  if (!found) throw new Error(`no kind of thing is called ${type}`);
  return found;
}

export const typeOf = (id: ThingId): ThingType => thingType(probeOf(id).type);

/** What a probe tells of other things, once it is answered. */
export const toldBy = ({ type, at }: Probe, state: State): State => {
  const answered = state[thingId({ type, at })];
  return (answered && thingType(type).tells?.(at, answered)) ?? {};
};

/** The things that a module knows of: those that it names, and those that they tell of. */
export const knownTo = ({ read }: Module, spec: Spec, state: State): readonly ThingId[] =>
  read(spec).flatMap((probe) => [thingId(probe), ...(Object.keys(toldBy(probe, state)) as ThingId[])]);

/** What tells what is in a thing in this state. */
export function insideOf(id: ThingId, state: JsonObject): Probe | undefined {
  const { inside } = typeOf(id);
  return inside?.isIn(state) ? { type: inside.type, at: probeOf(id).at } : undefined;
}

/** Is this answer one of those that are expected? An open one stands for all that begin like it. */
export function answersTo(expected: string, answer: string): boolean {
  return expected === answer || (expected.startsWith(OPEN_ANSWER) && answer.startsWith(expected.slice(1)));
}
