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
