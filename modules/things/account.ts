// Users and groups as things that are only read: whether they exist and what a number's name is. The shell is in account.sh.
import { type JsonObject, type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { accountLibrary } from './shell.generated.ts';

export type AccountState =
  | { readonly is: 'absent' }
  | { readonly is: 'known'; readonly name: string }
  | { readonly is: 'self'; readonly user: string; readonly group: string };

/** The user that viki's programs run as: who owns what is made without an owner. */
export const selfProbe: Probe = { type: 'account', at: 'self:' };
export const userProbe = (name: string): Probe => ({ type: 'account', at: `user:${name}` });
export const groupProbe = (name: string): Probe => ({ type: 'account', at: `group:${name}` });

export function accountIn(state: State, probe: Probe): AccountState {
  const value = state[thingId(probe)];
  if (!value) throw new Error(`the account ${probe.at} was not read`);
  return value as AccountState;
}

const SELF_ANSWER = /^self:([^:]+):([^:]+)$/;
const NAME_ANSWER = /^name:([^:]+)$/;

function parseAccount(answer: string): AccountState | undefined {
  if (answer === 'absent') return { is: 'absent' };
  const self = SELF_ANSWER.exec(answer);
  if (self) return { is: 'self', user: self[1] ?? '', group: self[2] ?? '' };
  const name = NAME_ANSWER.exec(answer);
  return name ? { is: 'known', name: name[1] ?? '' } : undefined;
}

function printAccount(state: AccountState): string {
  if (state.is === 'absent') return 'absent';
  return state.is === 'self' ? `self:${state.user}:${state.group}` : `name:${state.name}`;
}

export const accountThing: ThingType = {
  type: 'account',
  library: accountLibrary,
  ask: (accounts) =>
    accounts
      .map(({ index, at }) => {
        const [kind = '', ...name] = at.split(':');
        return `v_account ${index} ${kind} ${quote(name.join(':'))}`;
      })
      .join('\n'),
  parse: parseAccount,
  print: (state: JsonObject) => printAccount(state as AccountState),
  needs: () => [],
  differences: () => [],
  // (`user:deploy` is that thing itself)
  tellsOf: (at) => (at === 'self:' ? undefined : (at as ThingId)),
};
