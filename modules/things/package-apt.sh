# How a host with apt is asked about its packages, and how one is installed, changed or removed there. POSIX sh for dash, bash
# and BusyBox ash; package.sh calls it.
# shellcheck shell=sh disable=SC2016

# One process for all of them. It tells each twice, so that `name` and `name:architecture` are both found.
v_known_by_apt() { # NAMES
  v_line='${Package} ${db:Status-Want} ${db:Status-Status} ${Version}\n'
  dpkg-query --show --showformat="$v_line\${Package}:\${Architecture}${v_line#?\{Package\}}" -- "$@"
}

v_has_lists_of_apt() {
  for v_q in /var/lib/apt/lists/*_Packages* /var/lib/apt/lists/*_InRelease; do
    [ ! -e "$v_q" ] || return 0
  done
  return 1
}

# A version counts when it can be had from somewhere, which is not so of one that is only installed.
v_offers_of_apt() { # NAMES
  for v_name in "$@"; do v_versions_by_apt "$v_name" | sed "s/^/$v_name /"; done
}

v_versions_by_apt() { # NAME
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

v_package_by_apt() {
  v_known=$(dpkg-query --show --showformat='${db:Status-Want} ${db:Status-Status} ${Version}\n' -- "$1" 2>/dev/null)
  case $v_known in
    *' half-'* | *' unpacked '* | *' triggers-'*) v_apt dpkg --force-confdef --force-confold --configure --pending ;;
  esac
  case $v_known in 'hold '*) apt-mark unhold -- "$1" >/dev/null || return ;; esac
  if [ "$2" = absent ]; then
    case $v_known in '' | *' config-files '* | *' not-installed '*) return 0 ;; esac
    # (apt would remove what needs it, too; dpkg says who that is)
    v_apt dpkg --no-act --remove -- "$1" >/dev/null && v_apt_get remove -- "$1"
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
  if ! v_has_lists_of_apt || ! apt-cache show --no-all-versions -- "$v_wanted" >/dev/null 2>&1; then
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

v_holder_of_apt() {
  v_lock_holder /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock
}
