// Files that are used as swap, as things. The shell is in swap.sh.
import { type Difference, type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { asField } from './fstab.ts';
import { swapLibrary } from './shell.generated.ts';

export type SwapState =
  /** `taken`: there is something that is no swap. */
  | { readonly is: 'absent' | 'taken' }
  | { readonly is: 'off'; readonly bytes: number }
  /** `priority` is `-` where the kernel chose it. */
  | { readonly is: 'on'; readonly bytes: number; readonly priority: string };

export const swapProbe = (path: string): Probe => ({ type: 'swap', at: path });
export const swapId = (path: string): ThingId => thingId(swapProbe(path));

export function swapIn(state: State, path: string): SwapState {
  const value = state[swapId(path)];
  if (!value) throw new Error(`the swap file ${path} was not read`);
  return value as SwapState;
}

function parseSwap(answer: string): SwapState | undefined {
  if (answer === 'absent' || answer === 'taken') return { is: answer };
  const [, off] = /^off:(\d{1,15})$/.exec(answer) ?? [];
  if (off !== undefined) return { is: 'off', bytes: Number(off) };
  const [, on, priority] = /^on:(\d{1,15}):(-|\d{1,5})$/.exec(answer) ?? [];
  return on === undefined || priority === undefined ? undefined : { is: 'on', bytes: Number(on), priority };
}

const MEBIBYTE = 1_048_576;
const sizeOf = (state: SwapState): string => ('bytes' in state ? `${Math.round(state.bytes / MEBIBYTE)} MiB` : '');

function differencesOfSwap(from: SwapState, to: SwapState): readonly Difference[] {
  const found: Difference[] = [];
  const [before, after] = [sizeOf(from), sizeOf(to)];
  if (before !== '' && after !== '' && before !== after) found.push({ what: 'size', from: before, to: after });
  if (from.is === 'on' && to.is === 'on' && from.priority !== to.priority)
    found.push({ what: 'priority', from: from.priority, to: to.priority });
  return found;
}

export const swapThing: ThingType = {
  type: 'swap',
  library: swapLibrary,
  ask: (all) => all.map(({ index, at }) => `v_swap ${index} ${quote(at)} ${quote(asField(at))}`).join('\n'),
  parse: parseSwap,
  print(state) {
    const known = state as SwapState;
    if (known.is === 'on') return `on:${known.bytes}:${known.priority}`;
    return known.is === 'off' ? `off:${known.bytes}` : known.is;
  },
  set(path, to) {
    const known = to as SwapState;
    const words = `${quote(path)} ${quote(asField(path))}`;
    if (known.is === 'on') return `v_swap_set ${words} on ${known.bytes} ${known.priority}`;
    return known.is === 'off' ? `v_swap_set ${words} off ${known.bytes}` : `v_swap_set ${words} absent`;
  },
  needs: () => [],
  differences: (from, to) => differencesOfSwap(from as SwapState, to as SwapState),
};
