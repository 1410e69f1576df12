// The module `mkdir`: a folder, with the folders above it. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type ThingId } from './contract.ts';
import {
  attributeFields,
  attributeProbes,
  PATH_FIELD_HINT,
  PATH_FIELD_PATTERN,
  unreadableRefusal,
  wantedAttributes,
} from './things/attributes.ts';
import { entriesAfter, entriesIn, entriesProbe, namesAre } from './things/entries.ts';
import { ancestors, type PathState, pathId, pathIn, pathSteps } from './things/path.ts';

const MODE_OF_NEW_FOLDER = '0755';

const targets = (spec: Spec): readonly string[] => [
  ...new Set((spec['directories'] as readonly string[] | undefined) ?? [String(spec['path'])]),
];
/** The outermost first. */
const allPaths = (spec: Spec): readonly string[] =>
  [...new Set(targets(spec).flatMap((path) => [...ancestors(path), path]))].toSorted();

function inTheWay(path: string, now: PathState): Refusal | undefined {
  if (now.is === 'file' || now.is === 'other') {
    return {
      refused: `${path} is ${now.is === 'file' ? 'a file' : `a ${now.what}`}, not a folder`,
      hint: 'choose another path, or move what is there',
    };
  }
  if (now.is === 'link' && now.leadsTo !== undefined && now.leadsTo !== 'directory') {
    return {
      refused: `${path} is a link to ${now.target}, which is not a folder`,
      hint: 'mend the link, or choose another path',
    };
  }
  return undefined;
}

/** The states of the wanted folders and of those above them that are missing. */
function wantFolders(spec: Spec, now: State): State | Refusal {
  const wanted: Record<ThingId, PathState> = {};
  const named = new Set(targets(spec));
  for (const path of allPaths(spec)) {
    const found = pathIn(now, path);
    const refusal = unreadableRefusal(path, found) ?? inTheWay(path, found);
    if (refusal) return refusal;
    const isNamed = named.has(path);
    if (!isNamed && found.is !== 'absent') {
      wanted[pathId(path)] = found;
      continue;
    }
    // What lies above gets the attributes that anything new gets: the spec speaks of the folder that it names.
    const attributes = wantedAttributes(isNamed ? spec : {}, now, found, MODE_OF_NEW_FOLDER);
    if (isRefusal(attributes)) return attributes;
    if (found.is === 'link') {
      const asks = ['mode', 'owner', 'group'].filter((field) => spec[field] !== undefined);
      if (asks.length > 0) {
        return {
          refused: `${path} is a link to ${found.target}; setting its ${asks.join(' and ')} would change what it leads to`,
          hint: `name ${found.target} itself`,
        };
      }
      wanted[pathId(path)] = found;
      continue;
    }
    wanted[pathId(path)] = { is: 'directory', ...attributes };
  }
  return { ...now, ...wanted };
}

/** A folder itself goes, if nothing is in it; those above it stay. */
function absentFolder(path: string, now: State): State | Refusal {
  const found = pathIn(now, path);
  const refusal = unreadableRefusal(path, found);
  if (refusal) return refusal;
  if (found.is === 'absent') return now;
  if (found.is !== 'directory') {
    return { refused: `${path} is not a folder`, hint: 'choose another path, or remove it yourself' };
  }
  const inside = entriesIn(now, path);
  if (inside.is === 'denied') {
    return { refused: `what is in ${path} may not be seen`, hint: 'use `sudo` for this host' };
  }
  const names = inside.is === 'entries' ? entriesAfter(path, inside.names, now) : [];
  if (names.length > 0) {
    return {
      refused: `${path} is not empty: ${namesAre(names)} in it`,
      hint: 'a folder goes only when it is empty; take away what is in it first',
    };
  }
  return { ...now, [pathId(path)]: { is: 'absent' } };
}

/** (the innermost first: one may lie in another) */
function absentFolders(spec: Spec, now: State): State | Refusal {
  let world: State | Refusal = now;
  for (const path of targets(spec).toSorted().toReversed()) {
    if (isRefusal(world)) return world;
    world = absentFolder(path, world);
  }
  return world;
}

export const mkdir: Module = {
  name: 'mkdir',
  summary: 'A folder. Missing folders above it are made too, and go away again on a rollback.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'Where the folder is.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/opt/app'],
      },
      ...attributeFields,
      directories: {
        type: 'array',
        description: 'Several folders at once.',
        items: { description: 'Where one of them is.', pattern: PATH_FIELD_PATTERN, patternHint: PATH_FIELD_HINT },
        examples: ['[/opt/app, /opt/data]'],
      },
    },
    required: ['path'],
    oneOf: [['path', 'directories']],
  },
  mainField: 'path',
  key: (spec) => pathId(targets(spec)[0] ?? '/'),
  makes: (spec) => targets(spec).slice(1).map(pathId),
  eachForItself: true,
  // (what lies in it is nothing that it sets)
  leavesParts: () => true,
  read: (spec) => [
    ...(spec['state'] === 'absent' ? targets(spec).map(entriesProbe) : []),
    ...allPaths(spec).map((at) => ({ type: 'path', at })),
    ...attributeProbes(spec),
  ],
  want: wantFolders,
  absent: absentFolders,
  steps: (spec, from, to) => pathSteps(allPaths(spec), from, to),
};
