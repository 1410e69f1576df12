# How a host is asked about paths, and how a path is given a state. POSIX sh for dash, bash and BusyBox ash.
# It may call nothing outside POSIX but stat -c, sha256sum and readlink -n, which GNU and BusyBox both have.
# The program around it sets v_home (viki's folder on the host), v_run (the run's id), v_comparing, v_tell_bars (with a
# v_say), v_brought (the bytes that came with the run, ` SHA256 SHA256 `), and v_find_self; v_self is empty at first.
# shellcheck shell=sh disable=SC2154

# v_paths INDEX PATH [INDEX PATH ...]: prints "INDEX<TAB>ANSWER" for each. One stat and one sha256sum for all of them,
# however many there are, because a fork costs more than everything else in here; and one write for all the answers.
v_paths() {
  v_left=$(($# / 2))
  v_found='' v_answered=
  while [ "$v_left" -gt 0 ]; do
    v_i=$1 v_p=$2
    shift 2
    v_left=$((v_left - 1))
    [ -z "$v_tell_bars" ] || v_path_bars
    if [ -L "$v_p" ]; then
      v_path_is_link
    elif [ -d "$v_p" ]; then
      set -- "$@" "$v_p"
      v_found="$v_found d$v_i"
    elif [ -f "$v_p" ]; then
      if [ ! -r "$v_p" ]; then
        v_answer "denied:$v_p"
      else
        case $v_p in
          # BusyBox sha256sum prints a name with a line end as it is, which would be two answers: sum this one alone.
          *"$v_newline"*) v_found="$v_found n$v_i" ;;
          *) v_found="$v_found f$v_i" ;;
        esac
        set -- "$@" "$v_p"
      fi
    elif [ -e "$v_p" ]; then
      v_path_is_other
    else
      v_path_is_missing
    fi
  done
  [ $# -eq 0 ] || v_paths_found "$@"
  printf %s "$v_answered"
}

v_answer() { # ANSWER
  v_answered=$v_answered$v_i$v_tab$1$v_newline
}

# Says what a login that is not root may not do here; only the host knows all that gives a right (groups, lists, a disk that
# may only be read).
v_path_bars() {
  v_q=${v_p%/*}
  while [ -n "$v_q" ] && [ ! -e "$v_q" ]; do v_q=${v_q%/*}; done
  v_q=${v_q:-/}
  if [ ! -d "$v_q" ]; then return; fi
  if [ ! -w "$v_q" ] || [ ! -x "$v_q" ]; then v_say barred "$v_i" folder; fi
  if [ -L "$v_p" ] || [ ! -e "$v_p" ] || [ -O "$v_p" ]; then return; fi
  v_say barred "$v_i" owner
  if [ -w "$v_q" ] && [ -k "$v_q" ] && [ ! -O "$v_q" ]; then v_say barred "$v_i" folder; fi
}

v_path_is_link() {
  v_target=$(readlink -n -- "$v_p" && printf x) || v_target=x
  v_target=${v_target%x}
  v_owners=$(stat -c '%U:%G:%u:%g' -- "$v_p" 2>/dev/null) || v_owners=UNKNOWN:UNKNOWN:0:0
  v_names "$v_owners"
  case $v_target in
    *"$v_newline"*) v_answer other:link ;;
    *) v_path_leads_to && v_answer "link:$v_leads_to:$v_user:$v_group:$v_target" ;;
  esac
}

v_path_leads_to() {
  # While a run compares what it finds with what it expects, only the link itself counts, not where it leads.
  if [ -n "$v_comparing" ]; then
    v_leads_to=-
  elif [ -d "$v_p" ]; then
    v_leads_to=directory
  elif [ -e "$v_p" ]; then
    v_leads_to="file"
  else
    v_leads_to=nothing
  fi
}

# v_names USER:GROUP:UID:GID: sets v_user and v_group, to the number where there is no name.
v_names() {
  v_user=${1%%:*} v_rest=${1#*:}
  v_group=${v_rest%%:*} v_rest=${v_rest#*:}
  [ "$v_user" != UNKNOWN ] || v_user=${v_rest%%:*}
  [ "$v_group" != UNKNOWN ] || v_group=${v_rest#*:}
}

v_path_is_other() {
  if [ -p "$v_p" ]; then
    v_what=pipe
  elif [ -S "$v_p" ]; then
    v_what=socket
  elif [ -b "$v_p" ] || [ -c "$v_p" ]; then
    v_what=device
  else
    v_what=something
  fi
  v_answer "other:$v_what"
}

# Nothing there, or nothing that we may see: only the nearest folder that exists can tell.
v_path_is_missing() {
  v_q=$v_p
  while :; do
    v_q=${v_q%/*}
    [ -n "$v_q" ] || v_q=/
    if [ -d "$v_q" ]; then
      if [ -x "$v_q" ]; then v_answer absent; else v_answer "denied:$v_q"; fi
      return
    elif [ -e "$v_q" ] || [ -L "$v_q" ]; then
      v_answer "blocked:$v_q"
      return
    elif [ "$v_q" = / ]; then
      v_answer denied:/
      return
    fi
  done
}

# Paths that are there, in the order of v_found (its letters: directory, file, file with a line end in its name). Lines are
# cut off in the shell's own memory: `read` would ask the system for one letter after another.
v_paths_found() {
  v_stats=$(stat -c '%a:%s:%U:%G:%u:%g' -- "$@" 2>/dev/null) || v_stats=
  v_odd_sums=
  for v_k in $v_found; do
    v_p=$1
    shift
    case $v_k in
      f*) set -- "$@" "$v_p" ;;
      n*) v_odd_sums="$v_odd_sums$(sha256sum <"$v_p" 2>/dev/null)$v_newline" ;;
    esac
  done
  v_sums=
  [ $# -eq 0 ] || v_sums=$(sha256sum -- "$@" 2>/dev/null) || v_sums=
  v_stats=$v_stats$v_newline v_sums=$v_sums$v_newline
  for v_k in $v_found; do
    v_i=${v_k#?} v_sum=
    v_mode=${v_stats%%"$v_newline"*} v_stats=${v_stats#*"$v_newline"}
    # Something vanished between the look and the stat: then no line can be trusted to be about its path.
    if [ -z "$v_mode" ]; then
      v_answer moving
      continue
    fi
    v_rest=${v_mode#*:} v_mode=${v_mode%%:*}
    v_size=${v_rest%%:*}
    v_names "${v_rest#*:}"
    case $v_k in
      d*)
        v_answer "directory:$v_mode:$v_user:$v_group"
        continue
        ;;
      f*) v_sum=${v_sums%%"$v_newline"*} v_sums=${v_sums#*"$v_newline"} ;;
      n*) v_sum=${v_odd_sums%%"$v_newline"*} v_odd_sums=${v_odd_sums#*"$v_newline"} ;;
    esac
    v_sum=${v_sum%% *}
    # GNU marks a sum with a backslash when it had to escape the name.
    v_sum=${v_sum#\\}
    if [ -n "$v_sum" ]; then
      v_answer "file:$v_mode:$v_user:$v_group:$v_size:$v_sum"
    else
      v_answer moving
    fi
  done
}

# What follows makes a path be something, whatever it is now, so that it is right from any state on the way too. The umask
# is 077 there. Looks are the shell's own; a process is started only where something must be done, because on most hosts
# the processes are what an apply takes its time for.

# The name of the half-written file: the same for a whole run, so that walking back finds and removes it.
v_path_temporary() {
  v_temporary=${1%/*}/.viki-$v_run
  if [ -e "$v_temporary" ] || [ -L "$v_temporary" ]; then rm -f -- "$v_temporary"; fi
}

# What we make is ours, unless it lies in a folder that gives its group on. (dash, bash and BusyBox all know -O and -G)
v_path_own() { # PATH OWNER GROUP
  [ -n "$v_self" ] || v_find_self
  if [ "$2:$3" = "$v_self" ] && [ -O "$1" ] && [ -G "$1" ]; then return; fi
  chown -h -- "$2:$3" "$1"
}

v_path_absent() { # PATH
  v_path_temporary "$1"
  if [ -L "$1" ] || [ -f "$1" ]; then
    rm -f -- "$1"
  elif [ -d "$1" ]; then
    rmdir -- "$1"
  elif [ -e "$1" ]; then
    echo "$1 is neither a file, a folder nor a link: not removed" >&2
    return 1
  fi
}

v_path_directory() { # PATH MODE OWNER GROUP
  v_path_temporary "$1"
  if [ -L "$1" ] || [ ! -d "$1" ]; then
    # (five digits: with four, GNU would keep a set-group-id that a folder has, or has from the one that it lies in)
    v_path_absent "$1" && mkdir -m "0$2" -- "$1" && v_path_own "$1" "$3" "$4"
    return
  fi
  v_path_own "$1" "$3" "$4" && chmod -- "0$2" "$1"
}

v_path_file() { # PATH MODE OWNER GROUP SIZE SHA256
  v_path_temporary "$1"
  if [ -f "$1" ] && [ ! -L "$1" ]; then
    v_sum=$(sha256sum <"$1")
    if [ "${v_sum%% *}" = "$6" ]; then
      v_path_own "$1" "$3" "$4" && chmod -- "0$2" "$1"
      return
    fi
  elif [ -L "$1" ] || [ -e "$1" ]; then
    # mv would move into a folder, or into the folder that a link leads to.
    v_path_absent "$1" || return
  fi
  v_path_copy "$6" "$2" && v_path_whole "$6" && [ ! -L "$v_temporary" ] && v_path_own "$v_temporary" "$3" "$4" &&
    { [ -n "$v_has_mode" ] || chmod -- "0$2" "$v_temporary"; } && mv -f -- "$v_temporary" "$1" && return
  v_failed=$?
  rm -f -- "$v_temporary"
  return "$v_failed"
}

# v_path_copy SHA256 MODE: sets v_has_mode when the copy has it already, which spares a process. Nothing is set-user-id before
# it has its owner. In a folder that all may write to, nobody else gets to choose where these bytes go: neither way writes to
# a name that is there.
v_path_copy() {
  v_has_mode=
  case $2 in
    0*) ! command -v install >/dev/null || v_has_mode=yes ;;
  esac
  if [ -n "$v_has_mode" ]; then
    install -m "0$2" -- "$v_home/blobs/$1" "$v_temporary"
    return
  fi
  set -C
  cat -- "$v_home/blobs/$1" >"$v_temporary"
  v_failed=$?
  set +C
  return "$v_failed"
}

# Bytes that are not the ones that were asked for never come to their place. Those that came with this very run were
# summed when they came.
v_path_whole() { # SHA256
  case $v_brought in *" $1 "*) return ;; esac
  v_sum=$(sha256sum <"$v_temporary")
  [ "${v_sum%% *}" = "$1" ] && return
  echo "the bytes kept for $v_temporary are damaged" >&2
  return 1
}

v_path_link() { # PATH OWNER GROUP TARGET
  v_path_temporary "$1"
  if [ ! -L "$1" ] || [ "$(readlink -n -- "$1" && printf x)" != "$4x" ]; then
    v_path_absent "$1" && ln -s -- "$4" "$1" || return
  fi
  chown -h -- "$2:$3" "$1"
}
