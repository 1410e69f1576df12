# How a host with dnf, zypper, pacman or apk is asked about its packages, and how one is installed, changed or removed there.
# Nothing but that package is removed: what is needed by others stays, and that is told. POSIX sh for dash, bash and BusyBox ash;
# package.sh calls it.
# shellcheck shell=sh disable=SC2154

v_package_by_others() { # NAME STATE VERSION
  v_known=$("v_known_by_$v_manager" "$1" 2>/dev/null | sed -n "s/^$1 - installed //p" | head -n 1)
  if [ "$2" = absent ]; then
    [ -z "$v_known" ] || "v_removes_by_$v_manager" "$1" </dev/null
  elif [ -z "$v_known" ] || [ "${3:-$v_known}" != "$v_known" ]; then
    "v_installs_by_$v_manager" "$1" "$3" </dev/null
  fi
}

# What has an epoch has it in each name of its version, as dnf and zypper take it. `name.architecture` is found too.
v_known_by_dnf() { # NAMES
  v_line=' - installed %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n'
  rpm --query --queryformat "%{NAME}$v_line%{NAME}.%{ARCH}$v_line" -- "$@" | sed -n '/^[^ ]* - installed /p'
}

# The newest first, by epochs above all.
v_sorted_offers() {
  sort -k1,1 -k2,2Vr | sed 's/ 0:/ /'
}

v_has_lists_of_dnf() {
  for v_q in /var/cache/dnf/*/repodata/repomd.xml /var/cache/libdnf5/*/repodata/repomd.xml; do
    [ ! -e "$v_q" ] || return 0
  done
  return 1
}

v_offers_of_dnf() { # NAMES
  v_line=' %{epoch}:%{version}-%{release}\n'
  dnf --quiet --cacheonly repoquery --queryformat "%{name}$v_line%{name}.%{arch}$v_line" -- "$@" | sed '/^$/d' | v_sorted_offers
}

v_holder_of_dnf() {
  v_pid_holder /var/cache/dnf/metadata_lock.pid /var/cache/dnf/download_lock.pid /var/lib/dnf/rpmdb_lock.pid || v_holder_of_rpm
}

v_holder_of_rpm() {
  v_lock_holder /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock
}

v_installs_by_dnf() { # NAME VERSION
  dnf --quiet --assumeyes install -- "$1${2:+-$2}"
}

v_removes_by_dnf() { # NAME
  rpm --erase --test -- "$1" && dnf --quiet --assumeyes --setopt=clean_requirements_on_remove=False remove -- "$1"
}

v_known_by_zypper() { # NAMES
  v_known_by_dnf "$@"
}

# (what is installed has a list of its own; and while somebody else is at work, zypper can't be asked)
v_has_lists_of_zypper() {
  ! v_pid_holder /run/zypp.pid || return 1
  for v_q in /var/cache/zypp/solv/*/solv; do
    case $v_q in *'/*/solv' | */@System/solv) ;; *) return 0 ;; esac
  done
  return 1
}

v_offers_of_zypper() { # NAMES
  LC_ALL=C zypper --non-interactive --no-refresh --quiet search --details --match-exact --type package -- "$@" |
    sed -n '/(System Packages)/d; s/^[^|]*| \([^ ]*\) *| package *| \([^ |]*\) .*/\1 0:\2/p' |
    sed 's/ 0:\([0-9]*:\)/ \1/' | v_sorted_offers
}

v_holder_of_zypper() {
  v_pid_holder /run/zypp.pid || v_holder_of_rpm
}

v_installs_by_zypper() { # NAME VERSION
  zypper --non-interactive --quiet install --oldpackage -- "$1${2:+=$2}"
}

v_removes_by_zypper() { # NAME
  rpm --erase --test -- "$1" && zypper --non-interactive --quiet remove -- "$1"
}

v_known_by_pacman() { # NAMES
  pacman -Q -- "$@" | sed 's/ / - installed /'
}

v_has_lists_of_pacman() {
  for v_q in /var/lib/pacman/sync/*.db; do
    [ ! -e "$v_q" ] || return 0
  done
  return 1
}

# A source has one version only; others may be here still from when they were installed.
v_pacman_files=/var/cache/pacman/pkg
v_offers_of_pacman() { # NAMES
  LC_ALL=C pacman -Si -- "$@" | sed -n '/^Name *: /{s///;h;}; /^Version *: /{s///;H;x;s/\n/ /;p;}'
  for v_name in "$@"; do
    for v_q in "$v_pacman_files/$v_name"-*.pkg.tar*; do
      v_q=${v_q#"$v_pacman_files/$v_name-"}
      # (VERSION-RELEASE-ARCHITECTURE; with more, it is of a package whose name is longer)
      case ${v_q%%.pkg.tar*} in *-*-*-*) ;; *[!*]-*-*) printf '%s %s\n' "$v_name" "${v_q%-*}" ;; esac
    done | sort -Vru
  done
}

v_pacman_lock=/var/lib/pacman/db.lck
v_holder_of_pacman() {
  [ -e "$v_pacman_lock" ] || return 1
  # (it does not say whose it is, but they have it open; one that was left behind is told by pacman itself)
  # shellcheck disable=SC2012
  v_pid=$(ls -l /proc/[0-9]*/fd/* 2>/dev/null | sed -n "s|.* /proc/\([0-9]*\)/fd/[0-9]* -> $v_pacman_lock\$|\1|p" | head -n 1)
  [ -n "$v_pid" ] && v_holder_named "$v_pid"
}

# Lists that are newer than the rest of the host make a partial upgrade of what is installed next, which Arch does not support, and
# nobody brings older ones back: they are fetched only where one is missing, or where it names what is not there any more.
v_installs_by_pacman() { # NAME VERSION
  v_pacman_installs "$@" && return
  case $v_said in
    *"database file for '"* | *'failed to retrieve some files'*) v_pacman -Sy && v_pacman_installs "$@" ;;
    *) return 1 ;;
  esac
}

# Sets v_said to what was said of it.
v_pacman_installs() { # NAME VERSION
  if [ -n "$2" ] && ! v_offers_by_sources "$1" "$2"; then
    for v_q in "$v_pacman_files/$1-$2"-*.pkg.tar*; do
      case $v_q in *.sig | *'/*.pkg'*) continue ;; esac
      [ -e "$v_q" ] || continue
      v_pacman -U -- "$v_q"
      return
    done
    echo "$1 $2 is neither in the lists of pacman's sources nor in $v_pacman_files" >&2
    return 1
  fi
  v_said=$(v_pacman -S --needed -- "$1" 2>&1)
  v_code=$?
  printf '%s\n' "$v_said"
  return "$v_code"
}

v_pacman() {
  LC_ALL=C.UTF-8 pacman --noconfirm --noprogressbar "$@"
}

v_offers_by_sources() { # NAME VERSION
  v_said=$(LC_ALL=C pacman -Si -- "$1" 2>&1)
  printf '%s\n' "$v_said" | sed -n 's/^Version *: //p' | grep -qxF -- "$2"
}

v_removes_by_pacman() { # NAME
  v_pacman -R -- "$1"
}

v_known_by_apk() { # NAMES
  apk list --installed "$@" | sed -n 's/^\([^ ]*\)-\([^- ]*-r[0-9]*\) .*/\1 - installed \2/p'
}

v_has_lists_of_apk() {
  for v_q in /var/cache/apk/APKINDEX.* /etc/apk/cache/APKINDEX.*; do
    [ ! -e "$v_q" ] || return 0
  done
  return 1
}

# (below a version are the places that have it, of which one may be what is installed; a tagged one is not for everybody)
v_offers_of_apk() { # NAMES
  apk policy "$@" | while read -r v_q v_line; do
    case $v_q:$v_line in
      *:policy:) v_name=$v_q ;;
      *::) v_version=${v_q%:} ;;
      @* | */installed:) ;;
      *) printf '%s %s\n' "$v_name" "$v_version" ;;
    esac
  done | sort -k1,1 -k2,2Vr
}

v_holder_of_apk() {
  v_lock_holder /lib/apk/db/lock
}

# What is added with a version is pinned to it for good (/etc/apk/world); its name alone takes that off, and leaves what is there.
v_installs_by_apk() { # NAME VERSION
  apk --quiet --update-cache add "$1${2:+=$2}" || return
  [ -z "$2" ] || apk --quiet add "$1"
}

# To take it out of what is wanted succeeds also where it stays because others need it; what would happen is told before.
v_removes_by_apk() { # NAME
  v_would=$(apk del --simulate "$1") || return
  case $v_would in
    *") Purging $1 ("* | *") Purging $1@"*) apk --quiet del "$1" ;;
    *)
      printf '%s\n' "$v_would" "$1 is needed by others, so apk would not remove it" >&2
      return 1
      ;;
  esac
}
