// Package sources of apt as things: whether apt has their lists. The shell is in repository.sh.
import { type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { library } from './package.ts';
import { repositoryLibrary } from './shell.generated.ts';

export type RepositoryState = {
  /** `none`: the host has no apt. `absent`: there is no such source. */
  readonly is: 'none' | 'absent' | 'unlisted' | 'listed';
  /** Only ever wanted: the lists are those that its server has now. */
  readonly isFresh?: true;
};

export const repositoryProbe = (name: string): Probe => ({ type: 'repository', at: name });
export const repositoryId = (name: string): ThingId => thingId(repositoryProbe(name));

export function repositoryIn(state: State, name: string): RepositoryState {
  const value = state[repositoryId(name)];
  if (!value) throw new Error(`the source ${name} was not read`);
  return value as RepositoryState;
}

const ANSWERS = ['none', 'absent', 'unlisted', 'listed'] as const;

export const repositoryThing: ThingType = {
  type: 'repository',
  library: `${library}\n${repositoryLibrary}`,
  ask: (all) => `v_repositories ${all.map(({ index, at }) => `${index} ${quote(at)}`).join(' ')}`,
  parse(answer): RepositoryState | undefined {
    const is = ANSWERS.find((known) => known === answer);
    return is && { is };
  },
  print: (state) => String(state['is']),
  set(name, to) {
    const { is, isFresh } = to as RepositoryState;
    if (is !== 'listed') return `v_repository_drop ${quote(name)}`;
    return `${isFresh ? 'v_repository_fetch' : 'v_repository_listed'} ${quote(name)}`;
  },
  needs: () => [],
  differences: () => [],
};
