// The module `swap`: a file that is used as swap, now and at boot. Pure: it never sees a host.
import type { Module, Refusal, Spec, State, Step, Tools } from './contract.ts';
import { selfProbe } from './things/account.ts';
import { PATH_FIELD_HINT, PATH_FIELD_PATTERN } from './things/attributes.ts';
import { noFolderRefusal } from './things/folders.ts';
import { asField, fstabId, fstabIn, fstabProbe, fstabThing, wantLine } from './things/fstab.ts';
import { notRootRefusal } from './things/own-file.ts';
import { ancestors, pathProbe } from './things/path.ts';
import { type SwapState, swapId, swapIn, swapProbe, swapThing } from './things/swap.ts';

const UNITS: { readonly [unit: string]: number } = { M: 1024 ** 2, G: 1024 ** 3 };

const pathOf = (spec: Spec): string => String(spec['path']);
const bytesOf = (spec: Spec): number =>
  Number.parseInt(String(spec['size']), 10) * (UNITS[String(spec['size']).at(-1) ?? ''] ?? 0);
const priorityOf = (spec: Spec): string => (spec['priority'] === undefined ? '-' : String(spec['priority']));

/** The line of /etc/fstab, field by field. */
const fieldsOf = (spec: Spec): readonly string[] => {
  const options = spec['priority'] === undefined ? 'sw' : `sw,pri=${priorityOf(spec)}`;
  return [asField(pathOf(spec)), 'none', 'swap', options, '0', '0'];
};

function unfit(spec: Spec, now: State): Refusal | undefined {
  if (swapIn(now, pathOf(spec)).is !== 'taken') return undefined;
  const hint = 'choose another path, or move what is there';
  return { refused: `${pathOf(spec)} is there, and it is no swap file`, hint };
}

function wantSwap(spec: Spec, now: State, tools: Tools): State | Refusal {
  const noFolder = tools.changesBefore ? undefined : noFolderRefusal(pathOf(spec), now);
  const refusal = notRootRefusal(now) ?? unfit(spec, now) ?? noFolder;
  if (refusal) return refusal;
  const wanted: SwapState = { is: 'on', bytes: bytesOf(spec), priority: priorityOf(spec) };
  const line = wantLine(fieldsOf(spec), fstabIn(now, pathOf(spec)));
  return { ...now, [swapId(pathOf(spec))]: wanted, [fstabId(pathOf(spec))]: line };
}

function absentSwap(spec: Spec, now: State): State | Refusal {
  const refusal = notRootRefusal(now) ?? unfit(spec, now);
  return refusal ?? { ...now, [swapId(pathOf(spec))]: { is: 'absent' }, [fstabId(pathOf(spec))]: { is: 'absent' } };
}

function titleOf(path: string, from: SwapState, to: SwapState): string {
  if (to.is === 'on')
    return `${from.is === 'absent' ? 'make' : 'use'} swap file ${path}${from.is === 'absent' ? ', and use it' : ''}`;
  return to.is === 'absent' ? `remove swap file ${path}` : `stop using swap file ${path}`;
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const path = pathOf(spec);
  const [was, is] = [swapIn(from, path), swapIn(to, path)];
  const turn: readonly Step[] =
    swapThing.print(was) === swapThing.print(is)
      ? []
      : [{ thing: swapId(path), to: is, title: titleOf(path, was, is) }];
  const line = fstabIn(to, path);
  if (fstabThing.print(fstabIn(from, path)) === fstabThing.print(line)) return turn;
  const title = line.is === 'absent' ? `remove ${path} from /etc/fstab` : `write ${path} into /etc/fstab`;
  return [...turn, { thing: fstabId(path), to: line, title }];
}

export const swap: Module = {
  name: 'swap',
  summary: 'A file that is used as swap, at once and at boot.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'Where the file is. Its folder must be there.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/swapfile'],
      },
      size: {
        type: 'string',
        description: 'How large it is, in MiB (`M`) or GiB (`G`).',
        pattern: '^[1-9][0-9]{0,5}[MG]$',
        patternHint: 'a whole number with `M` or `G`, such as `2G`',
        examples: ['2G', '512M'],
      },
      priority: {
        type: 'integer',
        description: 'Which one is used first: the one with the higher number, up to 32767.',
        examples: ['10'],
        defaultHint: 'what the kernel chooses',
      },
    },
    required: ['path', 'size'],
  },
  mainField: 'path',
  key: (spec) => swapId(pathOf(spec)),
  read: (spec) => [
    selfProbe,
    ...ancestors(pathOf(spec)).slice(-1).map(pathProbe),
    fstabProbe(pathOf(spec)),
    swapProbe(pathOf(spec)),
  ],
  want: wantSwap,
  absent: absentSwap,
  steps: stepsOf,
};
