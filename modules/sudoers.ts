// The module `sudoers`: rules of sudo in a file of their own, checked before they are in place. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Tools } from './contract.ts';
import {
  CONTENT_FIELDS,
  contentFields,
  contentIn,
  ownFileProbes,
  ownTrial,
  validated,
  wantOwnFile,
  withoutFiles,
} from './things/own-file.ts';
import { pathId, pathSteps } from './things/path.ts';

const FOLDER = '/etc/sudoers.d';
const MODE = '0440';
const CHECK = 'visudo -cf "$1"';

const nameOf = (spec: Spec): string => String(spec['name']);
const pathOf = (spec: Spec): string => `${FOLDER}/${nameOf(spec)}`;

function wantSudoers(spec: Spec, now: State, tools: Tools): State | Refusal {
  const content = contentIn(spec);
  if (isRefusal(content)) return content;
  return wantOwnFile({ path: pathOf(spec), mode: MODE, content, program: 'sudo' }, now, tools);
}

export const sudoers: Module = {
  name: 'sudoers',
  summary: 'Rules of sudo, in a file of their own. Rules with a mistake are refused before they are in place.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'The name of the file in /etc/sudoers.d.',
        pattern: '^[A-Za-z0-9_][A-Za-z0-9_-]*$',
        patternHint: 'letters, digits, `-` and `_`: sudo does not read files with a dot in their names',
        examples: ['deploy'],
      },
      ...contentFields('deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart app\n'),
    },
    required: ['name'],
    oneOf: [CONTENT_FIELDS],
  },
  mainField: 'name',
  key: (spec) => pathId(pathOf(spec)),
  read: (spec) => ownFileProbes(pathOf(spec)),
  want: wantSudoers,
  absent: (spec, now) => withoutFiles([pathOf(spec)], now),
  tries: (spec) => ownTrial(spec, { command: CHECK, name: nameOf(spec), program: 'visudo', path: pathOf(spec) }),
  steps: (spec, from, to) => validated(pathSteps([pathOf(spec)], from, to), { command: CHECK, name: nameOf(spec) }),
};
