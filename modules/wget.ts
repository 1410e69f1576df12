// The module `wget`: files that are downloaded, once. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Tools } from './contract.ts';
import {
  attributeFields,
  attributeProbes,
  occupiedRefusal,
  PATH_FIELD_HINT,
  PATH_FIELD_PATTERN,
  wantedAttributes,
} from './things/attributes.ts';
import { wantFolders, withAncestors } from './things/folders.ts';
import { type PathState, pathId, pathIn, pathProbe, pathSteps } from './things/path.ts';
import { programProbe, programRefusal } from './things/program.ts';

const MODE_OF_NEW_FILE = '0644';
const PROGRAMS = ['curl', 'wget'];
const CHECKSUM = 'sha256:';
const URL_PATTERN = '^[^\\s"\\\\]+[./][^\\s"\\\\]+$';

type Download = { readonly url: string; readonly path: string };

const folderOf = (spec: Spec): string => String(spec['path']);

/** As browsers and wget have it: no scheme is `http`. */
const wholeUrl = (url: string): string => (/^[a-z]+:\/\//i.test(url) ? url : `http://${url}`);

/** What wget would call it, but for what follows a `?`. */
function nameIn(url: string): string {
  const [, path = ''] = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url) ?? [];
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last === '' || last === '.' || last === '..' ? 'index.html' : last;
}

function downloads(spec: Spec): readonly Download[] {
  const several = spec['urls'] as readonly string[] | undefined;
  return (several ?? [String(spec['url'])]).map(wholeUrl).map((url) => {
    const output = spec['output'] as string | undefined;
    return { url, path: `${folderOf(spec)}/${output ?? nameIn(url)}` };
  });
}

const targets = (spec: Spec): readonly string[] => [...new Set(downloads(spec).map(({ path }) => path))];
const folders = (spec: Spec): readonly string[] => withAncestors(folderOf(spec));
const checksumOf = (spec: Spec): string | undefined =>
  (spec['checksum'] as string | undefined)?.slice(CHECKSUM.length).toLowerCase();

const inTheWay = (path: string, found: PathState): Refusal | undefined =>
  occupiedRefusal(path, found, 'choose another `output`, or move what is there');

/** What is there already stays as it is, unless a checksum says that it is something else. */
function wantFile(spec: Spec, { url, path }: Download, now: State, tools: Tools): PathState | Refusal {
  const found = pathIn(now, path);
  const refusal = inTheWay(path, found);
  if (refusal) return refusal;
  const sha256 = checksumOf(spec);
  if (found.is === 'link' && sha256 === undefined) return found;
  const attributes = wantedAttributes(spec, now, found, MODE_OF_NEW_FILE);
  if (isRefusal(attributes)) return attributes;
  const isThere = found.is === 'file' || found.is === 'download';
  if (isThere && (sha256 === undefined || sha256 === found.sha256)) return { ...found, ...attributes };
  return programRefusal(PROGRAMS, now, tools) ?? { is: 'download', url, ...(sha256 ? { sha256 } : {}), ...attributes };
}

function wantFiles(spec: Spec, now: State, tools: Tools): State | Refusal {
  const odd = downloads(spec).find(({ url }) => !new RegExp(URL_PATTERN).test(url));
  if (odd) return { refused: `${odd.url} is no address`, hint: 'write what is odd in it with `%`, as browsers do' };
  if (downloads(spec).length !== targets(spec).length) {
    return { refused: 'two of its `urls` end in the same name', hint: 'use two resources, each with its own `output`' };
  }
  let world = wantFolders(folders(spec), now);
  for (const download of downloads(spec)) {
    if (isRefusal(world)) return world;
    const wanted = wantFile(spec, download, world, tools);
    if (isRefusal(wanted)) return wanted;
    world = { ...world, [pathId(download.path)]: wanted };
  }
  return world;
}

function absentFiles(spec: Spec, now: State): State | Refusal {
  for (const path of targets(spec)) {
    const refusal = inTheWay(path, pathIn(now, path));
    if (refusal) return refusal;
  }
  return { ...now, ...Object.fromEntries(targets(spec).map((path) => [pathId(path), { is: 'absent' }])) };
}

export const wget: Module = {
  name: 'wget',
  summary: 'Files that are downloaded, once: what is there already is not fetched again.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'The folder that they are put into. It is made if it is missing.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/var/lib/vz/template/iso'],
      },
      url: {
        type: 'string',
        description: 'Where the file comes from.',
        pattern: URL_PATTERN,
        notation: 'download',
        patternHint: 'an address such as `https://example.com/file`',
        examples: ['https://example.com/image.iso'],
      },
      urls: {
        type: 'array',
        description: 'Where several files come from.',
        notation: 'download',
        examples: ['[https://example.com/a.iso, https://example.com/b.iso]'],
      },
      output: {
        type: 'string',
        description: "The file's name.",
        pattern: '^(?!\\.{1,2}$)[^/\\u0000]+$',
        patternHint: 'the name of a file, without folders',
        defaultHint: 'the last part of the `url`',
        examples: ['image.iso'],
      },
      checksum: {
        type: 'string',
        description: 'What the file must be: `sha256:` and its sum. Anything else is never put in its place.',
        pattern: '^sha256:[0-9a-fA-F]{64}$',
        patternHint: '`sha256:` and 64 hexadecimal digits',
        examples: [`${CHECKSUM}${'0'.repeat(64)}`],
      },
      ...attributeFields,
    },
    required: ['path', 'url'],
    oneOf: [
      ['url', 'urls'],
      ['output', 'urls'],
      ['checksum', 'urls'],
    ],
  },
  mainField: 'url',
  key: (spec) => pathId(targets(spec)[0] ?? folderOf(spec)),
  // (what is there already stays as it is)
  leavesParts: (spec) => checksumOf(spec) === undefined,
  read: (spec) => [
    ...PROGRAMS.map(programProbe),
    ...[...folders(spec), ...targets(spec)].map(pathProbe),
    ...attributeProbes(spec),
  ],
  eachForItself: true,
  want: wantFiles,
  absent: absentFiles,
  steps: (spec, from, to) => pathSteps([...folders(spec), ...targets(spec)], from, to),
};
