// A Git repository for tests, whose commits are the same everywhere: two on `main`, called v1 and v2. Shell that makes it on
// a host, where there is git; it changes nothing else.

export const REPOSITORY = '/var/lib/viki-lab/sample.git';
export const COMMITS = {
  v1: '4024768b91d1ceae66105f6a5c7cd215af6d5600',
  v2: 'ac3ab0324460b6fe49dd369cabf2e019ba93de24',
};

export const makeRepository = `! command -v git >/dev/null || [ -e ${REPOSITORY} ] || (
  export GIT_AUTHOR_NAME=lab GIT_AUTHOR_EMAIL=lab@example.invalid GIT_COMMITTER_NAME=lab GIT_COMMITTER_EMAIL=lab@example.invalid
  export GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
  work=$(mktemp -d) && cd "$work" && git init --quiet --initial-branch main . || exit
  printf 'one\\n' >"a file" && printf '*.log\\n' >.gitignore && git add . && git commit --quiet --message one && git tag v1 &&
    printf 'two\\n' >"a file" && mkdir more && printf 'two\\n' >more/file && git add . && git commit --quiet --message two &&
    git tag --annotate --message v2 v2 && git clone --quiet --bare . ${REPOSITORY} && rm -rf "$work"
)`;

/** One with submodules, at four tags. */
export const MODULAR = '/var/lib/viki-lab/modular.git';
export const MODULAR_COMMITS = {
  /** `my lib`, and `my lib/inner` in it. */
  m1: 'cc83acb49a33fd03d06c5cdf88293ca9b8cedd51',
  /** Both at other commits, and `more/other`. */
  m2: '072a77ea91fe42fdf5738fd024ac442ae3f021ed',
  /** None: `my lib` is a folder of its own. */
  m3: 'ba17d8b01084661a935e7a6e5b8692437cb33aef',
  /** `my lib` is another repository, without `inner`. */
  m4: 'b27d01d80416d8aa436387b5d80bd2ec6d381437',
};

/** (git takes submodules from paths only where it is told that this is well) */
export const makeModular = `! command -v git >/dev/null || [ -e ${MODULAR} ] || (
  export GIT_AUTHOR_NAME=lab GIT_AUTHOR_EMAIL=lab@example.invalid GIT_COMMITTER_NAME=lab GIT_COMMITTER_EMAIL=lab@example.invalid
  export GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
  git config --system protocol.file.allow always
  work=$(mktemp -d) && lab=/var/lib/viki-lab && cd "$work" || exit
  commit() { git add --all . && git commit --quiet --message "$1" && git tag --no-sign "$1"; }
  share() { git clone --quiet --bare . "$lab/$1.git"; }
  add() { git submodule --quiet add --name "$1" "$lab/$2.git" "$3"; }
  at() { git -C "$1" checkout --quiet "$2" && git -C "$1" submodule --quiet update --init --recursive; }
  (git init --quiet -b main inner && cd inner && echo 1 >inside && commit i1 && echo 2 >inside && commit i2 && share inner) &&
    (git init --quiet -b main other && cd other && echo 1 >others && commit o1 && share other) &&
    (git init --quiet -b main lib && cd lib && echo 1 >lib && add inner inner inner && at inner i1 && commit l1 &&
      echo 2 >lib && at inner i2 && commit l2 && share lib) &&
    (git init --quiet -b main main && cd main && echo 1 >file && add lib lib 'my lib' && at 'my lib' l1 && commit m1 &&
      echo 2 >file && add other other more/other && at 'my lib' l2 && commit m2 &&
      git rm --quiet 'my lib' more/other && mkdir 'my lib' && echo plain >'my lib/lib' && commit m3 &&
      git rm --quiet 'my lib/lib' && add another other 'my lib' && commit m4 && share modular) &&
    rm -rf "$work"
)`;
