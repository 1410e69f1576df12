// Passwords of users of the host itself as things: which one somebody has, by the sum of what the host keeps of it. The shell is
// in password.sh.
import {
  type ContentRef,
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
import { passwordDifference, SOME_PASSWORD } from './password.ts';
import { bytesLibrary, keepLibrary, passwordLibrary } from './shell.generated.ts';

export type UserPasswordState =
  /**
   * `absent`: somebody new has none, nor has who is not there. `old`: one without a salt worth the name, whose sum would tell too
   * much. `denied`: only root sees it.
   */
  | { readonly is: 'absent' | 'old' | 'denied' }
  /** What stands there instead: `*`, `!!`; nothing, where none is asked for. */
  | { readonly is: 'none'; readonly mark: string }
  | {
      readonly is: 'password';
      /** The version of the one that viki has set; empty where somebody else has set it. */
      readonly version: string;
      /** The sum of what the host keeps of it. Left out: known when it is set. */
      readonly sum?: string;
      /** Somebody has locked the account (`passwd -l`, `usermod -L`): it lets nobody in as it is. */
      readonly isLocked?: true;
      /** Only told: the password that is set. */
      readonly secret?: ContentRef;
    };

export const userPasswordProbe = (name: string): Probe => ({ type: 'user_password', at: name });
export const userPasswordId = (name: string): ThingId => thingId(userPasswordProbe(name));

/** Undefined where nobody asked. */
export const userPasswordIn = (state: State, name: string): UserPasswordState | undefined =>
  state[userPasswordId(name)] as UserPasswordState | undefined;

const ANSWER = /^(?:(absent|old|denied)|none:([!*]*)|password:([A-Za-z0-9._-]*):([0-9a-f]{64})(:locked)?)$/;

function parseUserPassword(answer: string): UserPasswordState | undefined {
  const [, word, mark, version, sum, lock] = ANSWER.exec(answer) ?? [];
  if (word !== undefined) return { is: word as 'absent' | 'old' | 'denied' };
  if (mark !== undefined) return { is: 'none', mark };
  if (version === undefined || sum === undefined) return undefined;
  return { is: 'password', version, sum, ...(lock !== undefined && { isLocked: true }) };
}

export function printUserPassword(state: UserPasswordState): string {
  if (state.is === 'none') return `none:${state.mark}`;
  if (state.is !== 'password') return state.is;
  const { version, sum, isLocked } = state;
  return `${sum === undefined ? OPEN_ANSWER : ''}password:${version}:${sum ?? ''}${isLocked ? ':locked' : ''}`;
}

const MARK_OF_NONE = '!';

function setUserPassword(name: string, to: UserPasswordState): string {
  const words = (...values: readonly string[]): string =>
    ['v_user_password', ...[name, ...values].map(quote)].join(' ');
  if (to.is !== 'password') return words('mark', to.is === 'none' ? to.mark : MARK_OF_NONE);
  const { secret, sum = '', version } = to;
  return secret ? words('secret', secret.sha256, version) : words('kept', sum, version);
}

function inWords(state: UserPasswordState): string {
  if (state.is !== 'password' && state.is !== 'old') return 'none';
  if (state.is !== 'password') return SOME_PASSWORD;
  return state.isLocked ? 'locked' : state.sum === undefined ? 'that of the text' : SOME_PASSWORD;
}

export const userPasswordThing: ThingType = {
  type: 'user_password',
  onlyRoot: true,
  library: `${bytesLibrary}\n${keepLibrary}\n${passwordLibrary}`,
  ask: (users) => users.map(({ index, at }) => `v_user_password_told ${index} ${quote(at)}`).join('\n'),
  parse: parseUserPassword,
  print: (state) => printUserPassword(state as UserPasswordState),
  set: (name, to) => setUserPassword(name, to as UserPasswordState),
  needs(to: JsonObject) {
    const { secret } = to as { readonly secret?: ContentRef };
    return secret ? [secret] : [];
  },
  differences(from, to): readonly Difference[] {
    const [was, is] = [from as UserPasswordState, to as UserPasswordState];
    if (was.is === 'absent' || is.is === 'absent') return [];
    return [passwordDifference(inWords(was), inWords(is))];
  },
};
