// What can be mounted, as things that are only read: the device behind a name, or a folder. The shell is in device.sh.
import { type Probe, quote, type State, type ThingType, thingId } from '../contract.ts';
import { asField } from './fstab.ts';
import { deviceLibrary, mountLibrary } from './shell.generated.ts';

export type DeviceState =
  | { readonly is: 'absent' }
  | { readonly is: 'folder' }
  | { readonly is: 'device'; readonly path: string };

export const deviceProbe = (name: string): Probe => ({ type: 'device', at: name });

export function deviceIn(state: State, name: string): DeviceState {
  const value = state[thingId(deviceProbe(name))];
  if (!value) throw new Error(`the device ${name} was not read`);
  return value as DeviceState;
}

export const deviceThing: ThingType = {
  type: 'device',
  library: `${mountLibrary}\n${deviceLibrary}`,
  ask: (all) => all.map(({ index, at }) => `v_device ${index} ${quote(at)} ${quote(asField(at))}`).join('\n'),
  parse(answer): DeviceState | undefined {
    if (answer === 'absent' || answer === 'folder') return { is: answer };
    const [, path] = /^device:(\/[^\n]*)$/.exec(answer) ?? [];
    return path === undefined ? undefined : { is: 'device', path };
  },
  print(state) {
    const known = state as DeviceState;
    return known.is === 'device' ? `device:${known.path}` : known.is;
  },
  needs: () => [],
  differences: () => [],
};
