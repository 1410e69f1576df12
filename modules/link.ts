// The module `link`: a symbolic link. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Tools } from './contract.ts';
import {
  attributeFields,
  attributeProbes,
  occupiedRefusal,
  PATH_FIELD_HINT,
  PATH_FIELD_PATTERN,
  wantedAttributes,
} from './things/attributes.ts';
import { noFolderRefusal } from './things/folders.ts';
import { ancestors, type PathState, pathId, pathIn, pathProbe, pathSteps } from './things/path.ts';

const pathOf = (spec: Spec): string => String(spec['path']);
const folderOf = (spec: Spec): string | undefined => ancestors(pathOf(spec)).at(-1);

function inTheWay(spec: Spec, now: State, tools: Tools): Refusal | undefined {
  const path = pathOf(spec);
  const found = pathIn(now, path);
  const occupied = occupiedRefusal(path, found, 'choose another path, or move what is there', 'link');
  return occupied ?? (tools.changesBefore ? undefined : noFolderRefusal(path, now));
}

/** A link has an owner like a file; its mode means nothing. */
const MODE = '0777';
const asOwned = (found: PathState): PathState =>
  found.is === 'link' ? { is: 'directory', mode: MODE, owner: found.owner, group: found.group } : found;

function wantLink(spec: Spec, now: State, tools: Tools): State | Refusal {
  const path = pathOf(spec);
  const found = pathIn(now, path);
  const refusal = inTheWay(spec, now, tools);
  if (refusal) return refusal;
  const attributes = wantedAttributes(spec, now, asOwned(found), MODE);
  if (isRefusal(attributes)) return attributes;
  const { owner, group } = attributes;
  const wanted: PathState = { is: 'link', target: String(spec['target']), owner, group };
  return { ...now, [pathId(path)]: wanted };
}

function absentLink(spec: Spec, now: State): State | Refusal {
  const path = pathOf(spec);
  const found = pathIn(now, path);
  const hint = 'choose another path, or remove it yourself';
  if (found.is === 'file') return { refused: `${path} is a file, not a link`, hint };
  return occupiedRefusal(path, found, hint, 'link') ?? { ...now, [pathId(path)]: { is: 'absent' } };
}

const { mode: _, ...ownerFields } = attributeFields;

export const link: Module = {
  name: 'link',
  summary: 'A symbolic link. A file in its place is replaced; it comes back on a rollback.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'Where the link is. Its folder must exist, or be made by a `mkdir`.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/opt/app/current'],
      },
      target: {
        type: 'string',
        description:
          'What it leads to: a path from the root, or from the folder that the link is in. It need not be there.',
        pattern: '^[^\\n\\u0000]+$',
        patternHint: 'a path without an end of line',
        examples: ['releases/7'],
      },
      ...ownerFields,
    },
    required: ['path', 'target'],
  },
  mainField: 'path',
  key: (spec) => pathId(pathOf(spec)),
  read: (spec) => {
    const folder = folderOf(spec);
    return [...(folder === undefined ? [] : [pathProbe(folder)]), pathProbe(pathOf(spec)), ...attributeProbes(spec)];
  },
  want: wantLink,
  absent: absentLink,
  steps: (spec, from, to) => pathSteps([pathOf(spec)], from, to),
};
