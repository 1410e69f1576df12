// The module `copy`: a folder of the project with all that is in it, on a host. Pure: it never sees a host, nor the bytes.
import {
  isRefusal,
  type JsonObject,
  type Module,
  probeOf,
  type Refusal,
  type Spec,
  type State,
  type Step,
  type ThingId,
  type Tools,
  type Tree,
  type TreeEntry,
} from './contract.ts';
import {
  attributeFields,
  attributeProbes,
  occupiedRefusal,
  PATH_FIELD_HINT,
  PATH_FIELD_PATTERN,
  unreadableRefusal,
  wantedAttributes,
} from './things/attributes.ts';
import { belowProbe, isTold, pathsBelow, untoldRefusal } from './things/below.ts';
import { entriesAfter, entriesIn, entriesProbe, namesAre } from './things/entries.ts';
import { isFolder, wantFolders, withAncestors } from './things/folders.ts';
import { type PathState, pathId, pathIn, pathProbe, pathSteps, pathThing } from './things/path.ts';

/** (in a text that is only read, the folder has not been looked into) */
const treeOf = (spec: Spec): Tree => (spec['tree'] as Tree | undefined) ?? [];
const targetOf = (spec: Spec): string => String(spec['path']);
const placeOf = (spec: Spec, { path }: TreeEntry): string => `${targetOf(spec)}/${path}`;
const allPaths = (spec: Spec): readonly string[] => [
  ...withAncestors(targetOf(spec)),
  ...treeOf(spec).map((entry) => placeOf(spec, entry)),
];
const isToBeGone = (spec: Spec): boolean => spec['state'] === 'absent';

/** Mode and owner of what is in the folder, as far as the spec asks for them; `mode` is that of the files. */
function askedOf(spec: Spec, { is }: TreeEntry): Spec {
  const { owner, group } = spec;
  const mode = is === 'directory' ? spec['folder_mode'] : is === 'file' ? spec['mode'] : undefined;
  return {
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(mode !== undefined && { mode }),
  };
}

const HINT = 'choose another `path`, or move what is there';

function wantFolder(spec: Spec, entry: TreeEntry & { is: 'directory' }, now: State): PathState | Refusal {
  const path = placeOf(spec, entry);
  const found = pathIn(now, path);
  const refusal = unreadableRefusal(path, found);
  if (refusal) return refusal;
  if (found.is !== 'absent' && !isFolder(found)) return { refused: `${path} is not a folder`, hint: HINT };
  // What such a link leads to belongs to others.
  if (found.is === 'link') return found;
  const attributes = wantedAttributes(askedOf(spec, entry), now, found, entry.mode);
  return isRefusal(attributes) ? attributes : { is: 'directory', ...attributes };
}

function wantEntry(spec: Spec, entry: TreeEntry, now: State): PathState | Refusal {
  if (entry.is === 'directory') return wantFolder(spec, entry, now);
  const path = placeOf(spec, entry);
  const found = pathIn(now, path);
  const refusal = occupiedRefusal(path, found, HINT, entry.is);
  if (refusal) return refusal;
  if (entry.is === 'link') {
    const kept =
      found.is === 'link' ? { is: 'directory' as const, mode: '0777', owner: found.owner, group: found.group } : found;
    const attributes = wantedAttributes(askedOf(spec, entry), now, kept, '0777');
    if (isRefusal(attributes)) return attributes;
    return { is: 'link', target: entry.target, owner: attributes.owner, group: attributes.group };
  }
  const attributes = wantedAttributes({ mode: entry.mode, ...askedOf(spec, entry) }, now, found, entry.mode);
  return isRefusal(attributes) ? attributes : { is: 'file', sha256: entry.sha256, size: entry.size, ...attributes };
}

const isExact = (spec: Spec): boolean => spec['exact'] === true;

/** What is in the folder there, and neither in the one here nor anybody else's in the text. */
function surplusOf(spec: Spec, now: State, { others }: Tools): readonly string[] | Refusal {
  const folder = targetOf(spec);
  const below = pathsBelow(folder, now);
  if ('refused' in below) return below;
  const ours = new Set(treeOf(spec).map((entry) => placeOf(spec, entry)));
  const theirs = others?.(folder) ?? [];
  const isTheirs = (path: string): boolean =>
    theirs.some((other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`));
  const surplus = below.filter((path) => !ours.has(path) && pathIn(now, path).is !== 'absent' && !isTheirs(path));
  for (const path of surplus) {
    const found = pathIn(now, path);
    const refusal = unreadableRefusal(path, found);
    if (refusal) return refusal;
    if (!isTold(path) || (found.is === 'link' && !isTold(found.target))) return untoldRefusal(path);
    if (found.is === 'other') {
      return { refused: `${path} is a ${found.what}, which viki could not bring back`, hint: 'remove it yourself' };
    }
  }
  return surplus;
}

function wantCopy(spec: Spec, now: State, tools: Tools): State | Refusal {
  const { owner, group, folder_mode: mode } = spec;
  const asked = Object.fromEntries(Object.entries({ owner, group, mode }).filter(([, value]) => value !== undefined));
  const world = wantFolders(withAncestors(targetOf(spec)), now, asked as Spec);
  if (isRefusal(world)) return world;
  const wanted: [string, PathState][] = [];
  for (const entry of treeOf(spec)) {
    const state = wantEntry(spec, entry, world);
    if (isRefusal(state)) return state;
    wanted.push([pathId(placeOf(spec, entry)), state]);
  }
  const surplus = isExact(spec) ? surplusOf(spec, world, tools) : [];
  if ('refused' in surplus) return surplus;
  for (const path of surplus) wanted.push([pathId(path), { is: 'absent' }]);
  return { ...world, ...Object.fromEntries(wanted) };
}

const isKind = (found: PathState, { is }: TreeEntry): boolean =>
  found.is === 'absent' || found.is === is || (is === 'file' && found.is === 'download');

/** What was copied goes, and the folder with it: nothing else may be in it. */
function absentCopy(spec: Spec, now: State): State | Refusal {
  const world: Record<ThingId, JsonObject> = { ...now };
  const target: TreeEntry = { path: '', is: 'directory', mode: '' };
  // (the innermost first, so that a folder is looked at when what is in it is gone)
  for (const entry of [target, ...treeOf(spec)].toReversed()) {
    const path = entry.path === '' ? targetOf(spec) : placeOf(spec, entry);
    const found = pathIn(world, path);
    const refusal = unreadableRefusal(path, found);
    if (refusal) return refusal;
    if (!isKind(found, entry)) {
      return {
        refused: `${path} is something else than what was copied`,
        hint: 'look at it there, and remove it yourself',
      };
    }
    const inside =
      entry.is === 'directory' && found.is === 'directory' ? entriesIn(world, path) : { is: 'absent' as const };
    if (inside.is === 'denied')
      return { refused: `what is in ${path} may not be seen`, hint: 'use `sudo` for this host' };
    const others = inside.is === 'entries' ? entriesAfter(path, inside.names, world) : [];
    if (others.length > 0) {
      const hint = 'take the resource out of the text instead: then what viki copied goes, and the rest stays';
      return { refused: `${path} is not empty: ${namesAre(others)} in it`, hint };
    }
    world[pathId(path)] = { is: 'absent' };
  }
  return world;
}

/** (also of what was in the folder once, and is not any more) */
function stepsOf(_spec: Spec, from: State, to: State): readonly Step[] {
  const known = (Object.keys(to) as ThingId[]).filter((id) => probeOf(id).type === pathThing.type && from[id]);
  return pathSteps(
    known.map((id) => probeOf(id).at),
    from,
    to,
  );
}

const foldersOf = (spec: Spec): readonly string[] => [
  targetOf(spec),
  ...treeOf(spec).flatMap((entry) => (entry.is === 'directory' ? [placeOf(spec, entry)] : [])),
];

export const copy: Module = {
  name: 'copy',
  summary:
    'A folder of the project with all that is in it, on the host. What else is in the folder there stays, or goes with `exact`.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'The folder on the host. It is made if it is missing.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/srv/www'],
      },
      source: {
        type: 'string',
        description: 'The folder of this project; its path is relative to the `.vk.yaml`, or absolute.',
        minLength: 1,
        examples: ['site'],
        bytes: 'local-tree',
      },
      ...attributeFields,
      mode: {
        ...attributeFields['mode'],
        type: 'string',
        description: 'Permissions of the files in it, as an octal number in quotes.',
        defaultHint: 'as they are here, but for what lets others write',
      },
      folder_mode: {
        ...attributeFields['mode'],
        type: 'string',
        description: 'Permissions of the folders in it, as an octal number in quotes.',
        examples: ['0755', '0750'],
        defaultHint: 'left as it is; as they are here when it is new',
      },
      exact: {
        type: 'boolean',
        description:
          'What else is in the folder there is removed, file by file, as the plan says, but for what other resources of the text have to do with.',
        defaultHint: '`false`: it stays',
        examples: ['true'],
      },
    },
    required: ['path', 'source'],
  },
  mainField: 'path',
  key: (spec) => pathId(targetOf(spec)),
  // (a `mkdir` may say whose the folder itself is)
  part: () => 'what is copied into it',
  makes: (spec) =>
    allPaths(spec)
      .slice(withAncestors(targetOf(spec)).length - 1)
      .map(pathId),
  read: (spec) => [
    ...(isToBeGone(spec) ? foldersOf(spec).map(entriesProbe) : []),
    ...(isExact(spec) && !isToBeGone(spec) ? [belowProbe(targetOf(spec))] : []),
    ...allPaths(spec).map(pathProbe),
    ...attributeProbes(spec),
  ],
  want: wantCopy,
  absent: absentCopy,
  eachForItself: true,
  steps: stepsOf,
};
