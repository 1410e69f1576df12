// Submodules of a checkout as things: which ones are there, theirs too, and at which commits. The shell is in git-submodules.sh.
import {
  type Difference,
  OPEN_ANSWER,
  type Probe,
  quote,
  type State,
  type ThingId,
  type ThingType,
  thingId,
} from '../contract.ts';
import { library, shortCommit } from './git.ts';

/** Its path in the checkout, its commit, and its branch: `-` where a commit is checked out, and no branch. */
export type Submodule = readonly [path: string, commit: string, branch: string];

export type Submodules = {
  readonly is: 'submodules';
  /** All that the commit of the checkout names are there, at just the commits that it names. */
  readonly isWhole: boolean;
  /** Those that are there. Those that others lie in come before them. */
  readonly list: readonly Submodule[];
  /** Somebody changed files of the checkout, or of one of them. */
  readonly isChanged?: boolean;
};

export type SubmodulesState =
  /** There is no checkout. `unreadable`: one of them is not a whole repository, or has a name of several lines. */
  | { readonly is: 'absent' | 'unreadable' }
  | Submodules
  /** Only ever wanted: all that its commit names by then. */
  | { readonly is: 'whole' };

export const submodulesProbe = (place: string): Probe => ({ type: 'git_submodules', at: place });
export const submodulesId = (place: string): ThingId => thingId(submodulesProbe(place));

export function submodulesIn(state: State, place: string): SubmodulesState {
  const value = state[submodulesId(place)];
  if (!value) throw new Error(`the submodules of ${place} were not read`);
  return value as SubmodulesState;
}

export const isWhole = (state: SubmodulesState): boolean =>
  state.is === 'whole' || (state.is === 'submodules' && state.isWhole);

const ANSWER = /^submodules (clean|changed|-) (whole|partial) (\[.*\])$/;
const WHOLE = 'submodules - whole ';

function listIn(text: string): readonly Submodule[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    const isSubmodule = (one: unknown): boolean =>
      Array.isArray(one) && one.length === 3 && one.every((word) => typeof word === 'string');
    const isList = Array.isArray(list) && list.every(isSubmodule) && JSON.stringify(list) === text;
    return isList ? (list as readonly Submodule[]) : undefined;
  } catch {
    return undefined;
  }
}

function parseSubmodules(answer: string): SubmodulesState | undefined {
  if (answer === 'absent' || answer === 'unreadable') return { is: answer };
  const [, tree, whole, text = ''] = ANSWER.exec(answer) ?? [];
  const list = listIn(text);
  if (tree === undefined || !list) return undefined;
  return { is: 'submodules', isWhole: whole === 'whole', list, ...(tree === 'changed' ? { isChanged: true } : {}) };
}

export function printSubmodules(state: SubmodulesState): string {
  if (state.is === 'whole') return OPEN_ANSWER + WHOLE;
  if (state.is !== 'submodules') return state.is;
  // (as of a checkout, whether files are changed is for planning)
  return `submodules - ${state.isWhole ? 'whole' : 'partial'} ${JSON.stringify(state.list)}`;
}

/** What hosts in memory make of it. */
export const LIKELY = `${WHOLE}[]`;

function setSubmodules(place: string, to: SubmodulesState): string {
  const words = to.is === 'whole' ? ['whole'] : ['listed', ...(to.is === 'submodules' ? to.list.flat() : [])];
  return ['v_git_submodules', ...[place, ...words].map(quote)].join(' ');
}

function differencesOf(from: SubmodulesState, to: SubmodulesState): readonly Difference[] {
  if (from.is !== 'submodules' || to.is !== 'submodules') return [];
  const [were, are] = [from, to].map(({ list }) => new Map(list.map(([path, commit]) => [path, commit])));
  const paths = [...new Set([...(were?.keys() ?? []), ...(are?.keys() ?? [])])];
  return paths.flatMap((path): Difference[] => {
    const [was, is] = [were, are].map((some) => shortCommit(some?.get(path) ?? 'none')) as [string, string];
    return was === is ? [] : [{ what: `submodule ${path}`, from: was, to: is }];
  });
}

export const gitSubmodulesThing: ThingType = {
  type: 'git_submodules',
  library,
  ask: (places) => places.map(({ index, at }) => `v_git_submodules_ask ${index} ${quote(at)}`).join('\n'),
  parse: parseSubmodules,
  print: (state) => printSubmodules(state as SubmodulesState),
  set: (place, to) => setSubmodules(place, to as SubmodulesState),
  needs: () => [],
  differences: (from, to) => differencesOf(from as SubmodulesState, to as SubmodulesState),
};
