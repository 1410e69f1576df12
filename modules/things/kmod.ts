// Modules of the kernel as things: whether one is loaded. The shell is in kmod.sh.
import { type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { kmodLibrary } from './shell.generated.ts';

export type KernelModuleState = {
  /** `absent`: it is not loaded. `builtin`: the kernel has it in itself. `missing`: the host has no such module. */
  readonly is: 'absent' | 'loaded' | 'builtin' | 'missing';
};

export const kernelModuleProbe = (name: string): Probe => ({ type: 'kmod', at: name });
export const kernelModuleId = (name: string): ThingId => thingId(kernelModuleProbe(name));

export function kernelModuleIn(state: State, name: string): KernelModuleState {
  const value = state[kernelModuleId(name)];
  if (!value) throw new Error(`the kernel module ${name} was not read`);
  return value as KernelModuleState;
}

const ANSWERS = { absent: 'unloaded', loaded: 'loaded', builtin: 'builtin', missing: 'missing' } as const;

export const kmodThing: ThingType = {
  type: 'kmod',
  onlyRoot: true,
  library: kmodLibrary,
  ask: (all) => all.map(({ index, at }) => `v_kernel_module ${index} ${quote(at)}`).join('\n'),
  parse(answer): KernelModuleState | undefined {
    const [is] = Object.entries(ANSWERS).find(([, word]) => word === answer) ?? [];
    return is === undefined ? undefined : { is: is as KernelModuleState['is'] };
  },
  print: (state) => ANSWERS[(state as KernelModuleState).is],
  set: (name, to) => `v_kernel_module_set ${quote(name)} ${to['is'] === 'loaded' ? 'loaded' : 'unloaded'}`,
  needs: () => [],
  differences: () => [],
};
