// Places where something is mounted, as things. The shell is in mount.sh.
import {
  type Difference,
  OPEN_ANSWER,
  type Probe,
  quote,
  type State,
  type ThingId,
  type ThingType,
  thingId,
} from '../contract.ts';
import { asField } from './fstab.ts';
import { mountLibrary } from './shell.generated.ts';

/** A folder with what is mounted there; sources are as the kernel writes them. */
export type Mounted = {
  readonly is: 'mounted';
  readonly source: string;
  /** `bind` for a folder that is at another place as well. */
  readonly type: string;
  /** What all kernels tell in the same words, `-` for nothing. */
  readonly flags: string;
  readonly options: string;
  /** It is wanted: the kernel will have more to say of its options. */
  readonly isWanted?: true;
};

export type MountState =
  /** Nothing is mounted there; there may be a folder. */
  | { readonly is: 'absent'; readonly hasFolder: boolean }
  /** No folder. */
  | { readonly is: 'taken' }
  /** The way there goes through a link. */
  | { readonly is: 'link'; readonly real: string }
  | Mounted;

export const mountProbe = (path: string): Probe => ({ type: 'mount', at: path });
export const mountId = (path: string): ThingId => thingId(mountProbe(path));

export function mountIn(state: State, path: string): MountState {
  const value = state[mountId(path)];
  if (!value) throw new Error(`what is mounted at ${path} was not read`);
  return value as MountState;
}

/** Sources of these say nothing of what is mounted. */
const isNamedByType = (type: string): boolean => type === 'bind' || type === 'tmpfs';

/** What the kernel always tells in the same words; of other options it has words of its own. The shell has them too. */
const FLAGS = ['ro', 'noexec', 'nosuid', 'nodev', 'noatime', 'nodiratime', 'sync', 'dirsync'];

export const flagsIn = (options: readonly string[]): string =>
  FLAGS.filter((flag) => options.includes(flag)).join(',') || '-';

/** Is that mounted there, in that way? */
export function isMountedAs(found: MountState, wanted: Mounted): boolean {
  if (found.is !== 'mounted' || found.source !== wanted.source || found.flags !== wanted.flags) return false;
  return isNamedByType(wanted.type) ? found.type === wanted.type : found.type !== 'bind';
}

const textOf = (field: string): string =>
  field.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

function parseMount(answer: string): MountState | undefined {
  if (answer === 'absent' || answer === 'free') return { is: 'absent', hasFolder: answer === 'free' };
  if (answer === 'taken') return { is: 'taken' };
  const [, real] = /^link:(\/[^\n]*)$/.exec(answer) ?? [];
  if (real !== undefined) return { is: 'link', real };
  const [, source, flags, type, options] = /^mounted (\S+) (\S+) (\S+) (\S+)$/.exec(answer) ?? [];
  if (source === undefined || flags === undefined || type === undefined || options === undefined) return undefined;
  return { is: 'mounted', source, flags, type, options };
}

function printMount(state: MountState): string {
  if (state.is === 'absent') return state.hasFolder ? 'free' : 'absent';
  if (state.is === 'link') return `link:${state.real}`;
  if (state.is === 'taken') return state.is;
  const { source, flags, type, options, isWanted } = state;
  if (!isWanted) return `mounted ${source} ${flags} ${type} ${options}`;
  return `${OPEN_ANSWER}mounted ${source} ${flags} ${isNamedByType(type) ? `${type} ` : ''}`;
}

function setMount(path: string, to: MountState): string {
  const words = `${quote(path)} ${quote(asField(path))}`;
  if (to.is === 'absent') return `v_mount_none ${words}${to.hasFolder ? ' folder' : ''}`;
  if (to.is !== 'mounted') throw new Error(`${path} can't be made ${to.is}`);
  const { source, type, options } = to;
  return `v_mount ${words} ${[textOf(source), source, type, options].map(quote).join(' ')}`;
}

function differencesOfMount(from: MountState, to: MountState): readonly Difference[] {
  if (from.is !== 'mounted' || to.is !== 'mounted') return [];
  return (['source', 'type', 'options'] as const).flatMap((what) =>
    from[what] === to[what] || (what !== 'options' && isMountedAs(from, to))
      ? []
      : [{ what, from: from[what], to: to[what] }],
  );
}

export const mountThing: ThingType = {
  type: 'mount',
  library: mountLibrary,
  ask: (all) => all.map(({ index, at }) => `v_mount_told ${index} ${quote(at)} ${quote(asField(at))}`).join('\n'),
  parse: parseMount,
  print: (state) => printMount(state as MountState),
  set: (path, to) => setMount(path, to as MountState),
  needs: () => [],
  differences: (from, to) => differencesOfMount(from as MountState, to as MountState),
};
