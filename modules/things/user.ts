// Users of the host itself as things: their groups, home and shell. The shell is in people.sh.
import {
  type Difference,
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

export type UserState =
  | { readonly is: 'absent' }
  /** The host has nothing that makes users. */
  | { readonly is: 'none' }
  | {
      readonly is: 'user';
      /** The group that is its own. */
      readonly group: string;
      readonly home: string;
      readonly shell: string;
      /** The others, sorted. */
      readonly groups: readonly string[];
      /** Left out: the next that is free. */
      readonly uid?: string;
      /** Only told, never asked: how it is made if it is not there. */
      readonly isSystem?: boolean;
    };

export const userThingProbe = (name: string): Probe => ({ type: 'user', at: name });
export const userId = (name: string): ThingId => thingId(userThingProbe(name));

export function userIn(state: State, name: string): UserState {
  const value = state[userId(name)];
  if (!value) throw new Error(`the user ${name} was not read`);
  return value as UserState;
}

const ANSWER = /^user:([^:]+):([^:]*):([^:]*):([^:]*):(\d+)$/;

function parseUser(answer: string): UserState | undefined {
  if (answer === 'absent' || answer === 'none') return { is: answer };
  const match = ANSWER.exec(answer);
  if (!match) return undefined;
  const [, group = '', home = '', shell = '', groups = '', uid = ''] = match;
  return { is: 'user', group, home, shell, groups: groups === '' ? [] : groups.split(','), uid };
}

export function printUser(state: UserState): string {
  if (state.is !== 'user') return state.is;
  const { group, home, shell, groups, uid } = state;
  return `${uid === undefined ? OPEN_ANSWER : ''}user:${group}:${home}:${shell}:${groups.join(',')}:${uid ?? ''}`;
}

function setUser(name: string, to: UserState): string {
  if (to.is !== 'user') return `v_user_absent ${quote(name)}`;
  const words = [
    name,
    to.isSystem ? 'system' : 'person',
    to.group,
    to.home,
    to.shell,
    to.groups.join(','),
    to.uid ?? '',
  ];
  return `v_user ${words.map(quote).join(' ')}`;
}

function differencesOfUser(from: UserState, to: UserState): readonly Difference[] {
  if (from.is !== 'user' || to.is !== 'user') return [];
  const pairs = [
    ['uid', from.uid ?? '', to.uid ?? from.uid ?? ''],
    ['own group', from.group, to.group],
    ['home', from.home, to.home],
    ['shell', from.shell, to.shell],
    ['groups', from.groups.join(', ') || 'none', to.groups.join(', ') || 'none'],
  ] as const;
  return pairs.flatMap(([what, before, after]) => (before === after ? [] : [{ what, from: before, to: after }]));
}

export const userThing: ThingType = {
  type: 'user',
  onlyRoot: true,
  library: peopleLibrary,
  ask: (users) => users.map(({ index, at }) => `v_user_told ${index} ${quote(at)}`).join('\n'),
  parse: parseUser,
  print: (state) => printUser(state as UserState),
  set: (name, to) => setUser(name, to as UserState),
  needs: () => [],
  differences: (from: JsonObject, to: JsonObject) => differencesOfUser(from as UserState, to as UserState),
};
