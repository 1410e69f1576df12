// The module `kernel_module`: a module of the kernel, now and at boot. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import { type KernelModuleState, kernelModuleId, kernelModuleIn, kernelModuleProbe } from './things/kmod.ts';
import { ownFileProbes, wantOwnFile, withoutFiles } from './things/own-file.ts';
import { pathId, pathSteps } from './things/path.ts';

const MODE = '0644';
const LOADED: KernelModuleState = { is: 'loaded' };

const nameOf = (spec: Spec): string => String(spec['name']);
const loadPath = (spec: Spec): string => `/etc/modules-load.d/viki-${nameOf(spec)}.conf`;
const optionsPath = (spec: Spec): string => `/etc/modprobe.d/viki-${nameOf(spec)}.conf`;
const pathsOf = (spec: Spec): readonly string[] => [optionsPath(spec), loadPath(spec)];

function withOptions(spec: Spec, now: State, tools: Tools): State | Refusal {
  const options = spec['options'];
  if (options === undefined) return now;
  const content = tools.bytes(`options ${nameOf(spec)} ${String(options)}\n`);
  return wantOwnFile({ path: optionsPath(spec), mode: MODE, content, program: 'kmod' }, now, tools);
}

function wantKernelModule(spec: Spec, now: State, tools: Tools): State | Refusal {
  const name = nameOf(spec);
  const found = kernelModuleIn(now, name);
  if (found.is === 'missing' && !tools.changesBefore) {
    return {
      refused: `this host has no kernel module ${name}`,
      hint: 'is that its name? In a container, the kernel and its modules are those of the machine around it',
    };
  }
  const withFirst = withOptions(spec, now, tools);
  if (isRefusal(withFirst)) return withFirst;
  const content = tools.bytes(`${name}\n`);
  const wanted = wantOwnFile({ path: loadPath(spec), mode: MODE, content, program: 'kmod' }, withFirst, tools);
  if (isRefusal(wanted) || found.is === 'builtin') return wanted;
  return { ...wanted, [kernelModuleId(name)]: LOADED };
}

function absentKernelModule(spec: Spec, now: State): State | Refusal {
  const without = withoutFiles(pathsOf(spec), now);
  if (isRefusal(without) || kernelModuleIn(now, nameOf(spec)).is !== 'loaded') return without;
  return { ...without, [kernelModuleId(nameOf(spec))]: { is: 'absent' } };
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const files = pathSteps(pathsOf(spec), from, to);
  const [was, is] = [kernelModuleIn(from, name), kernelModuleIn(to, name)];
  if (was.is === is.is) return files;
  const verb = is.is === 'loaded' ? 'load' : 'take out';
  return [...files, { thing: kernelModuleId(name), to: is, title: `${verb} the kernel module ${name}` }];
}

export const kernelModule: Module = {
  name: 'kernel_module',
  summary: 'A module of the kernel: loaded at once, and at boot.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'Its name.',
        pattern: '^[A-Za-z0-9_][A-Za-z0-9_-]*$',
        patternHint: 'letters, digits, `-` and `_`',
        examples: ['br_netfilter'],
      },
      options: {
        type: 'string',
        description: 'What it is loaded with. One that is loaded already has them from the next boot on.',
        pattern: '^[^\\s\\u0000]+([ \\t]+[^\\s\\u0000]+)*$',
        patternHint: 'text on one line, without blanks at its ends',
        examples: ['numdummies=2'],
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: (spec) => pathId(loadPath(spec)),
  read: (spec) => [kernelModuleProbe(nameOf(spec)), ...ownFileProbes(...pathsOf(spec))],
  want: wantKernelModule,
  absent: absentKernelModule,
  steps: stepsOf,
};
