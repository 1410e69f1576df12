// Settings of the running kernel as things. The shell is in sysctl.sh.
import { type JsonObject, type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { sysctlLibrary } from './shell.generated.ts';

export type SysctlState = { readonly is: 'absent' } | { readonly is: 'setting'; readonly value: string };

export const sysctlProbe = (key: string): Probe => ({ type: 'sysctl', at: key });
export const sysctlId = (key: string): ThingId => thingId(sysctlProbe(key));

export function sysctlIn(state: State, key: string): SysctlState {
  const value = state[sysctlId(key)];
  if (!value) throw new Error(`the setting ${key} was not read`);
  return value as SysctlState;
}

/** Where the kernel has it: `net.ipv4.ip_forward` is `net/ipv4/ip_forward`. */
const pathOf = (key: string): string => quote(key.replaceAll('.', '/'));
const settingOf = (state: JsonObject): string => String(state['value'] ?? '');
const ANSWER = /^value:(.*)$/s;

export const sysctlThing: ThingType = {
  type: 'sysctl',
  library: sysctlLibrary,
  ask: (all) => all.map(({ index, at }) => `v_sysctl ${index} ${pathOf(at)}`).join('\n'),
  parse(answer): SysctlState | undefined {
    const value = ANSWER.exec(answer)?.[1];
    if (value !== undefined) return { is: 'setting', value };
    return answer === 'absent' ? { is: 'absent' } : undefined;
  },
  print: (state) => (state['is'] === 'absent' ? 'absent' : `value:${settingOf(state)}`),
  // A setting goes away with what brought it, not by us.
  set: (key, to) => (to['is'] === 'absent' ? ':' : `v_sysctl_set ${pathOf(key)} ${quote(settingOf(to))}`),
  needs: () => [],
  differences(from, to) {
    if (from['is'] === 'absent' || to['is'] === 'absent' || settingOf(from) === settingOf(to)) return [];
    return [{ what: 'value', from: settingOf(from), to: settingOf(to) }];
  },
};
