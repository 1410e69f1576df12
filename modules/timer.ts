// The module `timer`: a command that systemd runs at certain times. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import { ONE_LINE_HINT, ONE_LINE_PATTERN } from './things/edits.ts';
import { ownFileProbes, validated, wantOwnFile, withoutFiles } from './things/own-file.ts';
import { pathId, pathSteps } from './things/path.ts';
import { runnerField, runnerOf, runnerProbes, runnerRefusal } from './things/people.ts';
import { isSameService, type ServiceState, serviceId, serviceIn, serviceProbe } from './things/service.ts';
import { systemIn, systemProbe } from './things/system.ts';
import { reloadStep, systemdProbe, UNIT_CHECK } from './things/systemd.ts';

const FOLDER = '/etc/systemd/system';
const MODE = '0644';

const nameOf = (spec: Spec): string => String(spec['name']);
const unitOf = (spec: Spec, kind: 'service' | 'timer'): string => `${nameOf(spec)}.${kind}`;
const pathOf = (spec: Spec, kind: 'service' | 'timer'): string => `${FOLDER}/${unitOf(spec, kind)}`;
const pathsOf = (spec: Spec): readonly string[] => [pathOf(spec, 'service'), pathOf(spec, 'timer')];

/** A word of a command line, so that systemd puts nothing else in its place. */
const word = (text: string): string =>
  `"${text
    .replaceAll(/[\\"]/g, '\\$&')
    .replaceAll('%', '%%')
    .replaceAll('$', () => '$$')
    .replaceAll('\n', '\\n')}"`;

const serviceText = (spec: Spec): string =>
  [
    '[Unit]',
    `Description=${nameOf(spec)}, started by its timer`,
    '',
    '[Service]',
    'Type=oneshot',
    `User=${runnerOf(spec)}`,
    `ExecStart=/bin/sh -c ${word(String(spec['command']))}`,
    '',
  ].join('\n');

const timerText = (spec: Spec): string =>
  [
    '[Unit]',
    `Description=When ${nameOf(spec)} runs`,
    '',
    '[Timer]',
    `OnCalendar=${String(spec['schedule']).replaceAll('%', '%%')}`,
    ...(spec['persistent'] === true ? ['Persistent=true'] : []),
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n');

function unfit(spec: Spec, now: State, tools: Tools): Refusal | undefined {
  if (systemIn(now).init !== 'systemd') {
    const hint = 'leave this host out with `on` or `when`, or take `cron`';
    return { refused: 'systemd does not run on this host', hint };
  }
  return runnerRefusal(spec, now, tools);
}

function wantTimer(spec: Spec, now: State, tools: Tools): State | Refusal {
  const refusal = unfit(spec, now, tools);
  if (refusal) return refusal;
  const files = { mode: MODE, program: 'systemd' };
  const withService = wantOwnFile(
    { ...files, path: pathOf(spec, 'service'), content: tools.bytes(serviceText(spec)) },
    now,
    tools,
  );
  if (isRefusal(withService)) return withService;
  const withBoth = wantOwnFile(
    { ...files, path: pathOf(spec, 'timer'), content: tools.bytes(timerText(spec)) },
    withService,
    tools,
  );
  if (isRefusal(withBoth)) return withBoth;
  const waiting: ServiceState = { is: 'service', active: 'running', enabled: 'enabled' };
  return { ...withBoth, [serviceId(unitOf(spec, 'timer'))]: waiting };
}

function absentTimer(spec: Spec, now: State): State | Refusal {
  const without = withoutFiles(pathsOf(spec), now);
  return isRefusal(without) ? without : { ...without, [serviceId(unitOf(spec, 'timer'))]: { is: 'absent' } };
}

const isOn = (state: ServiceState): boolean => state.is === 'service' && state.active === 'running';

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const unit = unitOf(spec, 'timer');
  const [was, is] = [serviceIn(from, unit), serviceIn(to, unit)];
  const title = isOn(is) ? `start timer ${nameOf(spec)}` : `stop timer ${nameOf(spec)}`;
  const turn: readonly Step[] = isSameService(was, is) ? [] : [{ thing: serviceId(unit), to: is, title }];
  const files = pathSteps(pathsOf(spec), from, to);
  const written: readonly Step[] =
    files.length === 0
      ? []
      : [
          ...files.flatMap((step) => {
            const name = step.thing.slice(step.thing.lastIndexOf('/') + 1);
            return validated([step], { command: UNIT_CHECK, name });
          }),
          reloadStep(to),
        ];
  // (a timer is stopped while systemd still knows it)
  return is.is === 'absent' ? [...turn, ...written] : [...written, ...turn];
}

export const timer: Module = {
  name: 'timer',
  summary: 'A command that systemd runs at certain times: a timer and its service, written, checked and started.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'The name of both units, without `.timer`.',
        pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$',
        patternHint: 'letters, digits, `-`, `_` and `.`',
        examples: ['backup'],
      },
      schedule: {
        type: 'string',
        notation: 'calendar',
        description: 'When, as systemd writes it (`OnCalendar`).',
        minLength: 1,
        pattern: ONE_LINE_PATTERN,
        patternHint: ONE_LINE_HINT,
        examples: ['daily', 'Mon..Fri 02:30'],
      },
      command: {
        type: 'string',
        description: 'What the shell runs.',
        minLength: 1,
        pattern: '^[^\\r\\u0000]*$',
        patternHint: 'text without the character 0 and without carriage returns',
        examples: ['/usr/local/bin/backup'],
      },
      user: runnerField,
      persistent: {
        type: 'boolean',
        description: 'A time that passed while the host was off is made up for.',
        defaultHint: '`false`',
        examples: ['true'],
      },
    },
    required: ['name', 'schedule', 'command'],
  },
  mainField: 'name',
  key: (spec) => pathId(pathOf(spec, 'timer')),
  read: (spec) => [
    systemProbe,
    ...runnerProbes(spec),
    systemdProbe,
    serviceProbe(unitOf(spec, 'timer')),
    ...ownFileProbes(...pathsOf(spec)),
  ],
  want: wantTimer,
  absent: absentTimer,
  steps: stepsOf,
};
