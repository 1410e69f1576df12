// What was unpacked into a folder, as a thing of its own: the folder may lie among others' things, and what came from an
// archive goes again without anything else. The shell is in unpacked.sh.
import {
  type Difference,
  type JsonObject,
  type Probe,
  quote,
  type State,
  type ThingId,
  type ThingType,
  thingId,
} from '../contract.ts';
import { downloadLibrary, unpackedLibrary } from './shell.generated.ts';

export const FORMATS = ['tar', 'tar.gz', 'tar.xz', 'tar.bz2', 'zip'] as const;
export type Format = (typeof FORMATS)[number];

/** What was asked for, and comes back when it is asked for again. */
export type AskedFor = {
  readonly sha256: string;
  readonly format: Format;
  readonly strip: number;
  readonly owner: string;
  readonly group: string;
};

export type Unpacked = AskedFor & {
  readonly is: 'unpacked';
  /** Something of it is gone. */
  readonly isBroken?: true;
  /** Something of it that is not as it was. */
  readonly changed?: string;
  /** What of the folder goes with it, as the host tells it. */
  readonly names?: readonly string[];
  /** Where the bytes come from, if the host does not have them yet. */
  readonly source?: string;
  readonly url?: string;
};

export type UnpackedState = { readonly is: 'absent' } | Unpacked;

export const unpackedProbe = (folder: string): Probe => ({ type: 'unpacked', at: folder });
export const unpackedId = (folder: string): ThingId => thingId(unpackedProbe(folder));

export function unpackedIn(state: State, folder: string): UnpackedState {
  const value = state[unpackedId(folder)];
  if (!value) throw new Error(`what was unpacked into ${folder} was not read`);
  return value as UnpackedState;
}

const ANSWER = /^(unpacked|broken):([0-9a-f]{64}):([a-z0-9.]+):(\d):([^:]+):([^:]+):([^:]*):(.*)$/s;

function parseUnpacked(answer: string): UnpackedState | undefined {
  if (answer === 'absent') return { is: 'absent' };
  const [, word, sha256 = '', format = '', strip = '', owner = '', group = '', changed = '', names = ''] =
    ANSWER.exec(answer) ?? [];
  const known = FORMATS.find((one) => one === format);
  if (word === undefined || known === undefined) return undefined;
  return {
    is: 'unpacked',
    sha256,
    format: known,
    strip: Number(strip),
    owner,
    group,
    ...(word === 'broken' ? { isBroken: true } : {}),
    ...(changed === '' ? {} : { changed }),
    ...(names === '' ? {} : { names: names.split('/').filter((name) => name !== '') }),
  };
}

/** (what was changed since, and what lies where, is for planning and is never compared) */
export function printUnpacked(state: UnpackedState): string {
  if (state.is === 'absent') return 'absent';
  const { sha256, format, strip, owner, group, isBroken } = state;
  return `${isBroken ? 'broken' : 'unpacked'}:${[sha256, format, strip, owner, group].join(':')}::`;
}

function setUnpacked(folder: string, state: UnpackedState): string {
  const at = quote(folder);
  if (state.is === 'absent') return `v_unpacked_gone ${at}`;
  const { sha256, format, strip, owner, group, source = '', url = '' } = state;
  const words = [sha256, format, `${strip}`, owner, group, source, url].map(quote).join(' ');
  return `{ ${downloadLibrary}\nv_unpack ${at} ${words}; }`;
}

const shown = (state: Unpacked): string =>
  `${state.format}, sha256 ${state.sha256.slice(0, 12)}, ${state.owner}:${state.group}`;

export const unpackedThing: ThingType = {
  type: 'unpacked',
  library: unpackedLibrary,
  ask: (folders) => folders.map(({ index, at }) => `v_unpacked ${index} ${quote(at)}`).join('\n'),
  parse: parseUnpacked,
  print: (state: JsonObject) => printUnpacked(state as UnpackedState),
  set: (folder, to) => setUnpacked(folder, to as UnpackedState),
  needs: () => [],
  holds: (folder, state) => ((state as Partial<Unpacked>).names ?? []).map((name) => `${folder}/${name}`),
  differences(from, to): readonly Difference[] {
    const [was, is] = [from as UnpackedState, to as UnpackedState];
    if (was.is === 'absent' || is.is === 'absent' || shown(was) === shown(is)) return [];
    return [{ what: 'archive', from: shown(was), to: shown(is) }];
  },
};
