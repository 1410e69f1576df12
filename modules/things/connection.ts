// The connection that a plan is made over, as a thing that is only read: rules must not cut it off unnoticed. The shell is in
// connection.sh.
import { type Probe, type State, type ThingType, thingId } from '../contract.ts';
import { connectionLibrary } from './shell.generated.ts';

export type ConnectionState =
  | { readonly is: 'none' }
  | { readonly is: 'ssh'; readonly from: string; readonly port: number };

export const connectionProbe: Probe = { type: 'connection', at: '' };

/** (who is not told of is nobody's) */
export const connectionIn = (state: State): ConnectionState =>
  (state[thingId(connectionProbe)] as ConnectionState | undefined) ?? { is: 'none' };

export const connectionThing: ThingType = {
  type: 'connection',
  library: connectionLibrary,
  ask: (all) => all.map(({ index }) => `v_connection ${index}`).join('\n'),
  parse(answer): ConnectionState | undefined {
    if (answer === 'none') return { is: 'none' };
    const [, from, port] = /^ssh:([0-9A-Fa-f:.%a-z]+) (\d{1,5})$/.exec(answer) ?? [];
    return from === undefined ? undefined : { is: 'ssh', from, port: Number(port) };
  },
  print(state) {
    const known = state as ConnectionState;
    return known.is === 'ssh' ? `ssh:${known.from} ${known.port}` : known.is;
  },
  needs: () => [],
  differences: () => [],
};
