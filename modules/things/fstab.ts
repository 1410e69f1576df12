// Lines of /etc/fstab as things, each by the place that it is about: what is mounted there, or used as swap, at boot. The
// shell is in fstab.sh.
import { type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { fstabLibrary, systemdLibrary } from './shell.generated.ts';

export type FstabState = { readonly is: 'absent' } | { readonly is: 'line'; readonly line: string };

export const fstabProbe = (place: string): Probe => ({ type: 'fstab', at: place });
export const fstabId = (place: string): ThingId => thingId(fstabProbe(place));

export function fstabIn(state: State, place: string): FstabState {
  const value = state[fstabId(place)];
  if (!value) throw new Error(`the line of /etc/fstab about ${place} was not read`);
  return value as FstabState;
}

/** A path as /etc/fstab and the kernel write it. */
export const asField = (text: string): string =>
  text.replaceAll(/[ \t\n\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);

/** The last two say what is dumped and checked: nothing, where they are left out. */
const fieldsOf = (line: string): readonly string[] => {
  const [source = '', place = '', type = '', options = '', dump = '0', pass = '0'] = line.trim().split(/[ \t]+/);
  return [source, place, type, options, dump, pass];
};

/** The line as wanted; one that says the same in other blanks stays. */
export function wantLine(fields: readonly string[], found: FstabState): FstabState {
  const isSame = found.is === 'line' && fieldsOf(found.line).join(' ') === fields.join(' ');
  return isSame ? found : { is: 'line', line: fields.join(' ') };
}

const lineOf = (state: FstabState): string => (state.is === 'line' ? state.line : '');

export const fstabThing: ThingType = {
  type: 'fstab',
  library: `${systemdLibrary}\n${fstabLibrary}`,
  ask: (all) => all.map(({ index, at }) => `v_fstab ${index} ${quote(asField(at))}`).join('\n'),
  parse(answer): FstabState | undefined {
    if (answer === 'absent') return { is: 'absent' };
    const [, line] = /^line:([^\n]+)$/.exec(answer) ?? [];
    return line === undefined ? undefined : { is: 'line', line };
  },
  print(state) {
    const known = state as FstabState;
    return known.is === 'line' ? `line:${known.line}` : 'absent';
  },
  set(place, to) {
    const line = lineOf(to as FstabState);
    return `v_fstab_set ${quote(asField(place))}${line === '' ? '' : ` ${quote(line)}`}`;
  },
  needs: () => [],
  differences(from, to) {
    const [was, is] = [lineOf(from as FstabState), lineOf(to as FstabState)];
    return was === '' || is === '' || was === is ? [] : [{ what: 'at boot', from: was, to: is }];
  },
};
