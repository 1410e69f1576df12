// What a branch or a tag of a Git repository leads to, as a thing that is only read. The shell is in git.sh.
import { type Probe, quote, type State, type ThingType, thingId } from '../contract.ts';
import { library } from './git.ts';

export type RevisionState =
  | { readonly is: 'commit'; readonly commit: string }
  /** The repository has no such branch or tag. */
  | { readonly is: 'unknown' }
  | { readonly is: 'unreachable' | 'no-git' };

type Place = { readonly repo: string; readonly ref: string };

export const revisionProbe = (repo: string, ref: string): Probe => ({
  type: 'revision',
  at: JSON.stringify({ repo, ref }),
});

export function revisionIn(state: State, repo: string, ref: string): RevisionState {
  const value = state[thingId(revisionProbe(repo, ref))];
  if (!value) throw new Error(`the revision ${ref} of ${repo} was not read`);
  return value as RevisionState;
}

const ANSWER = /^commit ([0-9a-f]{40}|[0-9a-f]{64})$/;

export const revisionThing: ThingType = {
  type: 'revision',
  library,
  ask: (revisions) =>
    revisions
      .map(({ index, at }) => {
        const { repo, ref } = JSON.parse(at) as Place;
        return `v_revision ${index} ${quote(repo)} ${quote(ref)}`;
      })
      .join('\n'),
  parse(answer) {
    if (answer === 'unknown' || answer === 'unreachable' || answer === 'no-git') return { is: answer };
    const [, commit] = ANSWER.exec(answer) ?? [];
    return commit === undefined ? undefined : { is: 'commit', commit };
  },
  print: (state) => {
    const known = state as RevisionState;
    return known.is === 'commit' ? `commit ${known.commit}` : known.is;
  },
  needs: () => [],
  differences: () => [],
};
