// The host as something that was started, and may ask to be started anew, as a thing. The shell is in reboot.sh.
import { OPEN_ANSWER, type Probe, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { rebootLibrary } from './shell.generated.ts';

export type RebootState = {
  readonly is: 'up';
  /** Which of its starts this is. */
  readonly boot: string;
  /** It asks for a restart. */
  readonly isDue: boolean;
  /** It is wanted that it starts anew after this one. */
  readonly isNext?: true;
};

export const rebootProbe: Probe = { type: 'reboot', at: '' };
export const rebootId: ThingId = thingId(rebootProbe);

export function rebootIn(state: State): RebootState {
  const value = state[rebootId];
  if (!value) throw new Error('the start of the host was not read');
  return value as RebootState;
}

export const rebootThing: ThingType = {
  type: 'reboot',
  library: rebootLibrary,
  ask: (all) => all.map(({ index }) => `v_reboot ${index}`).join('\n'),
  parse(answer): RebootState | undefined {
    const [, boot, due] = /^up:([0-9a-z-]+)(:due)?$/.exec(answer) ?? [];
    return boot === undefined ? undefined : { is: 'up', boot, isDue: due !== undefined };
  },
  print(state) {
    const { boot, isDue, isNext } = state as RebootState;
    return isNext ? `${OPEN_ANSWER}up:` : `up:${boot}${isDue ? ':due' : ''}`;
  },
  set: () => 'v_reboot_after',
  act: () => 'v_reboot_after',
  needs: () => [],
  differences: () => [],
};
