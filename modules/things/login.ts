// Whether the login may act as another user, as a thing that is only read. The shell is in login.sh.
import { type JsonObject, type Probe, quote, type State, type ThingType, thingId } from '../contract.ts';
import { loginLibrary } from './shell.generated.ts';

export type LoginState =
  | { readonly is: 'absent' }
  /** With the group that what they make belongs to. */
  | { readonly is: 'may'; readonly user: string; readonly group: string }
  /** Nobody who is `as` may become them without a password. */
  | { readonly is: 'may-not'; readonly as: string };

export const loginProbe = (user: string): Probe => ({ type: 'login', at: user });

export function loginIn(state: State, user: string): LoginState {
  const value = state[thingId(loginProbe(user))];
  if (!value) throw new Error(`the login ${user} was not read`);
  return value as LoginState;
}

const MAY = /^may:([^:]+):([^:]+)$/;
const MAY_NOT = /^may-not:([^:]+)$/;

function parseLogin(answer: string): LoginState | undefined {
  if (answer === 'absent') return { is: 'absent' };
  const may = MAY.exec(answer);
  if (may) return { is: 'may', user: may[1] ?? '', group: may[2] ?? '' };
  const mayNot = MAY_NOT.exec(answer);
  return mayNot ? { is: 'may-not', as: mayNot[1] ?? '' } : undefined;
}

function printLogin(state: LoginState): string {
  if (state.is === 'absent') return 'absent';
  return state.is === 'may' ? `may:${state.user}:${state.group}` : `may-not:${state.as}`;
}

export const loginThing: ThingType = {
  type: 'login',
  library: loginLibrary,
  ask: (logins) => logins.map(({ index, at }) => `v_login ${index} ${quote(at)}`).join('\n'),
  parse: parseLogin,
  print: (state: JsonObject) => printLogin(state as LoginState),
  needs: () => [],
  differences: () => [],
  tellsOf: (user) => `user:${user}`,
};
