// The name that a running host has, as a thing. The shell is in hostname.sh.
import { type JsonObject, type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { hostnameLibrary } from './shell.generated.ts';

export type HostnameState = { readonly is: 'absent' } | { readonly is: 'named'; readonly name: string };

export const hostnameProbe: Probe = { type: 'hostname', at: '' };
export const hostnameId: ThingId = thingId(hostnameProbe);

export function hostnameIn(state: State): HostnameState {
  const value = state[hostnameId];
  if (!value) throw new Error('the name of the host was not read');
  return value as HostnameState;
}

const ANSWER = /^name:(\S+)$/;

const nameOf = (state: JsonObject): string => String(state['name'] ?? '');

export const hostnameThing: ThingType = {
  type: 'hostname',
  library: hostnameLibrary,
  ask: (all) => all.map(({ index }) => `v_hostname ${index}`).join('\n'),
  parse(answer): HostnameState | undefined {
    const name = ANSWER.exec(answer)?.[1];
    if (name !== undefined) return { is: 'named', name };
    return answer === 'absent' ? { is: 'absent' } : undefined;
  },
  print: (state) => (state['is'] === 'absent' ? 'absent' : `name:${nameOf(state)}`),
  set: (_at, to) => (to['is'] === 'absent' ? ':' : `v_hostname_set ${quote(nameOf(to))}`),
  needs: () => [],
  differences(from, to) {
    if (nameOf(from) === nameOf(to) || nameOf(from) === '' || nameOf(to) === '') return [];
    return [{ what: 'name', from: nameOf(from), to: nameOf(to) }];
  },
};
