// ufw as a thing: whether it looks after a host, and what becomes of what no rule is about. The shell is in ufw.sh.
import { type Difference, type Probe, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { ufwLibrary } from './shell.generated.ts';

export type UfwInput = 'drop' | 'reject' | 'accept';

export type UfwState =
  /** The host has no ufw. */
  | { readonly is: 'absent' }
  /** `stopped`: it is turned on, and not in force now, or not at the next boot. */
  | {
      readonly is: 'on' | 'off' | 'stopped';
      readonly input: UfwInput;
      /** Of which addresses it has rules: `4`, or `46` for both kinds. */
      readonly families: '4' | '46';
    };

export const ufwProbe: Probe = { type: 'ufw', at: '' };
export const ufwId: ThingId = thingId(ufwProbe);

/** (where nobody asked, nobody knows of one) */
export const ufwIn = (state: State): UfwState => (state[ufwId] as UfwState | undefined) ?? { is: 'absent' };

const WORDS = /^(on|off|stopped):(drop|reject|accept):(4|46)$/;
const inputOf = (state: UfwState): string => (state.is === 'absent' ? '' : state.input);

function differencesOfUfw(from: UfwState, to: UfwState): readonly Difference[] {
  const [was, is] = [inputOf(from), inputOf(to)];
  return was === '' || is === '' || was === is ? [] : [{ what: 'what no rule is about', from: was, to: is }];
}

export const ufwThing: ThingType = {
  type: 'ufw',
  onlyRoot: true,
  library: ufwLibrary,
  ask: (all) => all.map(({ index }) => `v_ufw ${index}`).join('\n'),
  parse(answer): UfwState | undefined {
    if (answer === 'absent') return { is: 'absent' };
    const [, is, input, families] = WORDS.exec(answer) ?? [];
    return is === undefined ? undefined : ({ is, input, families } as UfwState);
  },
  print(state) {
    const known = state as UfwState;
    return known.is === 'absent' ? known.is : `${known.is}:${known.input}:${known.families}`;
  },
  set(_, to) {
    const wanted = to as UfwState;
    return `v_ufw_set ${wanted.is === 'off' || wanted.is === 'absent' ? 'off' : 'on'} ${inputOf(wanted) || "''"}`;
  },
  needs: () => [],
  differences: (from, to) => differencesOfUfw(from as UfwState, to as UfwState),
};
