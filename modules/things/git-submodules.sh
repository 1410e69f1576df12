# How the submodules of a checkout (and theirs) are asked about, and how they get to the commits that it names, or back to those
# that they were at. POSIX sh for dash, bash and BusyBox ash, with git.sh, whose v_path and v_force it uses.
# One is there where its folder has a .git. Its repository is in .git/modules of the checkout, and stays there when its files go:
# so coming back needs no network. Paths that git can't say in one line are told, and refused.
# shellcheck shell=sh disable=SC2015,SC2030,SC2031,SC2154

v_git_submodules_ask() { # INDEX PLACE
  v_git_at "$2"
  if [ -n "$v_lack" ] || [ ! -e "$v_path/.git" ] || ! v_git -C "$v_path" rev-parse --quiet --verify HEAD >/dev/null 2>&1; then
    printf '%s\tabsent\n' "$1"
  else
    printf '%s\t%s\n' "$1" "$(v_git_modules "$v_path" ./ | v_git_submodules_told)"
  fi
}

# (of lines of v_git_modules; a branch may have quotes in its name, and paths that have some are not told as they are)
v_git_submodules_told() {
  v_whole=whole v_list=
  while read -r v_have v_sha v_branch v_name; do
    case $v_have:$v_name in broken:* | *:*'"'*)
      echo unreadable
      return
      ;;
    esac
    [ "$v_have" = "$v_sha" ] || v_whole=partial
    [ "$v_have" != - ] || continue
    case $v_branch in *'"'*) v_branch=$(printf '%s' "$v_branch" | sed 's/"/\\"/g') ;; esac
    v_name=${v_name#./} v_name=${v_name%/}
    v_list=$v_list,'["'$v_name'","'$v_have'","'$v_branch'"]'
  done
  if [ -n "$v_comparing" ]; then v_tree=-; elif v_git_all_clean; then v_tree=clean; else v_tree=changed; fi
  echo "submodules $v_tree $v_whole [${v_list#,}]"
}

# v_git_links FOLDER COMMIT: the submodules that a commit names, as "COMMIT ./PATH/".
v_git_links() {
  v_git -C "$1" -c core.quotePath=false ls-tree -r "$2" | sed -n "s|^160000 commit \([0-9a-f]*\)$v_tab\(.*\)|\1 ./\2/|p"
}

# v_git_modules FOLDER ./: those that are named there, and by those that are there, as "HAVE NAMED BRANCH ./PATH/". HAVE is -
# where one is not there.
v_git_modules() (
  v_git_links "$1" HEAD | while read -r v_sha v_name; do
    v_sub=$1/${v_name#./} v_name=$2${v_name#./}
    if [ ! -e "$v_sub.git" ]; then
      echo "- $v_sha - $v_name"
      continue
    fi
    v_have=$(v_git -C "$v_sub" rev-parse --quiet --verify 'HEAD^{commit}' 2>/dev/null) || v_have=broken
    v_branch=$(v_git -C "$v_sub" symbolic-ref --quiet --short HEAD 2>/dev/null) || v_branch=-
    echo "$v_have $v_sha $v_branch $v_name"
    [ "$v_have" = broken ] || v_git_modules "${v_sub%/}" "$v_name"
  done
)

# v_git_each FOLDER CALL: calls it for the folder and those of all submodules that are there.
v_git_each() (
  "$2" "$1" || exit 1
  v_git_modules "$1" ./ | while read -r v_have _ _ v_name; do
    v_name=${v_name#./}
    [ "$v_have" = - ] || "$2" "$1/${v_name%/}" || exit 1
  done
)

# Nothing that git follows is changed, in the checkout and in all that are there.
v_git_all_clean() { v_git_each "$v_path" v_git_own_clean; }

v_git_own_clean() { # FOLDER
  v_changes=$(v_git -C "$1" status --porcelain --untracked-files=no --ignore-submodules=all) && [ -z "$v_changes" ] &&
    v_git -C "$1" diff-index --cached --quiet --ignore-submodules=none HEAD --
}

# There is nothing in it that would be lost with its files.
v_git_own_nothing() { # FOLDER
  if [ -d "$1/.git" ]; then
    echo "$1 stays, because its repository lies in it" >&2
    return 1
  fi
  v_own=$(v_git -C "$1" status --porcelain --ignored --untracked-files=all --ignore-submodules=all) || return
  [ -n "$v_own" ] || return 0
  printf '%s\n' "$1 stays, because there is something of its own in it:" "$v_own" | head -n 10 >&2
  return 1
}

# v_git_source FOLDER COMMIT PATH: the name of the submodule there, and what it is cloned from, in two lines.
v_git_source() (
  v_name=$(v_git -C "$1" config --blob "$2:.gitmodules" -z --get-regexp '^submodule\..*\.path$' 2>/dev/null |
    tr '\n\0' '\t\n' | while IFS=$v_tab read -r v_key v_value; do
    v_key=${v_key#submodule.}
    [ "$v_value" != "$3" ] || echo "${v_key%.path}"
  done | head -n 1)
  case /$v_name/ in // | */../*) return 1 ;; esac
  echo "$v_name"
  v_git -C "$1" config --blob "$2:.gitmodules" --get "submodule.$v_name.url" || echo
)

# v_git_leaving FOLDER COMMIT: the paths of those that are there, and that this commit does not have.
v_git_leaving() (
  v_next=$(v_git_links "$1" "$2")
  v_git_links "$1" HEAD | while read -r _ v_name; do
    v_place=${v_name#./} v_place=${v_place%/}
    [ -e "$1/$v_place/.git" ] || continue
    case "$v_newline$v_next$v_newline" in
      *" $v_name$v_newline"*)
        [ "$(v_git_source "$1" HEAD "$v_place" | head -n 1)" != "$(v_git_source "$1" "$2" "$v_place" | head -n 1)" ] || continue
        ;;
    esac
    echo "$v_place"
  done
)

# v_git_may_leave FOLDER COMMIT: may what the commit does not have go, with nothing lost?
v_git_may_leave() {
  [ -n "$v_force" ] || v_git_leaving "$1" "$2" | while IFS= read -r v_place; do
    v_git_each "$1/$v_place" v_git_own_nothing || exit 1
  done
}

v_git_leave() { # FOLDER COMMIT
  v_git_leaving "$1" "$2" | while IFS= read -r v_place; do v_git_empty "$1/$v_place" || exit 1; done
}

v_git_empty() { # FOLDER
  [ ! -L "$1" ] && v_git_each "$1" v_git_pin && find "$1" -mindepth 1 -maxdepth 1 -exec rm -rf -- {} +
}

# (a commit that no branch has is not forgotten, and counts as somebody's own)
v_git_pin() { # FOLDER
  v_have=$(v_git -C "$1" rev-parse --quiet --verify 'HEAD^{commit}') || return 0
  v_git -C "$1" update-ref "refs/viki/$v_have" "$v_have"
}

# v_git_follow FOLDER OLD NEW: those that the new commit clones from elsewhere are cloned from there.
v_git_follow() (
  v_git_links "$1" "$3" | while read -r _ v_name; do
    v_place=${v_name#./} v_place=${v_place%/}
    v_was=$(v_git_source "$1" "$2" "$v_place") && v_is=$(v_git_source "$1" "$3" "$v_place") || continue
    [ "$v_was" != "$v_is" ] || continue
    v_git -C "$1" submodule --quiet sync -- "$v_place" || exit 1
    v_name=${v_is%%"$v_newline"*}
    v_repository=$(v_git -C "$1" rev-parse --absolute-git-dir)/modules/$v_name
    v_url=$(v_git -C "$1" config --get "submodule.$v_name.url") || continue
    [ ! -d "$v_repository" ] || v_git config --file "$v_repository/config" remote.origin.url "$v_url" || exit 1
  done
)

# v_git_populate FOLDER PATH: one that is not there. What is left of a clone that was broken off goes first.
v_git_populate() (
  v_name=$(v_git_source "$1" HEAD "$2" | head -n 1)
  if [ -z "$v_name" ]; then
    echo "$1/$2: .gitmodules does not say where that submodule comes from" >&2
    return 1
  fi
  v_all=$(v_git -C "$1" rev-parse --absolute-git-dir) || return
  v_mark=$v_all/viki-cloning v_new=
  [ ! -e "$v_mark" ] || rm -rf -- "$v_all/modules/$(cat "$v_mark")" "$v_mark" || return
  if [ ! -e "$v_all/modules/$v_name" ]; then
    v_new=1
    printf '%s\n' "$v_name" >"$v_mark" || return
  fi
  # shellcheck disable=SC2086
  v_git -C "$1" submodule --quiet update --init --checkout $v_force -- "$2" || return
  # (what was cloned is known as not ours, tags as well)
  [ -z "$v_new" ] || {
    v_git -C "$1/$2" for-each-ref --format 'update refs/remotes/viki/tags/%(refname:lstrip=2) %(objectname)' refs/tags
    v_git -C "$1/$2" rev-parse HEAD | sed 's|.*|update refs/remotes/viki/& &|'
  } | git -C "$1/$2" update-ref --stdin || return
  rm -f -- "$v_mark"
)

# v_git_module_to FOLDER COMMIT BRANCH|-|any: one that is there.
v_git_module_to() (
  v_have=$(v_git -C "$1" rev-parse --quiet --verify 'HEAD^{commit}') || v_have=
  v_branch=$(v_git -C "$1" symbolic-ref --quiet --short HEAD) || v_branch=-
  case $v_force:$3:$v_have in ":any:$2" | ":$v_branch:$2") return 0 ;; esac
  # (a submodule may not be taken from where only a user may take one)
  export GIT_PROTOCOL_FROM_USER=0
  v_git_pin "$1" && (cd -- "$1" && v_git_fetch "$2") && v_git_may_leave "$1" "$2" &&
    v_git_leave "$1" "$2" || return
  case $3 in - | any) set -- "$1" "$2" --detach "$2" ;; *) set -- "$1" "$2" "$3" ;; esac
  v_folder_of=$1 v_commit=$2
  shift 2
  # shellcheck disable=SC2086
  v_git -C "$v_folder_of" checkout --quiet $v_force "$@" -- && v_git_follow "$v_folder_of" "${v_have:-$v_commit}" "$v_commit"
)

# v_git_whole FOLDER: all that its commit names, and those that they name.
v_git_whole() (
  v_git_links "$1" HEAD | while read -r v_sha v_name; do
    v_place=${v_name#./} v_place=${v_place%/}
    [ -e "$1/$v_place/.git" ] || v_git_populate "$1" "$v_place" || exit 1
    v_git_module_to "$1/$v_place" "$v_sha" any && v_git_whole "$1/$v_place" || exit 1
  done
)

# v_git_as_listed [PATH COMMIT BRANCH]...: these, and no others. Those that others lie in come before them.
v_git_as_listed() (
  v_list=$v_newline
  for v_place in "$@"; do v_list=$v_list./$v_place/$v_newline; done
  v_git_modules "$v_path" ./ | while read -r _ _ _ v_name; do
    v_place=${v_name#./} v_place=$v_path/${v_place%/}
    case $v_list in *"$v_newline$v_name$v_newline"*) continue ;; esac
    [ -e "$v_place/.git" ] || continue
    [ -n "$v_force" ] || v_git_each "$v_place" v_git_own_nothing && v_git_empty "$v_place" || exit 1
  done || return
  while [ $# -gt 0 ]; do
    v_super=$1
    while :; do
      case $v_super in */*) v_super=${v_super%/*} ;; *) v_super= ;; esac
      if [ -z "$v_super" ] || [ -e "$v_path/$v_super/.git" ]; then break; fi
    done
    [ -e "$v_path/$1/.git" ] || v_git_populate "$v_path${v_super:+/$v_super}" "${1#"${v_super:+$v_super/}"}" || return
    v_git_module_to "$v_path/$1" "$2" "$3" || return
    shift 3
  done
)

# v_git_submodules PLACE whole | PLACE listed [PATH COMMIT BRANCH]...
v_git_submodules() {
  (
    umask 022
    v_git_place "$1" || exit
    [ -e "$v_path/.git" ] || exit 0
    v_how=$2 v_force='' v_mark=$v_path/.git/viki-unfinished
    shift 2
    if [ -e "$v_mark" ]; then
      v_force=--force
    elif ! v_git_all_clean; then
      echo "$v_path or its submodules have changes that are not committed, so they stay as they are" >&2
      exit 1
    fi
    : >"$v_mark"
    case $v_how in whole) v_git_whole "$v_path" ;; *) v_git_as_listed "$@" ;; esac
    v_code=$?
    if [ "$v_code" -eq 0 ] || { [ -z "$v_force" ] && v_git_all_clean; }; then rm -f -- "$v_mark"; fi
    exit "$v_code"
  )
}
