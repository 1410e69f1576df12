# How a host is asked about its packages, and how one is installed, changed or removed: apt first, then dnf, apk, pacman and
# zypper behind one interface. Nobody is ever asked a question. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh disable=SC2016

v_package_manager() {
  v_manager=none
  for v_q in apt-get:apt dnf:dnf yum:dnf apk:apk pacman:pacman zypper:zypper; do
    command -v "${v_q%%:*}" >/dev/null 2>&1 || continue
    v_manager=${v_q#*:}
    return
  done
}

# v_packages INDEX NAME [INDEX NAME ...]: prints "INDEX<TAB>ANSWER" for each.
v_packages() {
  v_package_manager
  if [ "$v_manager" = apt ]; then
    v_packages_of_apt "$@"
    return
  fi
  while [ $# -gt 0 ]; do
    v_version=
    [ "$v_manager" = none ] || v_version=$("v_installed_by_$v_manager" "$2" 2>/dev/null)
    if [ "$v_manager" = none ]; then
      printf '%s\tnone\n' "$1"
    elif [ -z "$v_version" ]; then
      printf '%s\tabsent\n' "$1"
    else
      printf '%s\tinstalled:%s\n' "$1" "$v_version"
    fi
    shift 2
  done
}

# One process for all of them. It tells each twice, so that `name` and `name:architecture` are both found.
v_packages_of_apt() {
  v_left=$(($# / 2)) v_pairs=
  while [ "$v_left" -gt 0 ]; do
    v_pairs="$v_pairs $1 $2"
    set -- "$@" "$2"
    shift 2
    v_left=$((v_left - 1))
  done
  v_line='${Package} ${db:Status-Want} ${db:Status-Status} ${Version}\n'
  v_known="
$(dpkg-query --show --showformat="$v_line\${Package}:\${Architecture}${v_line#?\{Package\}}" -- "$@" 2>/dev/null)
"
  # shellcheck disable=SC2086
  set -- $v_pairs
  while [ $# -gt 0 ]; do
    case $v_known in
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

v_installed_by_dnf() { rpm --query --queryformat '%{VERSION}-%{RELEASE}\n' -- "$1" | sed -n '/^package .* not installed/!{p;q;}'; }
v_installed_by_zypper() { v_installed_by_dnf "$1"; }
v_installed_by_pacman() { pacman -Q -- "$1" | sed 's/.* //'; }
v_installed_by_apk() { apk info --installed "$1" >/dev/null && apk list --installed "$1" | sed -n "s/^$1-\([^ ]*\) .*/\1/p;q"; }

# v_candidates INDEX NAME [INDEX NAME ...]: prints "INDEX<TAB>ANSWER": the versions that could be installed, the one that
# would be first; or `unlisted`, where the host has no lists of packages to look into.
v_candidates() {
  v_package_manager
  while [ $# -gt 0 ]; do
    v_version=
    [ "$v_manager" = none ] || v_version=$("v_candidates_of_$v_manager" "$2" 2>/dev/null | tr '\n' ' ')
    v_version=${v_version% }
    if [ "$v_manager" = apt ] && ! v_apt_has_lists; then
      printf '%s\tunlisted\n' "$1"
    else
      printf '%s\tversions:%s\n' "$1" "$v_version"
    fi
    shift 2
  done
}

v_apt_has_lists() {
  for v_q in /var/lib/apt/lists/*_Packages* /var/lib/apt/lists/*_InRelease; do
    [ ! -e "$v_q" ] || return 0
  done
  return 1
}

# A version counts when it can be had from somewhere, which is not so of one that is only installed.
v_candidates_of_apt() {
  LC_ALL=C apt-cache policy -- "$1" | {
    v_candidate='' v_version='' v_list=' '
    while read -r v_key v_value v_q; do
      case $v_key:$v_value in
        Candidate:*) v_candidate=$v_value ;;
        '***':*) v_version=$v_value ;;
        *:*[!0-9]*) ;;
        *:?*) v_version=$v_key ;;
      esac
      case $v_key:$v_value in
        [0-9]*:*:*) case $v_list in *" $v_version "*) ;; *) v_list="$v_list$v_version " ;; esac ;;
      esac
    done
    case $v_list in
      *" $v_candidate "*) printf '%s\n' "$v_candidate" "${v_list%%" $v_candidate "*}" "${v_list#*" $v_candidate "}" ;;
      *) printf '%s\n' "$v_list" ;;
    esac
  } | tr ' ' '\n' | sed '/^$/d'
}

v_candidates_of_dnf() { dnf --quiet repoquery --queryformat '%{version}-%{release}\n' -- "$1" | sort -rV; }
v_candidates_of_zypper() { zypper --non-interactive --quiet search --details --match-exact -- "$1" | sed -n 's/^[^|]*|[^|]*| package *| \([^ |]*\).*/\1/p'; }
v_candidates_of_pacman() { pacman -Si -- "$1" | sed -n 's/^Version *: //p'; }
v_candidates_of_apk() { apk policy "$1" | sed -n 's/^  \([^ ]*\):$/\1/p'; }

# v_package NAME STATE VERSION: STATE is absent, installed or held; VERSION may be empty: the one that the host prefers.
v_package() {
  v_package_manager
  case $v_manager in
    none)
      echo "this host has no package manager that viki knows" >&2
      return 1
      ;;
    apt) v_package_by_apt "$@" ;;
    *) "v_package_by_$v_manager" "$1" "$2" "$3" </dev/null ;;
  esac
}

v_package_by_apt() {
  v_apt_waits || return
  v_known=$(dpkg-query --show --showformat='${db:Status-Want} ${db:Status-Status} ${Version}\n' -- "$1" 2>/dev/null)
  case $v_known in
    *' half-'* | *' unpacked '* | *' triggers-'*) v_apt dpkg --force-confdef --force-confold --configure --pending ;;
  esac
  case $v_known in 'hold '*) apt-mark unhold -- "$1" >/dev/null || return ;; esac
  if [ "$2" = absent ]; then
    case $v_known in '' | *' config-files '* | *' not-installed '*) return 0 ;; esac
    v_apt_get remove -- "$1"
    return
  fi
  case $v_known in *' installed '*) v_version=${v_known##* } ;; *) v_version= ;; esac
  if [ -z "$v_version" ] || [ "${3:-$v_version}" != "$v_version" ]; then
    v_apt_installs "$1" "$3" || return
  fi
  [ "$2" != held ] || apt-mark hold -- "$1" >/dev/null
}

# The lists may be missing, or so old that what they name is not there any more: then they are fetched, once.
v_apt_installs() { # NAME VERSION
  v_wanted=$1${2:+=$2}
  if ! v_apt_has_lists || ! apt-cache show --no-all-versions -- "$v_wanted" >/dev/null 2>&1; then
    v_apt_get update || return
  elif v_apt_get install -- "$v_wanted"; then
    return
  elif v_known=$(dpkg-query --show --showformat='${db:Status-Status}' -- "$1" 2>/dev/null) &&
    case $v_known in not-installed | config-files | installed) false ;; esac; then
    # It is there and could not be set up: newer lists would not help.
    return 1
  else
    v_apt_get update || return
  fi
  v_apt_get install -- "$v_wanted"
}

v_apt() {
  DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l LC_ALL=C.UTF-8 "$@" </dev/null
}

v_apt_get() {
  v_apt apt-get --quiet=2 --yes --allow-downgrades -o DPkg::Lock::Timeout=60 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

# Somebody else may be installing something: they are waited for, and in the end named.
v_lock_seconds=300
v_apt_waits() {
  v_waited=0
  while v_apt_holder; do
    if [ "$v_waited" -eq 0 ]; then echo "waiting for the lock of dpkg, which is held by process $v_who_has"; fi
    if [ "$v_waited" -ge "$v_lock_seconds" ]; then
      echo "the lock of dpkg is still held by process $v_who_has after $v_lock_seconds seconds" >&2
      return 1
    fi
    sleep 1
    v_waited=$((v_waited + 1))
  done
}

# v_apt_holder: sets v_who_has to "PID (NAME)" of who holds one of the locks.
v_apt_holder() {
  for v_lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock; do
    [ -e "$v_lock" ] || continue
    v_inode=$(stat -c %i "$v_lock")
    while read -r v_q v_q v_q v_q v_pid v_place v_q; do
      case $v_place in
        *":$v_inode")
          v_who_has="$v_pid ($(cat "/proc/$v_pid/comm" 2>/dev/null || echo unknown))"
          return 0
          ;;
      esac
    done </proc/locks
  done
  return 1
}

v_package_by_dnf() {
  if [ "$2" = absent ]; then
    dnf --quiet --assumeyes remove -- "$1"
  else
    dnf --quiet --assumeyes install -- "$1${3:+-$3}" || dnf --quiet --assumeyes downgrade -- "$1${3:+-$3}"
  fi
}

v_package_by_zypper() {
  if [ "$2" = absent ]; then
    zypper --non-interactive --quiet remove -- "$1"
  else
    zypper --non-interactive --quiet install --oldpackage -- "$1${3:+=$3}"
  fi
}

v_package_by_apk() {
  if [ "$2" = absent ]; then apk --quiet del "$1"; else apk --quiet --update-cache add "$1${3:+=$3}"; fi
}

v_package_by_pacman() {
  if [ "$2" = absent ]; then pacman -R --noconfirm -- "$1"; else pacman -Sy --noconfirm --needed -- "$1"; fi
}
