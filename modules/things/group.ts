// Groups of the host itself as things. The shell is in people.sh.
import {
  type JsonObject,
  OPEN_ANSWER,
  type Probe,
  quote,
  type State,
  type ThingId,
  type ThingType,
  thingId,
} from '../contract.ts';
import { peopleLibrary } from './shell.generated.ts';

export type GroupState =
  | { readonly is: 'absent' }
  /** The host has nothing that makes groups. */
  | { readonly is: 'none' }
  /** Without a number: the next that is free. `isSystem` is only told: how it is made if it is not there. */
  | { readonly is: 'group'; readonly gid?: string; readonly isSystem?: boolean };

export const groupThingProbe = (name: string): Probe => ({ type: 'group', at: name });
export const groupId = (name: string): ThingId => thingId(groupThingProbe(name));

export function groupIn(state: State, name: string): GroupState {
  const value = state[groupId(name)];
  if (!value) throw new Error(`the group ${name} was not read`);
  return value as GroupState;
}

export function printGroup(state: GroupState): string {
  if (state.is !== 'group') return state.is;
  return state.gid === undefined ? `${OPEN_ANSWER}group:` : `group:${state.gid}`;
}

export const groupThing: ThingType = {
  type: 'group',
  onlyRoot: true,
  library: peopleLibrary,
  ask: (groups) => groups.map(({ index, at }) => `v_group_told ${index} ${quote(at)}`).join('\n'),
  parse(answer) {
    if (answer === 'absent' || answer === 'none') return { is: answer };
    const gid = /^group:(\d+)$/.exec(answer)?.[1];
    return gid === undefined ? undefined : { is: 'group', gid };
  },
  print: (state) => printGroup(state as GroupState),
  set(name, state: JsonObject) {
    const to = state as GroupState;
    if (to.is !== 'group') return `v_group_absent ${quote(name)}`;
    return `v_group ${quote(name)} ${to.isSystem ? 'system' : 'person'} ${quote(to.gid ?? '')}`;
  },
  needs: () => [],
  differences(from: JsonObject, to: JsonObject) {
    const [before, after] = [from['gid'], to['gid']];
    if (from['is'] !== 'group' || to['is'] !== 'group' || before === after || after === undefined) return [];
    return [{ what: 'gid', from: String(before), to: String(after) }];
  },
};
