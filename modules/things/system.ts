// What kind of system a host is, as a thing that is only read. The shell is in system.sh.
import type { JsonObject, Probe, State, ThingType } from '../contract.ts';
import { thingId } from '../contract.ts';
import { initLibrary, managerLibrary, systemLibrary } from './shell.generated.ts';

export type SystemState = {
  readonly is: 'system';
  /** `apt`, `dnf`, `apk`, `pacman`, `zypper`, or `none`. */
  readonly manager: string;
  /** `systemd`, `openrc`, `sysvinit`, or `none`. */
  readonly init: string;
  /** `debian`, `alpine`; `-` where nothing says it. */
  readonly id: string;
  readonly version: string;
  readonly architecture: string;
};

export const systemProbe: Probe = { type: 'system', at: '' };

export function systemIn(state: State): SystemState {
  const value = state[thingId(systemProbe)];
  if (!value) throw new Error('the kind of system was not read');
  return value as SystemState;
}

const ANSWER = /^([a-z]+|-):([a-z]+|-):([^:\n]+):([^:\n]+):([^:\n]+)$/;

export const systemThing: ThingType = {
  type: 'system',
  library: [managerLibrary, initLibrary, systemLibrary].join('\n'),
  ask: (systems) => systems.map(({ index }) => `v_system ${index}`).join('\n'),
  parse(answer) {
    const [, manager = '', init = '', id = '', version = '', architecture = ''] = ANSWER.exec(answer) ?? [];
    return manager === '' ? undefined : { is: 'system', manager, init, id, version, architecture };
  },
  print(state: JsonObject) {
    const { manager, init, id, version, architecture } = state as SystemState;
    return [manager, init, id, version, architecture].join(':');
  },
  needs: () => [],
  differences: () => [],
};
