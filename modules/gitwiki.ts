// The module `gitwiki`: a Git repository that is cloned once into a folder of a Docker volume. Pure: it never sees a host.
import type { Module, Refusal, Spec, State, Step, Tools } from './contract.ts';
import { DOCKER_NAME_HINT, DOCKER_NAME_PATTERN } from './things/container.ts';
import {
  type GitState,
  gitId,
  gitIn,
  gitProbe,
  inVolume,
  isSameCheckout,
  placeRefusal,
  REPO_HINT,
  REPO_PATTERN,
  shortCommit,
} from './things/git.ts';

const folderOf = (spec: Spec): string => String(spec['folder']).replaceAll(/^\/+|\/+$/g, '');
const placeOf = (spec: Spec): string => inVolume(String(spec['volume']), folderOf(spec));
const inWords = (spec: Spec): string => `${folderOf(spec)} in the volume ${String(spec['volume'])}`;

/** What is cloned already stays as it is: others write into it. */
function wantClone(spec: Spec, now: State, tools: Tools): State | Refusal {
  const [place, repo] = [placeOf(spec), String(spec['repo'])];
  const found = gitIn(now, place);
  const refusal = placeRefusal(inWords(spec), repo, found, tools);
  if (refusal) return refusal;
  return found.is === 'checkout' ? now : { ...now, [gitId(place)]: { is: 'newest', repo, ref: '' } };
}

function absentClone(spec: Spec, now: State): State | Refusal {
  const place = placeOf(spec);
  const found = gitIn(now, place);
  // (where there is no volume, nothing is in it)
  if (found.is === 'no-volume' || found.is === 'no-docker') return { ...now, [gitId(place)]: { is: 'absent' } };
  const refusal = placeRefusal(inWords(spec), String(spec['repo']), found, { changesBefore: false });
  if (refusal) return refusal;
  if (found.is === 'checkout' && found.isChanged) {
    return {
      refused: `files in ${inWords(spec)} are changed and not committed, so it is not removed`,
      hint: 'commit and push them first',
    };
  }
  return { ...now, [gitId(place)]: { is: 'absent' } };
}

function titleOf(spec: Spec, to: GitState): string {
  if (to.is === 'newest') return `clone ${to.repo} into ${inWords(spec)}`;
  return to.is === 'checkout'
    ? `clone ${to.repo} into ${inWords(spec)}, at ${shortCommit(to.commit)}`
    : `remove ${inWords(spec)}`;
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const place = placeOf(spec);
  const [is, wanted] = [gitIn(from, place), gitIn(to, place)];
  if (isSameCheckout(is, wanted)) return [];
  const step = { thing: gitId(place), to: wanted, title: titleOf(spec, wanted) };
  return [wanted.is === 'newest' ? { ...step, expected: 'its commit is known when it is cloned' } : step];
}

export const gitwiki: Module = {
  name: 'gitwiki',
  summary: 'A Git repository, cloned once into a folder of a Docker volume.',
  spec: {
    fields: {
      repo: {
        type: 'string',
        description: 'The repository to clone.',
        pattern: REPO_PATTERN,
        notation: 'repository',
        patternHint: REPO_HINT,
        examples: ['https://example.com/wiki.git'],
      },
      volume: {
        type: 'string',
        description: 'The Docker volume.',
        pattern: DOCKER_NAME_PATTERN,
        patternHint: DOCKER_NAME_HINT,
        examples: ['wiki'],
      },
      folder: {
        type: 'string',
        description: 'The folder in the volume.',
        pattern: '^(?!(.*/)?\\.{1,2}(/|$))[^\\u0000]*[^/\\u0000][^\\u0000]*$',
        patternHint: 'the path of a folder in the volume, such as `repo`, without `.` and `..`',
        examples: ['repo'],
      },
    },
    required: ['repo', 'volume', 'folder'],
  },
  mainField: 'repo',
  key: (spec) => gitId(placeOf(spec)),
  read: (spec) => [gitProbe(placeOf(spec))],
  want: wantClone,
  absent: absentClone,
  steps: stepsOf,
};
