// The module `mount`: what is mounted at a place, now and at boot. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import { selfProbe } from './things/account.ts';
import { PATH_FIELD_HINT, PATH_FIELD_PATTERN } from './things/attributes.ts';
import { deviceIn, deviceProbe } from './things/device.ts';
import { isWanted, stateField } from './things/edits.ts';
import { wantFolders } from './things/folders.ts';
import { asField, fstabId, fstabIn, fstabProbe, fstabThing, wantLine } from './things/fstab.ts';
import {
  flagsIn,
  isMountedAs,
  type Mounted,
  type MountState,
  mountId,
  mountIn,
  mountProbe,
  mountThing,
} from './things/mount.ts';
import { notRootRefusal } from './things/own-file.ts';
import { ancestors, pathProbe, pathSteps } from './things/path.ts';

/** What the kernel knows nothing of: when and by whom it is mounted. */
const ONLY_IN_FSTAB = /^(defaults|auto|noauto|nofail|user|users|owner|group|_netdev|x-.*|comment=.*)$/;
const IMPLIED: { readonly [option: string]: readonly string[] } = {
  user: ['noexec', 'nosuid', 'nodev'],
  users: ['noexec', 'nosuid', 'nodev'],
  owner: ['nosuid', 'nodev'],
  group: ['nosuid', 'nodev'],
};
const BIND = 'bind';
const TOLD_LATER = 'the kernel tells with which options it is mounted when it is';

const pathOf = (spec: Spec): string => String(spec['path']);
const sourceOf = (spec: Spec): string => String(spec['source']);
const typeOf = (spec: Spec): string => String(spec['type']);
const optionsOf = (spec: Spec): readonly string[] =>
  String(spec['options'] ?? '')
    .split(',')
    .filter((one) => one !== '');

/** The line of /etc/fstab, field by field. */
function fieldsOf(spec: Spec): readonly string[] {
  const isBind = typeOf(spec) === BIND;
  const options = [...(isBind ? [BIND] : []), ...optionsOf(spec)].join(',') || 'defaults';
  const pass = String(spec['pass'] ?? 0);
  return [asField(sourceOf(spec)), asField(pathOf(spec)), isBind ? 'none' : typeOf(spec), options, '0', pass];
}

/** Is it the name of something that must be there? */
const isOfHost = (spec: Spec): boolean => /^\/|^[A-Z]+=/.test(sourceOf(spec));

/** What is mounted by others than root has less in it to fear, unless it says otherwise. */
function kernelOptions(spec: Spec): readonly string[] {
  const options = optionsOf(spec);
  const implied = Object.entries(IMPLIED).flatMap(([option, flags]) => (options.includes(option) ? flags : []));
  const more = implied.filter((flag) => !options.includes(flag.slice('no'.length)) && !options.includes(flag));
  return [...more, ...options].filter((option) => !ONLY_IN_FSTAB.test(option));
}

function mountedAs(spec: Spec, now: State): Mounted {
  const device = deviceIn(now, sourceOf(spec));
  const options = kernelOptions(spec);
  const source = asField(device.is === 'device' ? device.path : sourceOf(spec));
  const isWhole = device.is === 'device' && typeOf(spec) === BIND;
  const type = isWhole ? 'auto' : typeOf(spec);
  return { is: 'mounted', source, type, flags: flagsIn(options), options: options.join(','), isWanted: true };
}

function unfit(spec: Spec, now: State, tools: Tools): Refusal | undefined {
  const path = pathOf(spec);
  const found = mountIn(now, path);
  if (found.is === 'link') {
    return { refused: `${path} leads through a link to ${found.real}`, hint: 'name the place that it leads to' };
  }
  if (found.is === 'taken') {
    return { refused: `${path} is not a folder`, hint: 'choose another path, or move what is there' };
  }
  if (!isWanted(spec) || !isOfHost(spec) || deviceIn(now, sourceOf(spec)).is !== 'absent') return undefined;
  if (tools.changesBefore || optionsOf(spec).includes('nofail')) return undefined;
  return {
    refused: `there is no ${sourceOf(spec)} on this host`,
    hint: 'look at what it has with `lsblk -f`, or say `options: nofail` if it need not be there',
  };
}

function wantMount(spec: Spec, now: State, tools: Tools): State | Refusal {
  const refusal = notRootRefusal(now) ?? unfit(spec, now, tools);
  if (refusal) return refusal;
  const path = pathOf(spec);
  const found = mountIn(now, path);
  if (!isWanted(spec)) {
    const none: MountState = found.is === 'mounted' ? { is: 'absent', hasFolder: true } : found;
    return { ...now, [fstabId(path)]: { is: 'absent' }, [mountId(path)]: none };
  }
  const line = wantLine(fieldsOf(spec), fstabIn(now, path));
  // (what need not be there may come later)
  const isMissing = isOfHost(spec) && deviceIn(now, sourceOf(spec)).is === 'absent' && !tools.changesBefore;
  if (spec['now'] === false || isMissing) return { ...now, [fstabId(path)]: line };
  const wanted = mountedAs(spec, now);
  // (new options may be some that the kernel tells in other words)
  const isAsWanted = isMountedAs(found, wanted) && line === fstabIn(now, path);
  const isInFolder = found.is !== 'absent' || found.hasFolder;
  const folders = isInFolder ? now : wantFolders(ancestors(path), now);
  if (isRefusal(folders)) return folders;
  return { ...folders, [fstabId(path)]: line, [mountId(path)]: isAsWanted ? found : wanted };
}

const isSameMount = (one: MountState, other: MountState): boolean =>
  one.is === 'mounted' && other.is === 'mounted'
    ? one.source === other.source && one.type === other.type && one.options === other.options
    : mountThing.print(one) === mountThing.print(other);

const isOpen = (state: MountState): boolean => state.is === 'mounted' && state.isWanted === true;

function titleOf(path: string, from: MountState, to: MountState): string {
  if (to.is !== 'mounted') return `unmount ${path}`;
  if (from.is !== 'mounted') return `mount ${path}`;
  return from.source === to.source ? `mount ${path} with other options` : `mount something else at ${path}`;
}

/** The folders that it lies in are there before it is, and go after it. */
function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const folders = pathSteps(ancestors(pathOf(spec)), from, to);
  const isGone = (step: Step): boolean => step.to['is'] === 'absent';
  return [...folders.filter((step) => !isGone(step)), ...mountSteps(spec, from, to), ...folders.filter(isGone)];
}

function mountSteps(spec: Spec, from: State, to: State): readonly Step[] {
  const path = pathOf(spec);
  const [was, is] = [mountIn(from, path), mountIn(to, path)];
  const turn: readonly Step[] = isSameMount(was, is)
    ? []
    : [
        {
          thing: mountId(path),
          to: is,
          title: titleOf(path, was, is),
          ...(isOpen(is) ? { expected: TOLD_LATER } : {}),
        },
      ];
  const line = fstabIn(to, path);
  if (fstabThing.print(fstabIn(from, path)) === fstabThing.print(line)) return turn;
  const title = line.is === 'absent' ? `remove ${path} from /etc/fstab` : `write ${path} into /etc/fstab`;
  const written = [{ thing: fstabId(path), to: line, title }];
  // (nothing is written about what is in use and stays)
  return is.is === 'mounted' ? [...written, ...turn] : [...turn, ...written];
}

export const mount: Module = {
  name: 'mount',
  summary: 'Something that is mounted at a place, at once and at boot: a device, a folder, memory.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'Where. The folder is made where it is missing, with those that it lies in.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/srv/data'],
      },
      source: {
        type: 'string',
        description: 'What: a device by its path, `UUID=` or `LABEL=`, a folder, an address, or `tmpfs`.',
        pattern: '^[^\\s\\u0000]([^\\n\\u0000]*[^\\s\\u0000])?$',
        patternHint: 'text on one line, without blanks at its ends',
        examples: ['UUID=0a3407de-014b-458b-b5c1-848e92a327a3', '/dev/sdb1', 'tmpfs'],
      },
      type: {
        type: 'string',
        description: 'Of which kind it is; `bind` for a folder that is to be at another place as well.',
        pattern: '^[A-Za-z0-9._-]+$',
        patternHint: 'one word, such as `ext4`',
        examples: ['ext4', 'xfs', 'nfs', 'tmpfs', 'bind'],
      },
      options: {
        type: 'string',
        description: 'Options, with commas between them.',
        notation: 'mount-options',
        pattern: '^[^\\s\\u0000]+$',
        patternHint: 'text without blanks',
        examples: ['noatime,nofail', 'size=64m,mode=0755'],
      },
      pass: {
        type: 'integer',
        description: 'When it is checked at boot: 1 for the root, 2 for others, 0 for never.',
        examples: ['2'],
        defaultHint: '0',
      },
      now: {
        type: 'boolean',
        description:
          'Whether it is mounted at once. Otherwise what is mounted there stays as it is until the next boot.',
        examples: ['false'],
        defaultHint: '`true`',
      },
      state: stateField,
    },
    required: ['path', 'source', 'type'],
  },
  mainField: 'path',
  key: (spec) => mountId(pathOf(spec)),
  read: (spec) => [
    selfProbe,
    ...ancestors(pathOf(spec)).map(pathProbe),
    deviceProbe(sourceOf(spec)),
    fstabProbe(pathOf(spec)),
    mountProbe(pathOf(spec)),
  ],
  want: wantMount,
  steps: stepsOf,
};
