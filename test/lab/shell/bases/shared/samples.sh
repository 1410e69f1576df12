# Makes the lab's own packages, for the cases that real ones do not give on demand, and puts them into the repositories' pools.
# shellcheck shell=bash disable=SC2153,SC2154

# make_package FOLDER REPOSITORY NAME VERSION [FIELD...]   Takes the files in $draft, which the next package gets empty again.
make_package() {
  local system=$1 repository=$2 name=$3 version=$4 pool
  shift 4
  pool=$system$REPOSITORIES/$repository/$POOL
  mkdir -p "$pool" "$draft/DEBIAN"
  printf '%s\n' "Package: $name" "Version: $version" 'Architecture: all' 'Maintainer: viki lab <lab@example.invalid>' \
    'Section: misc' 'Priority: optional' "$@" 'Description: made for the lab' >"$draft/DEBIAN/control"
  dpkg-deb --root-owner-group --build "$draft" "$pool/${name}_${version}_all.deb"
  rm -rf "$draft"
}

# write MODE PATH   A file of the package that is being made, from the standard input.
write() {
  mkdir -p "$(dirname "$draft/$2")"
  cat >"$draft/$2"
  chmod "$1" "$draft/$2"
}

# What it prints is its version; it has a file to configure, and needs another package.
make_sample() {
  local system=$1 version=$2
  printf '#!/bin/sh\necho viki-sample %s\n' "$version" | write 755 usr/bin/viki-sample
  printf '# viki-sample %s\ngreeting=hello\n' "$version" | write 644 etc/viki-sample.conf
  printf '/etc/viki-sample.conf\n' | write 644 DEBIAN/conffiles
  make_package "$system" main viki-sample "$version" 'Depends: viki-sample-data'
}

# Starts when it is installed and ends when it is removed, as Debian's services do.
make_sample_daemon() {
  write 644 lib/systemd/system/viki-sample-daemon.service <<'UNIT'
[Unit]
Description=A service of the lab that waits for nothing

[Service]
ExecStart=/usr/bin/sleep infinity

[Install]
WantedBy=multi-user.target
UNIT
  write 755 DEBIAN/postinst <<'SCRIPT'
#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
systemctl daemon-reload
systemctl enable --now viki-sample-daemon.service
SCRIPT
  write 755 DEBIAN/prerm <<'SCRIPT'
#!/bin/sh
set -e
[ "$1" = remove ] || exit 0
systemctl disable --now viki-sample-daemon.service
SCRIPT
  make_package "$1" main viki-sample-daemon 1.0
}

make_broken_sample() {
  printf '#!/bin/sh\necho "viki-sample-broken cannot be configured" >&2\nexit 3\n' | write 755 DEBIAN/postinst
  make_package "$1" main viki-sample-broken 1.0
}

# Its installation says so through a pipe that somebody made, and holds dpkg's lock until it is written to.
make_waiting_sample() {
  write 755 DEBIAN/postinst <<'SCRIPT'
#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
echo waiting >/run/viki-sample-waiting
cat /run/viki-sample-waiting >/dev/null
rm /run/viki-sample-waiting
SCRIPT
  make_package "$1" main viki-sample-waiting 1.0
}

make_samples() {
  local system=$1 version
  draft=$system/tmp/draft
  for version in 1.0 1.1; do make_sample "$system" "$version"; done
  printf 'data\n' | write 644 usr/share/viki-sample/data
  make_package "$system" main viki-sample-data 1.0
  make_sample_daemon "$system"
  make_broken_sample "$system"
  make_waiting_sample "$system"
  printf '#!/bin/sh\necho viki-extra\n' | write 755 usr/bin/viki-extra
  make_package "$system" extra viki-extra 1.0
}
