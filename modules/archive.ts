// The module `archive`: what is in an archive, unpacked into a folder. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import {
  attributeFields,
  attributeProbes,
  PATH_FIELD_HINT,
  PATH_FIELD_PATTERN,
  unreadableRefusal,
  wantedAttributes,
} from './things/attributes.ts';
import { entriesAfter, entriesIn, entriesProbe, namesAre } from './things/entries.ts';
import { wantFolders, withAncestors } from './things/folders.ts';
import { pathId, pathIn, pathProbe, pathSteps } from './things/path.ts';
import { programProbe, programRefusal } from './things/program.ts';
import {
  FORMATS,
  type Format,
  printUnpacked,
  type Unpacked,
  type UnpackedState,
  unpackedId,
  unpackedIn,
  unpackedProbe,
} from './things/unpacked.ts';

const CHECKSUM = 'sha256:';
const SUM_SHOWN = 12;
const MODE = '0755';
/** What unpacks each format, and what a `tar` that is not of BusyBox needs beside it. */
const PROGRAMS: { readonly [format in Format]: readonly string[] } = {
  tar: ['tar'],
  'tar.gz': ['tar', 'gzip'],
  'tar.xz': ['tar', 'xz'],
  'tar.bz2': ['tar', 'bzip2'],
  zip: ['unzip'],
};
const DOWNLOADERS = ['curl', 'wget'];
const SHORT: { readonly [ending: string]: Format } = { tgz: 'tar.gz', txz: 'tar.xz', tbz2: 'tar.bz2', tbz: 'tar.bz2' };

const folderOf = (spec: Spec): string => String(spec['path']);
const sourceOf = (spec: Spec): string | undefined => spec['source'] as string | undefined;
const urlOf = (spec: Spec): string | undefined => spec['url'] as string | undefined;
const folders = (spec: Spec): readonly string[] => withAncestors(folderOf(spec));

/** By the end of the name, unless the spec says it. */
function formatOf(spec: Spec): Format | undefined {
  const said = FORMATS.find((format) => format === spec['format']);
  const name = (sourceOf(spec) ?? urlOf(spec) ?? '').replace(/[?#].*$/, '').toLowerCase();
  const ending = name.slice(name.lastIndexOf('.') + 1);
  return said ?? FORMATS.find((format) => name.endsWith(`.${format}`)) ?? SHORT[ending];
}

/** The sum of what is to be unpacked; undefined where there is no such file, and none is to come. */
function sumOf(spec: Spec, now: State, tools: Tools): string | Refusal | undefined {
  const checksum = (spec['checksum'] as string | undefined)?.slice(CHECKSUM.length).toLowerCase();
  const source = sourceOf(spec);
  if (source === undefined && urlOf(spec) === undefined) {
    return { refused: 'nothing says what is to be unpacked', hint: 'add `source` or `url`' };
  }
  if (source === undefined) {
    const hint = `add \`checksum: ${CHECKSUM}...\` of what the address gives`;
    return checksum ?? { refused: 'what is downloaded is only unpacked with a `checksum`', hint };
  }
  const found = pathIn(now, source);
  const refusal = unreadableRefusal(source, found);
  if (refusal) return refusal;
  if (found.is === 'absent' && !tools.changesBefore) return undefined;
  const sum = found.is === 'file' || found.is === 'download' ? found.sha256 : undefined;
  if (sum !== undefined && (checksum === undefined || checksum === sum)) return sum;
  if (sum !== undefined) {
    return {
      refused: `${source} is not what it should be: its sha256 is ${sum}`,
      hint: 'correct the `checksum`, or the file',
    };
  }
  if (found.is === 'absent' || found.is === 'download') {
    const hint = 'add a `checksum`, or apply what brings it there first';
    return checksum ?? { refused: `what will be in ${source} is not known yet`, hint };
  }
  return { refused: `${source} is not a file`, hint: 'name the archive itself' };
}

/** Why nothing may be unpacked into a folder as it is. */
function filledRefusal(path: string, found: UnpackedState, now: State): Refusal | undefined {
  if (found.is === 'unpacked') {
    if (found.changed === undefined) return undefined;
    const refused = `${path}/${found.changed} was changed since it was unpacked`;
    return { refused, hint: 'bring what you want to keep somewhere else, and remove that file' };
  }
  const inside = entriesIn(now, path);
  if (inside.is === 'denied')
    return { refused: `what is in ${path} may not be seen`, hint: 'use `sudo` for this host' };
  const names = inside.is === 'entries' ? entriesAfter(path, inside.names, now) : [];
  if (names.length === 0) return undefined;
  const hint = 'choose a folder of its own, or move what is there';
  return { refused: `${path} is not empty: ${namesAre(names)} in it`, hint };
}

function wantArchive(spec: Spec, now: State, tools: Tools): State | Refusal {
  const path = folderOf(spec);
  const found = unpackedIn(now, path);
  const sha256 = sumOf(spec, now, tools);
  if (typeof sha256 === 'object') return sha256;
  if (sha256 === undefined) {
    // (nobody needs to keep an archive that is unpacked)
    if (found.is === 'unpacked' && !found.isBroken) return now;
    return {
      refused: `there is no archive ${sourceOf(spec)}`,
      hint: 'add what brings it there before it, or use `url`',
    };
  }
  const format = formatOf(spec);
  if (format === undefined) {
    return {
      refused: 'its name does not say what kind of archive it is',
      hint: `add \`format\`: ${FORMATS.join(', ')}`,
    };
  }
  const world = wantFolders(folders(spec), now, askedOwner(spec));
  if (isRefusal(world)) return world;
  const attributes = wantedAttributes(askedOwner(spec), now, { is: 'absent' }, MODE);
  if (isRefusal(attributes)) return attributes;
  const { owner, group } = attributes;
  const { source, url } = { source: sourceOf(spec), url: urlOf(spec) };
  const asked = { sha256, format, strip: (spec['strip'] as number | undefined) ?? 0, owner, group };
  const wanted: Unpacked = { is: 'unpacked', ...asked, ...(source && { source }), ...(url && { url }) };
  if (printUnpacked(wanted) === printUnpacked(found)) return world;
  const missing = [...PROGRAMS[format].map((name) => [name]), ...(url === undefined ? [] : [DOWNLOADERS])]
    .map((names) => programRefusal(names, now, tools))
    .find((refusal) => refusal !== undefined);
  return missing ?? filledRefusal(path, found, now) ?? { ...world, [unpackedId(path)]: wanted };
}

const askedOwner = ({ owner, group }: Spec): Spec => ({
  ...(owner !== undefined && { owner }),
  ...(group !== undefined && { group }),
});

/** What was unpacked goes; the folder stays, for who made it. */
function absentArchive(spec: Spec, now: State): State | Refusal {
  const path = folderOf(spec);
  const found = unpackedIn(now, path);
  if (found.is === 'absent') return now;
  return filledRefusal(path, found, now) ?? { ...now, [unpackedId(path)]: { is: 'absent' } };
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const path = folderOf(spec);
  const [was, is] = [unpackedIn(from, path), unpackedIn(to, path)];
  const made = pathSteps(folders(spec), from, to);
  if (printUnpacked(was) === printUnpacked(is)) return made;
  const title =
    is.is === 'absent'
      ? `remove what was unpacked into ${path}`
      : `unpack the ${is.format} archive ${is.sha256.slice(0, SUM_SHOWN)}${was.is === 'absent' ? '' : ' anew'} into ${path}`;
  // (on the way back, the bytes are those that were kept; what the spec names is better than nothing)
  const [source, url] = [sourceOf(spec), urlOf(spec)];
  const whence = is.is === 'absent' ? is : { ...(source && { source }), ...(url && { url }), ...is };
  const step = { thing: unpackedId(path), to: whence, title };
  return is.is === 'absent' ? [step, ...made] : [...made, step];
}

export const archive: Module = {
  name: 'archive',
  summary: 'What is in an archive (tar, zip), unpacked once into a folder of its own, and removed with nothing else.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'The folder that it is unpacked into. It is made if it is missing; others may have nothing in it.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/opt/tool'],
      },
      source: {
        type: 'string',
        description: 'The archive on the host.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/var/cache/tool.tar.gz'],
      },
      url: {
        type: 'string',
        description: 'Where the archive comes from, if it is not on the host. It needs a `checksum`.',
        pattern: '^(https?|ftp)://[^\\s"\\\\]+$',
        notation: 'download',
        patternHint: 'an address such as `https://example.com/tool.tar.gz`',
        examples: ['https://example.com/tool.tar.gz'],
      },
      checksum: {
        type: 'string',
        description: 'What the archive must be: `sha256:` and its sum. Anything else is never unpacked.',
        pattern: '^sha256:[0-9a-fA-F]{64}$',
        patternHint: '`sha256:` and 64 hexadecimal digits',
        examples: [`${CHECKSUM}${'0'.repeat(64)}`],
      },
      format: {
        type: 'string',
        description: 'What kind of archive it is.',
        enum: FORMATS,
        defaultHint: 'as the end of its name says',
        examples: ['tar.gz'],
      },
      strip: {
        type: 'integer',
        description: 'How many folders, each of which has all the rest in it, are left out.',
        minimum: 0,
        maximum: 9,
        defaultHint: '`0`',
        examples: ['1'],
      },
      owner: {
        ...attributeFields['owner'],
        type: 'string',
        description: 'The user that owns what is unpacked.',
        defaultHint: 'the user that viki logs in as',
      },
      group: {
        ...attributeFields['group'],
        type: 'string',
        description: 'The group that it belongs to.',
        defaultHint: 'the group of the user that viki logs in as',
      },
    },
    required: ['path'],
    oneOf: [['source', 'url']],
  },
  mainField: 'path',
  key: (spec) => unpackedId(folderOf(spec)),
  makes: (spec) => [pathId(folderOf(spec))],
  read: (spec) => [
    ...[...(PROGRAMS[formatOf(spec) ?? 'tar'] ?? []), ...(urlOf(spec) === undefined ? [] : DOWNLOADERS)].map(
      programProbe,
    ),
    ...attributeProbes(spec),
    entriesProbe(folderOf(spec)),
    ...(sourceOf(spec) === undefined ? [] : [pathProbe(String(sourceOf(spec)))]),
    ...folders(spec).map(pathProbe),
    unpackedProbe(folderOf(spec)),
  ],
  want: wantArchive,
  absent: absentArchive,
  steps: stepsOf,
};
