// The module `command`: a command that is run where its work is not done, or because something has changed. Pure: it never
// sees a host, nor the bytes of its command.
import type { ContentRef, Module, Spec, State, Step, ThingId, Tools } from './contract.ts';
import { PATH_FIELD_HINT, PATH_FIELD_PATTERN } from './things/attributes.ts';
import { type CommandRun, type CommandState, commandAt } from './things/command.ts';

const text = (spec: Spec, field: string): string => (typeof spec[field] === 'string' ? spec[field] : '');
const bytes = (spec: Spec, field: string): ContentRef | undefined => {
  const ref = spec[field];
  return typeof ref === 'object' && ref !== null && 'sha256' in ref ? (ref as ContentRef) : undefined;
};

const placeOf = (spec: Spec): string =>
  commandAt({
    check: text(spec, 'check'),
    creates: text(spec, 'creates'),
    directory: text(spec, 'directory'),
    // (in a text that is only read, the bytes are not references yet)
    command: bytes(spec, 'command')?.sha256 ?? text(spec, 'command'),
  });

const idOf = (spec: Spec): ThingId => `command:${placeOf(spec)}`;

function stateIn(spec: Spec, state: State): CommandState {
  const value = state[idOf(spec)];
  if (!value) throw new Error('the command was not asked about');
  return value as CommandState;
}

function runOf(spec: Spec, field: 'command' | 'undo'): CommandRun | undefined {
  const [command, environment, stdin] = [bytes(spec, field), bytes(spec, 'environment'), bytes(spec, 'stdin')];
  const directory = text(spec, 'directory');
  return command && { command, ...(environment && { environment }), ...(stdin && { stdin }), directory };
}

function wantCommand(spec: Spec, now: State, tools: Tools): State {
  const found = stateIn(spec, now);
  if (found.is === 'absent') return { ...now, [idOf(spec)]: { is: 'done' } };
  return found.is === 'any' && !tools.waits ? { ...now, [idOf(spec)]: { is: 'ran' } } : now;
}

const isBefore = ({ is }: CommandState): boolean => is === 'absent' || is === 'any';

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const [is, wanted] = [stateIn(spec, from), stateIn(spec, to)];
  if (isBefore(is) === isBefore(wanted)) return [];
  const [run, undo] = [runOf(spec, 'command'), runOf(spec, 'undo')];
  if (isBefore(wanted))
    return undo ? [{ thing: idOf(spec), to: { is: wanted.is, run: undo }, title: 'undo what the command did' }] : [];
  if (!run) return [];
  const step = { thing: idOf(spec), title: 'run the command' };
  if (undo) return [{ ...step, to: { is: wanted.is, run, undo } }];
  return [{ ...step, to: { is: wanted.is, run }, oneWay: 'nothing says how to take back what it does (`undo`)' }];
}

export const command: Module = {
  name: 'command',
  summary:
    'A command that is run where `check` or `creates` says that its work is not done, or when what is in `run_on` changes.',
  spec: {
    fields: {
      command: {
        type: 'string',
        description: 'What the shell (`sh`) of the host runs.',
        minLength: 1,
        examples: ['make install'],
        bytes: 'own',
      },
      check: {
        type: 'string',
        description:
          'A command that ends well when there is nothing to do. It is run by every plan, and may change nothing.',
        minLength: 1,
        examples: ['test -x /usr/local/bin/tool'],
      },
      creates: {
        type: 'string',
        description: 'A path that is there when the command has done its work.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/usr/local/bin/tool'],
      },
      undo: {
        type: 'string',
        description: 'What takes back what the command did, also where it came only half way.',
        minLength: 1,
        defaultHint: 'it can not be taken back',
        examples: ['make uninstall'],
        bytes: 'own',
      },
      directory: {
        type: 'string',
        description: 'The folder that they are run in.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/opt/app'],
      },
      environment: {
        type: 'object',
        description: 'Variables of its environment. Each may be a secret variable.',
        examples: ['{ LANG: C, TOKEN: "${token}" }'],
        bytes: 'own',
        secret: true,
      },
      stdin: {
        type: 'string',
        description: 'What it reads. It may be a secret variable.',
        examples: ['${token}'],
        bytes: 'own',
        secret: true,
      },
    },
    required: ['command'],
  },
  mainField: 'command',
  key: idOf,
  read: (spec) => [{ type: 'command', at: placeOf(spec) }],
  want: wantCommand,
  steps: stepsOf,
  acts(spec, from, to) {
    // (what it does in any case is not done twice)
    if (isBefore(stateIn(spec, from)) !== isBefore(stateIn(spec, to))) return [];
    const run = runOf(spec, 'command');
    return run ? [{ thing: idOf(spec), to: run, title: 'run the command' }] : [];
  },
};
