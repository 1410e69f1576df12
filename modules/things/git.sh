# How a host is asked about checkouts of Git repositories, and how one is made, moved and removed. POSIX sh for dash, bash and
# BusyBox ash. The program around it sets v_comparing.
# While a checkout is half made or half moved there is a file viki-unfinished in its .git: then, and only then, what is in it
# is nobody's work. Before that, a clone is in .viki-git.
# shellcheck shell=sh disable=SC2154

v_in_time=

# Nobody is there who could be asked for a password, or whether a host is the right one.
v_git() {
  GIT_TERMINAL_PROMPT=0 GIT_SSH_COMMAND="${GIT_SSH_COMMAND:-ssh} -o BatchMode=yes -o ConnectTimeout=30" \
    $v_in_time git -c advice.detachedHead=false -c init.defaultBranch=main -c gc.auto=0 -c submodule.recurse=false "$@" </dev/null
}

# v_git_at PLACE: sets v_path; or v_lack, where there is no such place. A place is a path, or volume:NAME/FOLDER.
v_git_at() {
  v_lack='' v_path=$1
  case $1 in volume:*) ;; *) return 0 ;; esac
  v_volume=${1#volume:} v_path=
  if ! command -v docker >/dev/null 2>&1; then
    v_lack=no-docker
  elif ! docker version >/dev/null 2>&1 </dev/null; then
    v_lack=no-daemon
  elif v_path=$(docker volume inspect --format '{{.Mountpoint}}' "${v_volume%%/*}" 2>/dev/null </dev/null); then
    v_path=$v_path/${v_volume#*/}
  else
    v_lack=no-volume
  fi
}

v_git_ask() { # INDEX PLACE
  v_git_at "$2"
  [ -n "$v_lack" ] || command -v git >/dev/null 2>&1 || v_lack=no-git
  printf '%s\t%s\n' "$1" "${v_lack:-$(v_git_told)}"
}

# The answer about v_path. Addresses are told without the user and password that somebody may have written into them; of ssh, the
# user is a part of the address.
v_git_told() {
  if [ ! -e "$v_path/.git" ]; then
    # shellcheck disable=SC2010
    if ls -A "$v_path" 2>/dev/null | grep -qvx '\.viki-git'; then echo occupied; else echo absent; fi
  elif ! v_git -C "$v_path" rev-parse --git-dir >/dev/null 2>&1; then
    echo denied
  elif ! v_commit=$(v_git -C "$v_path" rev-parse --quiet --verify 'HEAD^{commit}'); then
    echo occupied
  else
    v_branch=$(v_git -C "$v_path" symbolic-ref --quiet --short HEAD) || v_branch=-
    v_origin=$(v_git -C "$v_path" config --get remote.origin.url |
      sed -e '/^ssh:/!s|//[^/]*@|//|' -e 's|//\([^/:@]*\):[^/]*@|//\1@|') || v_origin=
    if [ -n "$v_comparing" ]; then v_tree=-; elif v_git_is_clean; then v_tree=clean; else v_tree=changed; fi
    echo "checkout $v_commit $v_branch $v_tree ${v_origin:--}"
  fi
}

v_git_is_clean() { # [modules]
  if [ -n "$1" ]; then
    v_git_all_clean
    return
  fi
  v_changes=$(v_git -C "$v_path" status --porcelain --untracked-files=no) && [ -z "$v_changes" ]
}

# v_revision INDEX REPOSITORY REF: prints which commit a branch, a tag or, without any, the repository itself leads to.
v_revision() {
  if ! command -v git >/dev/null 2>&1; then
    printf '%s\tno-git\n' "$1"
  elif v_git_lead "$2" "$3"; then
    printf '%s\t%s\n' "$1" "${v_commit:+commit }${v_commit:-unknown}"
  else
    printf '%s\tunreachable\n' "$1"
  fi
}

# v_git_lead REPOSITORY REF: sets v_commit; to nothing, if there is no such branch or tag.
v_git_lead() {
  if [ -z "$2" ]; then set -- "$1" HEAD; else set -- "$1" "refs/heads/$2" "refs/tags/$2^{}" "refs/tags/$2"; fi
  # (what a plan asks has to end)
  v_leads=$(v_in_time='timeout 60' && v_git ls-remote -- "$@" 2>/dev/null) || return
  shift
  for v_ref in "$@"; do
    v_commit=$(printf '%s\n' "$v_leads" | while read -r v_sum v_lead; do
      if [ "$v_lead" = "$v_ref" ]; then echo "$v_sum"; fi
    done)
    [ -z "$v_commit" ] || return 0
  done
}

# v_git_checkout PLACE REPOSITORY COMMIT BRANCH|- [modules]: from whatever is there. With `modules`, its submodules are viki's to
# move, too: those that the commit does not have go (git-submodules.sh), and the others are moved afterwards.
v_git_checkout() {
  (
    umask 022
    v_git_place "$1" || exit
    if [ -e "$v_path/.git" ]; then v_git_move "$3" "$4" "$5"; else v_git_clone "$2" "$3"; fi
  )
}

# v_git_newest PLACE REPOSITORY REF [modules]: the same, at what the ref leads to now.
v_git_newest() {
  v_git_lead "$2" "$3" || return
  if [ -z "$v_commit" ]; then
    echo "there is no branch or tag $3 in $2" >&2
    return 1
  fi
  v_git_checkout "$1" "$2" "$v_commit" - "$4"
}

v_git_place() { # PLACE
  v_git_at "$1"
  [ -z "$v_lack" ] || {
    echo "$1: $v_lack" >&2
    return 1
  }
}

v_git_clone() { # REPOSITORY COMMIT
  v_draft=$v_path/.viki-git
  rm -rf -- "$v_draft" && mkdir -p -- "$v_path" && v_git init --quiet --bare -- "$v_draft" || return
  (
    GIT_DIR=$v_draft
    export GIT_DIR
    v_git config core.bare false && v_git remote add origin "$1" && v_git_fetch "$2" &&
      v_git update-ref --no-deref HEAD "$2" && : >"$v_draft/viki-unfinished"
  ) && mv -- "$v_draft" "$v_path/.git" && v_git -C "$v_path" reset --quiet --hard && rm -f -- "$v_path/.git/viki-unfinished"
}

# v_git_fetch COMMIT: it is fetched only if it is not there. What viki has checked out stays known as not ours, and so do the
# tags that it has fetched: those in refs/tags can be somebody's own.
v_git_fetch() {
  v_git cat-file -e "$1^{commit}" 2>/dev/null ||
    v_git -c remote.origin.fetch='+refs/tags/*:refs/remotes/viki/tags/*' fetch --quiet --no-recurse-submodules --tags origin &&
    v_git cat-file -e "$1^{commit}" 2>/dev/null ||
    v_git fetch --quiet --no-recurse-submodules origin "$1" || return
  v_git update-ref "refs/remotes/viki/$1" "$1"
}

v_git_move() { # COMMIT BRANCH|- [modules]
  v_force=
  if [ -e "$v_path/.git/viki-unfinished" ]; then
    v_force=--force
    rm -f -- "$v_path/.git/index.lock"
  elif ! v_git_is_clean "$3"; then
    echo "$v_path has changes that are not committed, so it stays at its commit" >&2
    return 1
  fi
  v_was=$(v_git -C "$v_path" rev-parse HEAD) && v_git -C "$v_path" update-ref "refs/viki/$v_was" "$v_was" || return
  if [ "$2" = - ]; then (cd -- "$v_path" && v_git_fetch "$1") || return; fi
  v_commit=$1 v_modules=$3
  [ -z "$3" ] || v_git_may_leave "$v_path" "$1" || return
  case $2 in -) set -- --detach "$1" ;; *) set -- "$2" ;; esac
  : >"$v_path/.git/viki-unfinished"
  # shellcheck disable=SC2086
  if { [ -z "$v_modules" ] || v_git_leave "$v_path" "$v_commit"; } && v_git -C "$v_path" checkout --quiet $v_force "$@" -- &&
    { [ -z "$v_modules" ] || v_git_follow "$v_path" "$v_was" "$v_commit"; }; then
    rm -f -- "$v_path/.git/viki-unfinished"
    return
  fi
  # (refused before anything was touched: then what is there is as somebody left it)
  if [ -z "$v_force" ] && v_git_is_clean "$v_modules"; then rm -f -- "$v_path/.git/viki-unfinished"; fi
  return 1
}

# v_git_gone PLACE: only what came from the repository goes.
v_git_gone() {
  v_git_at "$1"
  case $v_lack in no-volume) return 0 ;; ?*) v_git_place "$1" || return ;; esac
  rm -rf -- "$v_path/.viki-git"
  if [ -d "$v_path/.git" ]; then
    [ -e "$v_path/.git/viki-unfinished" ] || v_git_is_theirs || return
    : >"$v_path/.git/viki-unfinished"
    find "$v_path" -mindepth 1 -maxdepth 1 ! -name .git -exec rm -rf -- {} + && rm -rf -- "$v_path/.git" || return
  fi
  # (in a volume, the folder came with it)
  case $1 in volume:*) [ ! -d "$v_path" ] || rmdir -- "$v_path" ;; esac
}

# Is there nothing in it but what the repository has as well? Whatever its settings hide; and a tag counts as the repository's
# only where it was fetched.
v_git_is_theirs() {
  v_own=$(v_git -C "$v_path" status --porcelain --ignored --untracked-files=all --ignore-submodules=none) || return
  if [ -n "$v_own" ]; then
    printf '%s\n' "$v_path stays, because there is something of its own in it:" "$v_own" | head -n 10 >&2
    return 1
  fi
  v_git_modules "$v_path" ./ | while read -r v_have _ _ v_name; do
    v_name=${v_name#./}
    [ "$v_have" = - ] || v_git_own_nothing "$v_path/${v_name%/}" || exit 1
  done || return
  # (its own, and those of its submodules)
  find "$v_path/.git" -type d -name objects | while IFS= read -r v_objects; do
    [ -f "${v_objects%/objects}/HEAD" ] || continue
    v_own=$(v_git --git-dir "${v_objects%/objects}" --work-tree "$v_path" rev-list --max-count=1 --all --not --remotes) || exit 1
    [ -n "$v_own" ] || continue
    echo "$v_path stays, because it has commits that are nowhere else" >&2
    exit 1
  done || return
  v_own=$(v_git -C "$v_path" worktree list | sed 1d) || return
  if [ -n "$v_own" ]; then
    printf '%s\n' "$v_path stays, because other work trees belong to it:" "$v_own" | head -n 10 >&2
    return 1
  fi
}
