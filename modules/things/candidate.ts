// The versions of a package that a host could install, as a thing that is only read: so that a plan says which one it will
// be. The shell is in package.sh.
import { type JsonObject, type Probe, quote, type State, type ThingType, thingId } from '../contract.ts';
import { library } from './package.ts';

export type CandidateState =
  /** The host has no lists of packages yet. */
  | { readonly is: 'unlisted' }
  /** The first is the one that the host prefers; none where it knows no such package. */
  | { readonly is: 'listed'; readonly versions: readonly string[] };

export const candidateProbe = (name: string): Probe => ({ type: 'candidate', at: name });

export function candidateIn(state: State, name: string): CandidateState {
  const value = state[thingId(candidateProbe(name))];
  if (!value) throw new Error(`the versions of ${name} were not read`);
  return value as CandidateState;
}

const ANSWER = /^versions:(\S+( \S+)*)?$/;

export const candidateThing: ThingType = {
  type: 'candidate',
  library,
  ask: (packages) => `v_candidates ${packages.map(({ index, at }) => `${index} ${quote(at)}`).join(' ')}`,
  parse(answer) {
    if (answer === 'unlisted') return { is: 'unlisted' };
    const match = ANSWER.exec(answer);
    return match ? { is: 'listed', versions: match[1]?.split(' ') ?? [] } : undefined;
  },
  print(state: JsonObject) {
    const known = state as CandidateState;
    return known.is === 'unlisted' ? 'unlisted' : `versions:${known.versions.join(' ')}`;
  },
  needs: () => [],
  differences: () => [],
};
