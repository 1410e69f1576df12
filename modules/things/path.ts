// Paths as things: their states, how a host is asked about many at once, and how one is set. The shell is in path.sh.
import {
  type ContentRef,
  type Difference,
  type JsonObject,
  OPEN_ANSWER,
  type Probe,
  quote,
  type State,
  type Step,
  type ThingId,
  type ThingType,
} from '../contract.ts';
import { entriesThing } from './entries.ts';
import { downloadLibrary, pathLibrary } from './shell.generated.ts';

export type Attributes = { readonly mode: string; readonly owner: string; readonly group: string };

export type PathState =
  | { readonly is: 'absent' }
  | ({ readonly is: 'file'; readonly sha256: string; readonly size: number } & Attributes)
  /** Only ever wanted: a file with what an address gives, so its bytes are known when they are there. */
  | ({ readonly is: 'download'; readonly url: string; readonly sha256?: string } & Attributes)
  | ({ readonly is: 'directory' } & Attributes)
  | {
      readonly is: 'link';
      readonly target: string;
      readonly owner: string;
      readonly group: string;
      readonly leadsTo?: string;
    }
  | { readonly is: 'other'; readonly what: string }
  /** Not to be seen: `denied` (no right to look there), `blocked` (a file where a folder should lead), `moving` (changed while read). */
  | { readonly is: 'unreadable'; readonly why: 'denied' | 'blocked' | 'moving'; readonly at: string };

const ABSENT: PathState = { is: 'absent' };
const FILE_ANSWER = /^file:([0-7]{1,4}):([^:]+):([^:]+):(\d{1,16}):([0-9a-f]{64})$/;
const DIRECTORY_ANSWER = /^directory:([0-7]{1,4}):([^:]+):([^:]+)$/;
const LINK_ANSWER = /^link:(-|directory|file|nothing):([^:]+):([^:]+):([^\n]+)$/;
const OTHER_ANSWER = /^other:([a-z]+)$/;
const UNREADABLE_ANSWER = /^(denied|blocked):(\/[\s\S]*)$/;

export const pathProbe = (path: string): Probe => ({ type: 'path', at: path });
export const pathId = (path: string): ThingId => `path:${path}`;

/** The state of a path as it was read or predicted; a path that nobody asked about is a bug of the module's `read`. */
export function pathIn(state: State, path: string): PathState {
  const value = state[pathId(path)];
  if (!value) throw new Error(`the state of ${path} was not read`);
  return value as PathState;
}

/** `755` and `0755` are one mode: four digits is how states have it. */
export const normalMode = (mode: string): string => mode.replace(/^0+/, '').padStart(4, '0');

/** A folder's ancestors, outermost first, without the root, which is always there. */
export function ancestors(path: string): readonly string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

const shortMode = (mode: string): string => mode.replace(/^0+(?=.)/, '');

function parsePath(answer: string): PathState | undefined {
  if (answer === 'absent') return ABSENT;
  if (answer === 'moving') return { is: 'unreadable', why: 'moving', at: '' };
  const file = FILE_ANSWER.exec(answer);
  if (file) {
    const [, mode = '', owner = '', group = '', size = '', sha256 = ''] = file;
    return { is: 'file', sha256, size: Number(size), mode: normalMode(mode), owner, group };
  }
  const directory = DIRECTORY_ANSWER.exec(answer);
  if (directory) {
    const [, mode = '', owner = '', group = ''] = directory;
    return { is: 'directory', mode: normalMode(mode), owner, group };
  }
  const link = LINK_ANSWER.exec(answer);
  if (link) {
    const [, leadsTo = '-', owner = '', group = '', target = ''] = link;
    return { is: 'link', target, owner, group, ...(leadsTo === '-' ? {} : { leadsTo }) };
  }
  const other = OTHER_ANSWER.exec(answer);
  if (other) return { is: 'other', what: other[1] ?? '' };
  const unreadable = UNREADABLE_ANSWER.exec(answer);
  if (unreadable) return { is: 'unreadable', why: unreadable[1] as 'denied' | 'blocked', at: unreadable[2] ?? '' };
  return undefined;
}

function printPath(state: PathState): string {
  switch (state.is) {
    case 'absent':
      return 'absent';
    case 'file':
      return `file:${shortMode(state.mode)}:${state.owner}:${state.group}:${state.size}:${state.sha256}`;
    case 'download':
      return `${OPEN_ANSWER}file:${shortMode(state.mode)}:${state.owner}:${state.group}:`;
    case 'directory':
      return `directory:${shortMode(state.mode)}:${state.owner}:${state.group}`;
    case 'link':
      // Where it leads is for planning; it is not a part of the link itself, so it is never compared.
      return `link:-:${state.owner}:${state.group}:${state.target}`;
    case 'other':
      return `other:${state.what}`;
    case 'unreadable':
      return state.why === 'moving' ? 'moving' : `${state.why}:${state.at}`;
  }
}

function setPath(path: string, to: PathState): string {
  const at = quote(path);
  const words = (name: string, ...values: readonly string[]): string => [name, at, ...values.map(quote)].join(' ');
  switch (to.is) {
    case 'absent':
      return `v_path_absent ${at}`;
    case 'directory':
      return words('v_path_directory', to.mode, to.owner, to.group);
    case 'file':
      return words('v_path_file', to.mode, to.owner, to.group, `${to.size}`, to.sha256);
    case 'download': {
      const download = words('v_download', to.mode, to.owner, to.group, to.sha256 ?? '-', to.url);
      return `{ ${downloadLibrary}\n${download}; }`;
    }
    case 'link':
      return words('v_path_link', to.owner, to.group, to.target);
    default:
      throw new Error(`${path} can't be made ${to.is}`);
  }
}

function kindInWords(state: PathState): string {
  switch (state.is) {
    case 'absent':
      return 'nothing';
    case 'directory':
      return 'a folder';
    case 'link':
      return `a link to ${state.target}`;
    case 'other':
      return `a ${state.what}`;
    case 'file':
    case 'download':
      return 'a file';
    case 'unreadable':
      return 'unreadable';
  }
}

const bytesText = (size: number): string => `${size} ${size === 1 ? 'byte' : 'bytes'}`;

function contentInWords(state: PathState): string {
  if (state.is === 'download') return `what ${state.url} gives`;
  return state.is === 'file' ? `${bytesText(state.size)}, sha256 ${state.sha256.slice(0, 12)}` : '';
}

function differencesOfPath(from: PathState, to: PathState): readonly Difference[] {
  // What comes or goes is told by its step.
  if (from.is === 'absent' || to.is === 'absent') return [];
  const found: Difference[] = [];
  const compare = (what: string, before: string, after: string): void => {
    if (before !== after) found.push({ what, from: before, to: after });
  };
  compare('is', kindInWords(from), kindInWords(to));
  if (to.is === 'file' || to.is === 'download') compare('content', contentInWords(from), contentInWords(to));
  for (const field of ['mode', 'owner', 'group'] as const) {
    const before = field in from ? String((from as JsonObject)[field]) : '';
    const after = field in to ? String((to as JsonObject)[field]) : '';
    if (after !== '') compare(field, before, after);
  }
  return found;
}

export const pathThing: ThingType = {
  type: 'path',
  library: pathLibrary,
  ask: (paths) => `v_paths ${paths.map(({ index, at }) => `${index} ${quote(at)}`).join(' ')}`,
  parse: parsePath,
  print: (state) => printPath(state as PathState),
  set: (path, to) => setPath(path, to as PathState),
  needs: (to): readonly ContentRef[] => {
    const state = to as PathState;
    return state.is === 'file' ? [{ sha256: state.sha256, size: state.size }] : [];
  },
  differences: (from, to) => differencesOfPath(from as PathState, to as PathState),
  inside: { type: entriesThing.type, isIn: (state) => state['is'] === 'directory' },
};

/** `folder /opt/app`, `link /etc/site to shared` */
function named(path: string, state: PathState): string {
  const noun = state.is === 'directory' ? 'folder' : state.is === 'download' ? 'file' : state.is;
  return state.is === 'link' ? `link ${path} to ${state.target}` : `${noun} ${path}`;
}

/** `(0644 root:root, 12 bytes)`: what something new will be, since there is nothing that it could differ from. */
function detailed(state: PathState): string {
  if (state.is === 'directory') return ` (${state.mode} ${state.owner}:${state.group})`;
  return state.is === 'file' ? ` (${state.mode} ${state.owner}:${state.group}, ${bytesText(state.size)})` : '';
}

function stepTitle(path: string, from: PathState, to: PathState): string {
  if (to.is === 'absent') return `remove ${named(path, from)}`;
  if (to.is === 'download') return `download ${path} from ${to.url} (${to.mode} ${to.owner}:${to.group})`;
  if (from.is === 'absent') return `create ${named(path, to)}${detailed(to)}`;
  if (from.is !== to.is) return `replace ${named(path, from)} by ${kindInWords(to)}`;
  if (to.is === 'file' && from.is === 'file' && from.sha256 !== to.sha256) return `write ${path}`;
  if (to.is === 'link' && from.is === 'link' && from.target !== to.target) return `change ${named(path, to)}`;
  return `set mode and owner of ${path}`;
}

const DOWNLOADED = 'its bytes are known when they are downloaded';

/** The way between two states of some paths: what goes away innermost first, then what comes outermost first. */
export function pathSteps(paths: readonly string[], from: State, to: State): readonly Step[] {
  const ascending = paths.toSorted();
  const changed = ascending.filter((path) => printPath(pathIn(from, path)) !== printPath(pathIn(to, path)));
  const isGone = (path: string): boolean => pathIn(to, path).is === 'absent';
  const order = [...changed.filter(isGone).reverse(), ...changed.filter((path) => !isGone(path))];
  return order.map((path) => ({
    thing: pathId(path),
    to: pathIn(to, path) as JsonObject,
    title: stepTitle(path, pathIn(from, path), pathIn(to, path)),
    ...(pathIn(to, path).is === 'download' ? { expected: DOWNLOADED } : {}),
  }));
}
