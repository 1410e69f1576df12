// Where a user's home folder is, as a thing that is only read. The shell is in home.sh.
import { type JsonObject, type Probe, quote, type State, type ThingType, thingId } from '../contract.ts';
import { homeLibrary } from './shell.generated.ts';

export type HomeState =
  | { readonly is: 'absent' }
  | { readonly is: 'home'; readonly group: string; readonly folder: string };

export const homeProbe = (user: string): Probe => ({ type: 'home', at: user });

export function homeIn(state: State, user: string): HomeState {
  const value = state[thingId(homeProbe(user))];
  if (!value) throw new Error(`the home of ${user} was not read`);
  return value as HomeState;
}

const ANSWER = /^home:([^:\n]+):([^:\n]*)$/;

export const homeThing: ThingType = {
  type: 'home',
  library: homeLibrary,
  ask: (users) => users.map(({ index, at }) => `v_home_of ${index} ${quote(at)}`).join('\n'),
  parse(answer): HomeState | undefined {
    if (answer === 'absent') return { is: 'absent' };
    const [, group, folder] = ANSWER.exec(answer) ?? [];
    return group === undefined || folder === undefined ? undefined : { is: 'home', group, folder };
  },
  print(state: JsonObject) {
    const home = state as HomeState;
    return home.is === 'absent' ? 'absent' : `home:${home.group}:${home.folder}`;
  },
  needs: () => [],
  differences: () => [],
};
