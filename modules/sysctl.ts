// The module `sysctl`: a setting of the kernel, now and after a restart. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import { ownFileProbes, wantOwnFile, withoutFiles } from './things/own-file.ts';
import { pathId, pathSteps } from './things/path.ts';
import { sysctlId, sysctlIn, sysctlProbe } from './things/sysctl.ts';

const FOLDER = '/etc/sysctl.d';
const MODE = '0644';
/** Behind what the system, its packages and sysctl.conf say. */
const RANK = '99-viki';

const keyOf = (spec: Spec): string => String(spec['key']);
const pathOf = (spec: Spec): string => `${FOLDER}/${RANK}-${keyOf(spec)}.conf`;
const settingOf = (spec: Spec): string => String(spec['value']).replaceAll(/[ \t]+/g, ' ');

function wantSetting(spec: Spec, now: State, tools: Tools): State | Refusal {
  const key = keyOf(spec);
  if (sysctlIn(now, key).is === 'absent' && !tools.changesBefore) {
    return {
      refused: `the kernel of this host has no setting ${key}`,
      hint: 'look for its name with `sysctl -a`; some come with a kernel module',
    };
  }
  const content = tools.bytes(`${key} = ${settingOf(spec)}\n`);
  const wanted = wantOwnFile({ path: pathOf(spec), mode: MODE, content, program: 'procps' }, now, tools);
  return isRefusal(wanted) ? wanted : { ...wanted, [sysctlId(key)]: { is: 'setting', value: settingOf(spec) } };
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const key = keyOf(spec);
  const [was, is] = [sysctlIn(from, key), sysctlIn(to, key)];
  const files = pathSteps([pathOf(spec)], from, to);
  if (was.is === is.is && (was.is === 'absent' || is.is === 'absent' || was.value === is.value)) return files;
  return [...files, { thing: sysctlId(key), to: is, title: `set ${key}` }];
}

export const sysctl: Module = {
  name: 'sysctl',
  summary: 'A setting of the kernel: at once, and after every restart.',
  spec: {
    fields: {
      key: {
        type: 'string',
        description: 'The setting.',
        pattern: '^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+$',
        patternHint: 'the name of a setting, with dots',
        examples: ['net.ipv4.ip_forward'],
      },
      value: {
        type: 'string',
        description: 'Its value. Several numbers have blanks between them.',
        pattern: '^[^\\s\\u0000]+([ \\t]+[^\\s\\u0000]+)*$',
        patternHint: 'text on one line, without blanks at its ends',
        examples: ['1', '4096 131072 6291456'],
      },
    },
    required: ['key', 'value'],
  },
  mainField: 'key',
  key: (spec) => pathId(pathOf(spec)),
  read: (spec) => [...ownFileProbes(pathOf(spec)), sysctlProbe(keyOf(spec))],
  want: wantSetting,
  absent: (spec, now) => withoutFiles([pathOf(spec)], now),
  steps: stepsOf,
};
