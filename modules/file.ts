// The module `file`: a file with this content, from the text or from a file of the project. Pure: it never sees a host.
import { type ContentRef, isRefusal, type Module, type Refusal, type Spec, type State } from './contract.ts';
import {
  attributeFields,
  attributeProbes,
  occupiedRefusal,
  PATH_FIELD_HINT,
  PATH_FIELD_PATTERN,
  wantedAttributes,
} from './things/attributes.ts';
import { noFolderRefusal } from './things/folders.ts';
import { CONTENT_FIELDS } from './things/own-file.ts';
import { ancestors, type PathState, pathId, pathIn, pathSteps } from './things/path.ts';

const MODE_OF_NEW_FILE = '0644';

const pathOf = (spec: Spec): string => String(spec['path']);
const folderOf = (spec: Spec): string | undefined => ancestors(pathOf(spec)).at(-1);

function contentOf(spec: Spec, found: PathState): ContentRef | Refusal {
  const content = spec['content'];
  if (content !== undefined) return content as ContentRef;
  if (found.is === 'file') return found;
  return { refused: 'there is no such file, and nothing says what should be in it', hint: 'add `content` or `source`' };
}

function wantFile(spec: Spec, now: State): State | Refusal {
  const path = pathOf(spec);
  const found = pathIn(now, path);
  const refusal =
    occupiedRefusal(path, found, 'choose another path, or move what is there') ?? noFolderRefusal(path, now);
  if (refusal) return refusal;
  const attributes = wantedAttributes(spec, now, found, MODE_OF_NEW_FILE);
  if (isRefusal(attributes)) return attributes;
  const content = contentOf(spec, found);
  if ('refused' in content) return content;
  const wanted: PathState = { is: 'file', sha256: content.sha256, size: content.size, ...attributes };
  return { ...now, [pathId(path)]: wanted };
}

function absentFile(spec: Spec, now: State): State | Refusal {
  const path = pathOf(spec);
  const refusal = occupiedRefusal(path, pathIn(now, path), 'choose another path, or remove it yourself');
  return refusal ?? { ...now, [pathId(path)]: { is: 'absent' } };
}

export const file: Module = {
  name: 'file',
  summary:
    'A file with a content, a mode and an owner. A link in its place is replaced; what was there comes back on a rollback.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'Where the file is. Its folder must exist, or be made by a `mkdir`.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/etc/motd'],
      },
      content: {
        type: 'string',
        description: 'What is in it, as text.',
        examples: ['Welcome\n'],
        bytes: 'content',
        defaultHint: 'left as it is',
      },
      source: {
        type: 'string',
        description:
          'A file of this project that has the content, byte by byte; its path is relative to the `.vk.yaml`, or absolute.',
        minLength: 1,
        examples: ['files/motd'],
        bytes: 'local-file',
      },
      template: {
        type: 'string',
        description:
          'A Liquid template of this project that the content is made of, with variables, `host`, `group`, `fact` and `each`; its path is relative to the `.vk.yaml`.',
        minLength: 1,
        examples: ['site.liquid'],
        bytes: 'template',
      },
      ...attributeFields,
    },
    required: ['path'],
    oneOf: [CONTENT_FIELDS],
  },
  mainField: 'path',
  key: (spec) => pathId(pathOf(spec)),
  leavesParts: (spec) => CONTENT_FIELDS.every((field) => spec[field] === undefined),
  read: (spec) => {
    const folder = folderOf(spec);
    const paths = folder === undefined ? [pathOf(spec)] : [folder, pathOf(spec)];
    return [...paths.map((at) => ({ type: 'path', at })), ...attributeProbes(spec)];
  },
  want: wantFile,
  absent: absentFile,
  steps: (spec, from, to) => pathSteps([pathOf(spec)], from, to),
};
