// How the host in memory speaks of states: as real hosts answer, with what a step leaves open filled in.
import { type JsonObject, OPEN_ANSWER, type ThingId } from '../modules/contract.ts';
import { thingTypes } from '../modules/things/index.ts';

const typeOf = (id: ThingId) => thingTypes.get(id.slice(0, id.indexOf(':')));

export const printed = (id: ThingId, state: JsonObject): string => typeOf(id)?.print(state) ?? '';

/** What a step leaves open is something or other afterwards. */
export function closed(id: ThingId, to: JsonObject): JsonObject {
  const answer = printed(id, to);
  if (!answer.startsWith(OPEN_ANSWER)) return to;
  return typeOf(id)?.parse(`${answer.slice(OPEN_ANSWER.length)}1`) ?? to;
}
