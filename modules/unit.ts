// The module `unit`: a unit file of systemd, which then reads it. Pure: it never sees a host.
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
import { systemIn, systemProbe } from './things/system.ts';
import { reloadStep, systemdProbe, UNIT_CHECK } from './things/systemd.ts';

const FOLDER = '/etc/systemd/system';
const MODE = '0644';

const nameOf = (spec: Spec): string => String(spec['name']);
const pathOf = (spec: Spec): string => `${FOLDER}/${nameOf(spec)}`;

function wantUnit(spec: Spec, now: State, tools: Tools): State | Refusal {
  if (systemIn(now).init !== 'systemd') {
    return { refused: 'systemd does not run on this host', hint: 'leave this host out with `on` or `when`' };
  }
  const content = contentIn(spec);
  if (isRefusal(content)) return content;
  return wantOwnFile({ path: pathOf(spec), mode: MODE, content, program: 'systemd' }, now, tools);
}

export const unit: Module = {
  name: 'unit',
  summary:
    'A unit file of systemd: a service, a socket, a mount. It is checked before it is in place, and read at once.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'The name of the unit, with what kind it is.',
        pattern: '^[A-Za-z0-9:_.@\\\\-]+\\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$',
        patternHint: 'the name of a unit, such as `app.service`',
        examples: ['app.service'],
      },
      ...contentFields('[Service]\nExecStart=/opt/app/run\n'),
    },
    required: ['name'],
    oneOf: [CONTENT_FIELDS],
  },
  mainField: 'name',
  key: (spec) => pathId(pathOf(spec)),
  read: (spec) => [systemProbe, ...ownFileProbes(pathOf(spec)), systemdProbe],
  want: wantUnit,
  absent: (spec, now) => withoutFiles([pathOf(spec)], now),
  tries: (spec) =>
    ownTrial(spec, { command: UNIT_CHECK, name: nameOf(spec), program: 'systemd-analyze', path: pathOf(spec) }),
  steps(spec, from, to) {
    const steps = pathSteps([pathOf(spec)], from, to);
    if (steps.length === 0) return [];
    return [...validated(steps, { command: UNIT_CHECK, name: nameOf(spec) }), reloadStep(to)];
  },
};
