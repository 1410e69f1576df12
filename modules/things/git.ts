// Checkouts of Git repositories as things: at which commit one is, and how it gets to another. The shell is in git.sh.
import {
  type Difference,
  OPEN_ANSWER,
  type Probe,
  quote,
  type Refusal,
  type State,
  type ThingId,
  type ThingType,
  type Tools,
  thingId,
} from '../contract.ts';
import { gitLibrary, gitSubmodulesLibrary } from './shell.generated.ts';

/** One for all kinds of things that have to do with checkouts, so that a program has it once. */
export const library = `${gitLibrary}\n${gitSubmodulesLibrary}`;

export type Checkout = {
  readonly is: 'checkout';
  readonly commit: string;
  /** `-` where a commit is checked out, and no branch. */
  readonly branch: string;
  readonly repo: string;
  /** Somebody changed files of it. */
  readonly isChanged?: boolean;
} & WithSubmodules;

/** Only told: its submodules are viki's to move as well. */
type WithSubmodules = { readonly withSubmodules?: true };

export type GitState =
  /** Nothing is there, or an empty folder. */
  | { readonly is: 'absent' }
  /** `occupied`: something else is there. `denied`: it belongs to somebody whom git does not trust. */
  | { readonly is: 'occupied' | 'denied' | 'no-git' | 'no-docker' | 'no-daemon' | 'no-volume' }
  | Checkout
  /** Only ever wanted: what the ref leads to by then. */
  | ({ readonly is: 'newest'; readonly repo: string; readonly ref: string } & WithSubmodules);

/** A place is a path, or a folder of a Docker volume. */
export const gitProbe = (place: string): Probe => ({ type: 'git', at: place });
export const gitId = (place: string): ThingId => thingId(gitProbe(place));
export const inVolume = (volume: string, folder: string): string => `volume:${volume}/${folder}`;

export function gitIn(state: State, place: string): GitState {
  const value = state[gitId(place)];
  if (!value) throw new Error(`the checkout ${place} was not read`);
  return value as GitState;
}

export const isSameCheckout = (one: GitState, other: GitState): boolean => printGit(one) === printGit(other);

export const REPO_PATTERN = '^(?!-)(?!\\w+://[^/]*@)[^\\s]+$|^ssh://(?![^/]*:[^/]*@)[^\\s]+$';
export const REPO_HINT =
  'an address or a path without spaces, and without a user and password in it: a key or the credentials of the host serve for that';

/** Why there can't be a checkout of this repository there. */
export function placeRefusal(
  where: string,
  repo: string,
  found: GitState,
  tools: Pick<Tools, 'changesBefore'>,
): Refusal | undefined {
  switch (found.is) {
    case 'occupied':
      return { refused: `${where} has something in it that is no checkout`, hint: 'choose another place, or move it' };
    case 'denied':
      return {
        refused: `git does not look into ${where}, because it belongs to another user`,
        hint: 'log in as that user; or, on the host, `git config --global --add safe.directory` and the path',
      };
    case 'checkout':
      if (found.repo === repo) return undefined;
      return {
        refused: `${where} is a checkout of ${found.repo === '-' ? 'no other repository' : found.repo}`,
        hint: 'choose another place, or move it',
      };
    case 'absent':
    case 'newest':
      return undefined;
    default:
      return tools.changesBefore ? undefined : missingRefusal(found.is, where);
  }
}

function missingRefusal(is: 'no-git' | 'no-docker' | 'no-daemon' | 'no-volume', where: string): Refusal {
  if (is === 'no-volume') {
    return {
      refused: `there is no place for ${where}: Docker has no such volume`,
      hint: 'what makes it comes first: `after: compose.NAME`',
    };
  }
  if (is === 'no-daemon') {
    return {
      refused: 'the Docker daemon of this host does not answer',
      hint: 'add a `service` docker with `state: running`, and `after` that names it',
    };
  }
  const program = is === 'no-git' ? 'git' : 'docker';
  return {
    refused: `this host has no \`${program}\``,
    hint: 'add a `package` that brings it, and `after` that names it',
  };
}

const ANSWER = /^checkout ([0-9a-f]{40}|[0-9a-f]{64}) (\S+) (clean|changed|-) (\S.*)$/;
const WORDS: ReadonlySet<string> = new Set([
  'absent',
  'occupied',
  'denied',
  'no-git',
  'no-docker',
  'no-daemon',
  'no-volume',
]);

function parseGit(answer: string): GitState | undefined {
  if (WORDS.has(answer)) return { is: answer } as GitState;
  const [, commit = '', branch = '', tree, repo = ''] = ANSWER.exec(answer) ?? [];
  if (tree === undefined) return undefined;
  return { is: 'checkout', commit, branch, repo, ...(tree === 'changed' ? { isChanged: true } : {}) };
}

function printGit(state: GitState): string {
  if (state.is === 'newest') return `${OPEN_ANSWER}checkout `;
  // Whether files of it are changed is for planning: what others put into it, such as its settings, changes it too.
  return state.is === 'checkout' ? `checkout ${state.commit} ${state.branch} - ${state.repo}` : state.is;
}

function setGit(place: string, to: GitState): string {
  const words = (name: string, ...values: readonly string[]): string => [name, ...values.map(quote)].join(' ');
  const modules = 'withSubmodules' in to ? ['modules'] : [];
  if (to.is === 'checkout') return words('v_git_checkout', place, to.repo, to.commit, to.branch, ...modules);
  return to.is === 'newest' ? words('v_git_newest', place, to.repo, to.ref, ...modules) : words('v_git_gone', place);
}

export const shortCommit = (commit: string): string => commit.slice(0, 12);

function differencesOf(from: GitState, to: GitState): readonly Difference[] {
  if (from.is !== 'checkout' || to.is !== 'checkout') return [];
  const branches = from.branch === to.branch ? [] : [{ what: 'branch', from: from.branch, to: to.branch }];
  const commits = { what: 'commit', from: shortCommit(from.commit), to: shortCommit(to.commit) };
  return from.commit === to.commit ? branches : [commits, ...branches];
}

export const gitThing: ThingType = {
  type: 'git',
  library,
  ask: (places) => places.map(({ index, at }) => `v_git_ask ${index} ${quote(at)}`).join('\n'),
  parse: parseGit,
  print: (state) => printGit(state as GitState),
  set: (place, to) => setGit(place, to as GitState),
  needs: () => [],
  differences: (from, to) => differencesOf(from as GitState, to as GitState),
  fillsFolder: true,
};
