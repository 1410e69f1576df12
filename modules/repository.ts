// The module `repository`: a source of packages for apt, with its key. Pure: it never sees a host.
import {
  type ContentRef,
  isRefusal,
  type Module,
  quote,
  type Refusal,
  type Spec,
  type State,
  type Step,
  type Tools,
} from './contract.ts';
import { PATH_FIELD_HINT, PATH_FIELD_PATTERN } from './things/attributes.ts';
import { ownFileProbes, wantOwnFile, withoutFiles } from './things/own-file.ts';
import { pathId, pathIn, pathSteps } from './things/path.ts';
import { type RepositoryState, repositoryId, repositoryIn, repositoryProbe } from './things/repository.ts';

const FOLDER = '/etc/apt/sources.list.d';
const KEYS = '/etc/apt/keyrings';
const MODE = '0644';
const APT = 'apt';
const WORD_PATTERN = '^[^\\s\\u0000]+$';
const WORD_HINT = 'text without blanks';

const nameOf = (spec: Spec): string => String(spec['name']);
const fileOf = (spec: Spec): string => `${nameOf(spec)}.sources`;
const pathOf = (spec: Spec): string => `${FOLDER}/${fileOf(spec)}`;
const hasKey = (spec: Spec): boolean => spec['content'] !== undefined;
/** (apt takes what a key is written in from the name of its file) */
const keyOf = (spec: Spec): string => `${KEYS}/${nameOf(spec)}.asc`;
const pathsOf = (spec: Spec): readonly string[] => [keyOf(spec), pathOf(spec)];
const wordsOf = (spec: Spec, field: string): readonly string[] => (spec[field] ?? []) as readonly string[];

const signedBy = (spec: Spec): string | undefined =>
  hasKey(spec) ? keyOf(spec) : (spec['signed_by'] as string | undefined);

/** The file as apt reads it, but for the key. */
const unsignedText = (spec: Spec): string =>
  [
    ['Types', 'deb'],
    ['URIs', String(spec['url'])],
    ['Suites', String(spec['suite'])],
    ['Components', wordsOf(spec, 'components').join(' ')],
    ['Architectures', wordsOf(spec, 'architectures').join(' ')],
  ]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');

function sourceText(spec: Spec): string {
  const key = signedBy(spec);
  return unsignedText(spec) + (key === undefined ? '' : `Signed-By: ${key}\n`);
}

/**
 * A source must go together with all others, or apt would do nothing at all any more; and what it gives must be signed with
 * its key, which may be what is new. Nothing is written but below the folder that this is run in.
 */
const checkOf = (spec: Spec, isKey: boolean): string =>
  [
    `name=${quote(fileOf(spec))}`,
    'mkdir parts lists || exit',
    `for one in ${FOLDER}/*; do`,
    '  if [ "${one##*/}" != "$name" ] && [ -f "$one" ]; then cp "$one" parts/ || exit; fi',
    'done',
    `printf %s ${quote(sourceText(spec))} >"parts/$name" || exit`,
    'apt-get indextargets -o Dir::Etc::SourceParts="$PWD/parts" >/dev/null || exit',
    isKey
      ? `{ printf %s ${quote(unsignedText(spec))} && printf "Signed-By: %s\\n" "$1"; } >"$name" || exit`
      : ': the file is the candidate itself',
    'set -- -o Dir::Etc::SourceList="$PWD/$name" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$PWD/lists"',
    'for lists in Packages Translations DEP-11 Contents-deb; do',
    '  set -- "$@" -o "Acquire::IndexTargets::deb::$lists::DefaultEnabled=false"',
    'done',
    'apt-get --quiet=2 update "$@" -o APT::Sandbox::User=root -o APT::Update::Error-Mode=any',
  ].join('\n');

function unfit(spec: Spec, now: State): Refusal | undefined {
  if (repositoryIn(now, nameOf(spec)).is === 'none') {
    return { refused: 'this host does not install its packages with apt', hint: 'leave it out with `on` or `when`' };
  }
  for (const field of ['components', 'architectures']) {
    const wrong = wordsOf(spec, field).find((word) => /\s|^$/.test(word));
    if (wrong !== undefined)
      return { refused: `\`${field}\` has "${wrong}", which is no single word`, hint: 'write one entry for each' };
  }
  const isFlat = String(spec['suite']).endsWith('/');
  if (isFlat === wordsOf(spec, 'components').length > 0) {
    return isFlat
      ? { refused: 'a suite that ends with / is a folder, which has no components', hint: 'leave `components` out' }
      : { refused: 'nothing says which components of the suite it is about', hint: 'add `components: [main]`' };
  }
  return undefined;
}

function withKey(spec: Spec, now: State, tools: Tools): State | Refusal {
  if (!hasKey(spec)) return now;
  const folder = { is: 'directory', mode: '0755', owner: 'root', group: 'root' };
  const within = pathIn(now, KEYS).is === 'absent' ? { ...now, [pathId(KEYS)]: folder } : now;
  const content = spec['content'] as ContentRef;
  return wantOwnFile({ path: keyOf(spec), mode: MODE, content, program: APT }, within, tools);
}

function wantRepository(spec: Spec, now: State, tools: Tools): State | Refusal {
  const refusal = unfit(spec, now);
  if (refusal) return refusal;
  const keyed = withKey(spec, now, tools);
  if (isRefusal(keyed)) return keyed;
  const content = tools.bytes(sourceText(spec));
  const written = wantOwnFile({ path: pathOf(spec), mode: MODE, content, program: APT }, keyed, tools);
  const listed: RepositoryState = { is: 'listed', isFresh: true };
  return isRefusal(written) ? written : { ...written, [repositoryId(nameOf(spec))]: listed };
}

function absentRepository(spec: Spec, now: State): State | Refusal {
  const without = withoutFiles(spec['signed_by'] === keyOf(spec) ? [pathOf(spec)] : pathsOf(spec), now);
  const { is } = repositoryIn(now, nameOf(spec));
  return isRefusal(without) || is === 'none' ? without : { ...without, [repositoryId(nameOf(spec))]: { is: 'absent' } };
}

/** The first new bytes, the key or else the source, are looked at together with all that is there. */
function validatedFirst(spec: Spec, steps: readonly Step[]): readonly Step[] {
  const first = steps.findIndex(({ to }) => to['is'] === 'file');
  return steps.map((step, index) => {
    if (index !== first) return step;
    const isKey = step.thing !== pathId(pathOf(spec));
    const name = isKey ? keyOf(spec).slice(KEYS.length + 1) : fileOf(spec);
    return { ...step, validate: { command: checkOf(spec, isKey), name } };
  });
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const files = validatedFirst(spec, pathSteps([KEYS, ...pathsOf(spec)], from, to));
  const [was, is] = [repositoryIn(from, name), repositoryIn(to, name)];
  const isStale = files.length > 0 && is.isFresh === true;
  if (was.is === is.is && !isStale) return files;
  const step = { thing: repositoryId(name), to: is };
  // (apt tells which lists are those of a source only while that is there)
  if (is.is !== 'listed') return [{ ...step, title: `drop the lists of ${name}` }, ...files];
  return [...files, { ...step, title: `fetch the lists of ${name}` }];
}

export const repository: Module = {
  name: 'repository',
  summary:
    'A source of packages for apt, with its key. It is tried before it is in place, and its lists are fetched at once.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: `The name of the file in ${FOLDER}, without \`.sources\`, and of its key in ${KEYS}.`,
        pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$',
        patternHint: 'letters, digits, `-`, `_` and `.`',
        examples: ['docker'],
      },
      url: {
        type: 'string',
        description: 'Where it is.',
        pattern: '^[a-z][a-z0-9+.-]*:[^\\s\\u0000]+$',
        notation: 'packages',
        patternHint: 'an address without blanks, such as `https://download.docker.com/linux/debian`',
        examples: ['https://download.docker.com/linux/debian'],
      },
      suite: {
        type: 'string',
        description: 'Which suite of it: the name of a release, or a folder that ends with `/`.',
        pattern: WORD_PATTERN,
        patternHint: WORD_HINT,
        examples: ['bookworm', 'stable', './'],
      },
      components: {
        type: 'array',
        description: 'Which parts of the suite. A folder has none.',
        examples: ['[main]', '[main, contrib]'],
      },
      architectures: {
        type: 'array',
        description: 'For which architectures it has packages.',
        examples: ['[amd64]'],
        defaultHint: 'those of the host',
      },
      key: {
        type: 'string',
        description: 'The key that it is signed with, as text (`-----BEGIN PGP PUBLIC KEY BLOCK-----`).',
        minLength: 1,
        bytes: 'content',
      },
      key_file: {
        type: 'string',
        description:
          'A file of this project that has the key, as text (`gpg --enarmor` makes it that); its path is relative to the `.vk.yaml`.',
        minLength: 1,
        examples: ['keys/docker.asc'],
        bytes: 'local-file',
      },
      signed_by: {
        type: 'string',
        description: 'A key that the host has already.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/usr/share/keyrings/debian-archive-keyring.gpg'],
        defaultHint: 'all keys that apt trusts',
      },
    },
    required: ['name', 'url', 'suite'],
    oneOf: [['key', 'key_file', 'signed_by']],
  },
  mainField: 'name',
  key: (spec) => pathId(pathOf(spec)),
  read: (spec) => [...ownFileProbes(...pathsOf(spec)), repositoryProbe(nameOf(spec))],
  want: wantRepository,
  absent: absentRepository,
  steps: stepsOf,
};
