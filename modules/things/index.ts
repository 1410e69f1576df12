// Every kind of thing, by its name: the engine's only way to them.
import type { ThingType } from '../contract.ts';
import { accountThing } from './account.ts';
import { loginThing } from './login.ts';
import { pathThing } from './path.ts';

/** What the engine itself asks, so that steps may run as another user. */
export { selfProbe } from './account.ts';
export { loginIn, loginProbe } from './login.ts';

export const thingTypes: ReadonlyMap<string, ThingType> = new Map(
  [pathThing, accountThing, loginThing].map((thing) => [thing.type, thing]),
);

export function thingType(type: string): ThingType {
  const found = thingTypes.get(type);
  if (!found) throw new Error(`no kind of thing is called ${type}`);
  return found;
}
