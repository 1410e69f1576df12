// The module `git`: a checkout of a repository, at a branch, a tag or a commit. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import { selfProbe } from './things/account.ts';
import { PATH_FIELD_HINT, PATH_FIELD_PATTERN } from './things/attributes.ts';
import { wantFolders, withAncestors } from './things/folders.ts';
import {
  type GitState,
  gitId,
  gitIn,
  gitProbe,
  isSameCheckout,
  placeRefusal,
  REPO_HINT,
  REPO_PATTERN,
  shortCommit,
} from './things/git.ts';
import {
  isWhole,
  LIKELY,
  printSubmodules,
  type SubmodulesState,
  submodulesId,
  submodulesIn,
  submodulesProbe,
} from './things/git_submodules.ts';
import { pathId, pathProbe, pathSteps } from './things/path.ts';
import { revisionIn, revisionProbe } from './things/revision.ts';

const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

const pathOf = (spec: Spec): string => String(spec['path']);
const repoOf = (spec: Spec): string => String(spec['repo']);
const refOf = (spec: Spec): string => (spec['ref'] as string | undefined) ?? '';

/** Only where the text asks for them are they anything to viki. */
const modulesIn = (spec: Spec, state: State): SubmodulesState | undefined =>
  spec['submodules'] === true ? submodulesIn(state, pathOf(spec)) : undefined;

function isChanged(found: GitState, modules: SubmodulesState | undefined): boolean {
  // (of the one, a submodule at another commit is a change as well)
  return modules ? modules.is === 'submodules' && modules.isChanged === true : 'isChanged' in found;
}

const unreadableRefusal = (path: string): Refusal => ({
  refused: `the submodules of ${path} can not be told: one is broken, or has a name that is no plain line of text`,
  hint: 'on the host, `git submodule status --recursive` there says more',
});

/** The commit that should be there; undefined where only the host will know. */
function commitOf(spec: Spec, now: State, tools: Tools): string | Refusal | undefined {
  const [repo, ref] = [repoOf(spec), refOf(spec)];
  if (COMMIT.test(ref)) return ref;
  const found = revisionIn(now, repo, ref);
  if (found.is === 'commit') return found.commit;
  if (tools.changesBefore || found.is === 'no-git') return undefined;
  if (found.is === 'unknown') {
    const refused = ref === '' ? `${repo} has no commits` : `there is no branch or tag ${ref} in ${repo}`;
    return { refused, hint: 'a commit is named by all of its 40 digits' };
  }
  return {
    refused: `this host can't read ${repo}`,
    hint: 'on the host, `git ls-remote REPO` says why; for one that is not public it needs a key or credentials of its own',
  };
}

function wantCheckout(spec: Spec, now: State, tools: Tools): State | Refusal {
  const [path, repo] = [pathOf(spec), repoOf(spec)];
  const found = gitIn(now, path);
  const refusal = placeRefusal(path, repo, found, tools);
  if (refusal) return refusal;
  const commit = commitOf(spec, now, tools);
  if (typeof commit === 'object') return commit;
  const modules = modulesIn(spec, now);
  if (modules?.is === 'unreadable') return unreadableRefusal(path);
  const isThere = found.is === 'checkout' && found.commit === commit;
  if (isThere && (!modules || isWhole(modules))) return now;
  if (found.is === 'checkout' && isChanged(found, modules)) {
    return {
      refused: `files in ${path} are changed and not committed, so it stays at ${shortCommit(found.commit)}`,
      hint: 'on the host, `git status` there says which; commit them, or take them back with `git restore`',
    };
  }
  const folders = wantFolders(withAncestors(path), now);
  if (isRefusal(folders)) return folders;
  const whole = modules ? { [submodulesId(path)]: { is: 'whole' } } : {};
  if (isThere) return { ...now, ...whole };
  const wanted: GitState =
    commit === undefined ? { is: 'newest', repo, ref: refOf(spec) } : { is: 'checkout', commit, branch: '-', repo };
  return { ...folders, [gitId(path)]: wanted, ...whole };
}

/** Only the checkout goes; the folders that it lies in may be others'. */
function absentCheckout(spec: Spec, now: State): State | Refusal {
  const path = pathOf(spec);
  const found = gitIn(now, path);
  const refusal = placeRefusal(path, repoOf(spec), found, { changesBefore: false });
  if (refusal) return refusal;
  const modules = modulesIn(spec, now);
  if (found.is === 'checkout' && isChanged(found, modules)) {
    return {
      refused: `files in ${path} are changed and not committed, so it is not removed`,
      hint: 'on the host, `git status` there says which; commit and push them, or take them back with `git restore`',
    };
  }
  if (found.is === 'absent') return now;
  const gone = [gitId(path), pathId(path), ...(modules ? [submodulesId(path)] : [])];
  return { ...now, ...Object.fromEntries(gone.map((id) => [id, { is: 'absent' }])) };
}

function titleOf(path: string, from: GitState, to: GitState): string {
  if (to.is === 'checkout')
    return from.is === 'checkout'
      ? `check out ${shortCommit(to.commit)} in ${path}`
      : `clone ${to.repo} into ${path}, at ${shortCommit(to.commit)}`;
  if (to.is === 'newest') return `clone ${to.repo} into ${path}`;
  return `remove the checkout ${path}`;
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const path = pathOf(spec);
  const [is, wanted] = [gitIn(from, path), gitIn(to, path)];
  const paths = pathSteps(withAncestors(path), from, to);
  const modules = submoduleSteps(spec, from, to);
  if (isSameCheckout(is, wanted)) return [...paths, ...modules];
  const told = spec['submodules'] === true && wanted.is !== 'absent' ? { ...wanted, withSubmodules: true } : wanted;
  const step = { thing: gitId(path), to: told, title: titleOf(path, is, wanted) };
  if (wanted.is === 'newest')
    return [...paths, { ...step, expected: 'its commit is known when it is checked out' }, ...modules];
  return wanted.is === 'checkout' ? [...paths, step, ...modules] : [step, ...modules, ...paths];
}

/** After those of the checkout: only its commit says which ones there are. */
function submoduleSteps(spec: Spec, from: State, to: State): readonly Step[] {
  const [is, wanted] = [modulesIn(spec, from), modulesIn(spec, to)];
  if (!is || !wanted || printSubmodules(is) === printSubmodules(wanted)) return [];
  const path = pathOf(spec);
  const thing = submodulesId(path);
  if (wanted.is === 'whole') {
    if (isWhole(is) && isSameCheckout(gitIn(from, path), gitIn(to, path))) return [];
    const expected = 'which ones its commit names is known when it is there';
    return [{ thing, to: { ...wanted, likely: LIKELY }, title: `check out the submodules of ${path}`, expected }];
  }
  const isNone = wanted.is !== 'submodules' || wanted.list.length === 0;
  return [{ thing, to: wanted, title: `${isNone ? 'remove' : 'check out'} the submodules of ${path}` }];
}

export const git: Module = {
  name: 'git',
  summary: 'A checkout of a Git repository, at a branch, a tag or a commit.',
  spec: {
    fields: {
      path: {
        type: 'string',
        description: 'The folder that it is checked out into. It is made if it is missing.',
        pattern: PATH_FIELD_PATTERN,
        patternHint: PATH_FIELD_HINT,
        examples: ['/opt/app'],
      },
      repo: {
        type: 'string',
        description: 'The repository, as `git clone` takes it.',
        pattern: REPO_PATTERN,
        notation: 'repository',
        patternHint: REPO_HINT,
        examples: ['https://example.com/app.git', 'git@example.com:app.git'],
      },
      ref: {
        type: 'string',
        description: 'A branch, a tag, or all 40 digits of a commit.',
        pattern: '^(?!-)[^\\s~^:?*\\[\\\\]+$',
        patternHint: 'the name of a branch or a tag, or a commit',
        defaultHint: "the repository's own branch",
        examples: ['main', 'v1.2.0'],
      },
      submodules: {
        type: 'boolean',
        description: 'Its submodules, and theirs, are checked out at the commits that it names.',
        defaultHint: '`false`: they stay as they are',
        examples: ['true'],
      },
    },
    required: ['path', 'repo'],
  },
  mainField: 'path',
  key: (spec) => gitId(pathOf(spec)),
  makes: (spec) => [pathId(pathOf(spec))],
  read: (spec) => [
    ...(COMMIT.test(refOf(spec)) ? [] : [revisionProbe(repoOf(spec), refOf(spec))]),
    selfProbe,
    ...withAncestors(pathOf(spec)).map(pathProbe),
    gitProbe(pathOf(spec)),
    ...(spec['submodules'] === true ? [submodulesProbe(pathOf(spec))] : []),
  ],
  want: wantCheckout,
  absent: absentCheckout,
  steps: stepsOf,
};
