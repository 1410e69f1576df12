# How a host is asked about its packages, and how one is installed, changed or removed: one interface, whatever the host has.
# Nobody is ever asked a question. POSIX sh for dash, bash and BusyBox ash. Of each package manager there are (package-apt.sh,
# package-others.sh): v_known_by_ NAMES, a line "NAME WANT STATUS VERSION" for each that is there; v_has_lists_of_;
# v_offers_of_ NAMES, a line "NAME VERSION" for each that could be installed, the best first; v_holder_of_; v_package_by_.
# shellcheck shell=sh disable=SC2154

# v_packages INDEX NAME [INDEX NAME ...]: prints "INDEX<TAB>ANSWER" for each.
v_packages() {
  v_package_manager
  v_names_of "$@"
  # One question for all of them. (names have no blanks)
  # shellcheck disable=SC2086
  [ "$v_manager" = none ] || v_known="
$("v_known_by_$v_manager" $v_names 2>/dev/null)
"
  while [ $# -gt 0 ]; do
    case $v_manager:$v_known in
      none:*) printf '%s\tnone\n' "$1" ;;
      *"
$2 "*)
        v_q=${v_known#*"
$2 "}
        v_package_told "$1" "${v_q%%"
"*}"
        ;;
      *) printf '%s\tabsent\n' "$1" ;;
    esac
    shift 2
  done
}

v_names_of() { # INDEX NAME [INDEX NAME ...]
  v_names='' v_known=''
  while [ $# -gt 0 ]; do
    v_names="$v_names $2"
    shift 2
  done
}

v_package_told() { # INDEX "WANT STATUS VERSION"
  v_version=${2##* }
  case $2 in
    'hold installed '*) printf '%s\theld:%s\n' "$1" "$v_version" ;;
    *' installed '*) printf '%s\tinstalled:%s\n' "$1" "$v_version" ;;
    # (the settings of a removed package may be left; to be asked again, it need not have been there at all)
    *' not-installed '* | *' config-files '*) printf '%s\tabsent\n' "$1" ;;
    *) printf '%s\tbroken:%s\n' "$1" "${v_version:--}" ;;
  esac
}

# v_candidates INDEX NAME [INDEX NAME ...]: prints "INDEX<TAB>ANSWER": the versions that could be installed, the one that
# would be first; or `unlisted`, where the host has no lists of packages to look into.
v_candidates() {
  v_package_manager
  v_names_of "$@"
  v_listed=yes v_offered=
  if [ "$v_manager" != none ]; then
    "v_has_lists_of_$v_manager" || v_listed=
    # shellcheck disable=SC2086
    [ -z "$v_listed" ] || v_offered=$("v_offers_of_$v_manager" $v_names 2>/dev/null)
  fi
  while [ $# -gt 0 ]; do
    if [ -z "$v_listed" ]; then
      printf '%s\tunlisted\n' "$1"
    else
      v_versions_of "$2"
      printf '%s\tversions:%s\n' "$1" "$v_versions"
    fi
    shift 2
  done
}

# Sets v_versions to those of what is offered; some have one from several places.
v_versions_of() { # NAME
  v_versions='' v_left="
$v_offered
"
  while :; do
    case $v_left in *"
$1 "*) ;; *) break ;; esac
    v_left=${v_left#*"
$1 "}
    v_version=${v_left%%"
"*}
    case " $v_versions " in *" $v_version "*) ;; *) v_versions="${v_versions:+$v_versions }$v_version" ;; esac
    v_left="
${v_left#*"
"}"
  done
}

# v_package NAME STATE VERSION: STATE is absent, installed or held; VERSION may be empty: the one that the host prefers.
v_package() {
  v_package_manager
  [ "$v_manager" != none ] || {
    echo "this host has no package manager that viki knows" >&2
    return 1
  }
  v_lock_waits "$v_manager" || return
  case $v_manager in
    apt) v_package_by_apt "$@" ;;
    *) v_package_by_others "$@" ;;
  esac
}

# Somebody else may be installing something: they are waited for, and in the end named.
v_lock_seconds=300
v_lock_waits() { # MANAGER
  v_waited=0 v_lock="the lock of $1"
  [ "$1" != apt ] || v_lock='the lock of dpkg'
  while "v_holder_of_$1"; do
    if [ "$v_waited" -eq 0 ]; then echo "waiting for $v_lock, which is held by process $v_who_has"; fi
    if [ "$v_waited" -ge "$v_lock_seconds" ]; then
      echo "$v_lock is still held by process $v_who_has after $v_lock_seconds seconds" >&2
      return 1
    fi
    sleep 1
    v_waited=$((v_waited + 1))
  done
}

v_holder_named() { # PID
  v_who_has="$1 ($(cat "/proc/$1/comm" 2>/dev/null || echo unknown))"
}

# v_lock_holder FILES: whether somebody has one of them locked; sets v_who_has to "PID (NAME)".
v_lock_holder() {
  for v_q in "$@"; do
    [ -e "$v_q" ] || continue
    v_inode=$(stat -c %i "$v_q")
    while read -r v_q v_q v_q v_q v_pid v_place v_q; do
      case $v_place in
        *":$v_inode")
          v_holder_named "$v_pid"
          return 0
          ;;
      esac
    done </proc/locks
  done
  return 1
}

# v_pid_holder FILES: the same of files that have the number of a process, which may have ended without tidying up.
v_pid_holder() {
  for v_q in "$@"; do
    v_pid=
    [ ! -r "$v_q" ] || read -r v_pid <"$v_q"
    if [ -n "$v_pid" ] && [ -d "/proc/$v_pid" ]; then
      v_holder_named "$v_pid"
      return 0
    fi
  done
  return 1
}
