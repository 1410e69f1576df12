# Signed package repositories on a base's own disk, as apt sees them by file:, so that a host installs packages without a network.
# shellcheck shell=bash

REPOSITORIES=/var/lib/viki-lab/repository
POOL=pool/main
DIST=dists/lab

# fetch_packages FOLDER NAME...   Real packages which need nothing that the base hasn't got, into the repository "main".
fetch_packages() {
  local system=$1
  shift
  mkdir -p "$system$REPOSITORIES/main/$POOL"
  cp /etc/resolv.conf "$system/etc/resolv.conf"
  # (apt's own account, which downloads for it, may not write there)
  chroot "$system" sh -euc "cd $REPOSITORIES/main/$POOL
    apt-get update -q && apt-get download -q -o APT::Sandbox::User=root $*"
}

# The index that apt reads, made without the tools for it, which a base would have to carry.
package_index() {
  local system=$1 place=$2 package
  for package in "$system$place/$POOL"/*.deb; do
    chroot "$system" dpkg-deb --field "${package#"$system"}"
    printf 'Filename: %s\nSize: %s\nSHA256: %s\n\n' "${package#"$system$place/"}" "$(stat -c %s "$package")" "$(sum_of "$package")"
  done
}

sum_of() { sha256sum "$1" | cut -d ' ' -f 1; }

# make_repository FOLDER NAME   Indexes and signs what is in its pool, with a key that is made for it and thrown away.
make_repository() {
  local system=$1 name=$2 place=$REPOSITORIES/$2 keys=/root/keys architecture releases index
  architecture=$(chroot "$system" dpkg --print-architecture)
  releases=$system$place/$DIST index=main/binary-$architecture/Packages
  mkdir -p "$releases/$(dirname "$index")"
  package_index "$system" "$place" >"$releases/$index"
  printf '%s\n' 'Origin: viki lab' "Label: $name" 'Suite: lab' 'Codename: lab' 'Components: main' \
    "Architectures: $architecture" "Date: $(LC_ALL=C date -Ru)" 'SHA256:' \
    " $(sum_of "$releases/$index") $(stat -c %s "$releases/$index") $index" >"$releases/Release"
  # (everything of the recipe's that still runs, such as gpg's agent, ends with the recipe)
  chroot "$system" sh -euc "install -d -m 700 $keys && cd $place
    gpg() { command gpg --homedir $keys --batch --quiet --yes \"\$@\"; }
    gpg --passphrase '' --quick-generate-key 'viki lab $name <lab@example.invalid>' ed25519 sign never
    gpg --export >key.gpg
    gpg --armor --export >key.asc
    gpg --clear-sign --output $DIST/InRelease $DIST/Release
    rm -rf $keys"
}
