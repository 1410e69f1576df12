# Builds the base "deb12-full": deb12 with the services and tools that modules manage, and package repositories on its own disk.
# shellcheck shell=bash
# Called as: deb12-full.sh FOLDER

shared=$(dirname "${BASH_SOURCE[0]}")/shared
# shellcheck source=test/lab/shell/bases/shared/debian.sh
. "$shared/debian.sh"
# shellcheck source=test/lab/shell/bases/shared/repository.sh
. "$shared/repository.sh"
# shellcheck source=test/lab/shell/bases/shared/samples.sh
. "$shared/samples.sh"
system=$1

make_debian bookworm "$system" bzip2 ca-certificates curl git gnupg locales nftables nginx-light postgresql rsync \
  tzdata ufw unzip wget xz-utils zip
add_accounts "$system"

# Present and off, so that a host is up as fast as a bare one and a test starts what it is about.
chroot "$system" systemctl disable nginx.service postgresql.service
# (its compiler is left out)
printf 'jit = off\n' >"$system/etc/postgresql/15/main/conf.d/lab.conf"

fetch_packages "$system" tree hello
forget_sources "$system"
make_samples "$system"
make_repository "$system" main
make_repository "$system" extra
# Hosts know the one and have yet to be told of the other.
install -m 644 "$system$REPOSITORIES/main/key.gpg" "$system/usr/share/keyrings/viki-lab.gpg"
printf 'deb [signed-by=/usr/share/keyrings/viki-lab.gpg] file:%s/main lab main\n' "$REPOSITORIES" \
  >"$system/etc/apt/sources.list"
chroot "$system" apt-get update -q
rm -f "$system"/var/cache/apt/*.bin
settle "$system"
