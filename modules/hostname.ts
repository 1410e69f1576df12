// The module `hostname`: the name of a host, now and after a restart. Pure: it never sees a host.
import { isRefusal, type Module, type Spec, type State, type Step } from './contract.ts';
import { type HostnameState, hostnameId, hostnameIn, hostnameProbe } from './things/hostname.ts';
import { ownFileProbes, wantOwnFile } from './things/own-file.ts';
import { pathId, pathSteps } from './things/path.ts';

const PATH = '/etc/hostname';
const MODE = '0644';

const nameOf = (state: HostnameState): string => (state.is === 'named' ? state.name : '');

function stepsOf(_spec: Spec, from: State, to: State): readonly Step[] {
  const [was, is] = [hostnameIn(from), hostnameIn(to)];
  const title = nameOf(is) === '' ? 'leave the name as it is' : `call the host ${nameOf(is)}`;
  const renamed = nameOf(was) === nameOf(is) ? [] : [{ thing: hostnameId, to: is, title }];
  return [...pathSteps([PATH], from, to), ...renamed];
}

export const hostname: Module = {
  name: 'hostname',
  summary: 'The name of a host: at once, and after every restart.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'The name.',
        pattern: '^[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$',
        patternHint: 'letters, digits, `-` and `.`, at most 64 of them',
        examples: ['web-1'],
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: () => pathId(PATH),
  read: () => [hostnameProbe, ...ownFileProbes(PATH)],
  want(spec, now, tools) {
    const name = String(spec['name']);
    const file = { path: PATH, mode: MODE, content: tools.bytes(`${name}\n`), program: 'a system' };
    const wanted = wantOwnFile(file, now, tools);
    return isRefusal(wanted) ? wanted : { ...wanted, [hostnameId]: { is: 'named', name } };
  },
  steps: stepsOf,
};
