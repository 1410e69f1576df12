// systemd as a thing that knows unit files: setting it makes it read them again. The shell is in systemd.sh.
import type { Probe, State, Step, ThingType } from '../contract.ts';
import { thingId } from '../contract.ts';
import { systemdLibrary } from './shell.generated.ts';

export const systemdProbe: Probe = { type: 'systemd', at: '' };

/** What unit files are looked at with before they are in place. What systemd would only warn of and ignore counts too. */
export const UNIT_CHECK = [
  'strict=; ! systemd-analyze --help | grep -q -e --recursive-errors || strict=--recursive-errors=no',
  'systemd-analyze verify --man=no $strict "$1"',
].join('\n');

/** Belongs behind the steps that change unit files, on the way there and on the way back. */
export const reloadStep = (to: State): Step => {
  const thing = thingId(systemdProbe);
  return { thing, to: to[thing] ?? { is: 'there' }, title: 'reload systemd' };
};

export const systemdThing: ThingType = {
  type: 'systemd',
  library: systemdLibrary,
  ask: (all) => all.map(({ index }) => `v_systemd ${index}`).join('\n'),
  parse: (answer) => (answer === 'there' || answer === 'absent' ? { is: answer } : undefined),
  print: (state) => String(state['is']),
  set: () => 'v_systemd_reload',
  needs: () => [],
  differences: () => [],
};
