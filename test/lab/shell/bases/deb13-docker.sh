# Builds the base "deb13-docker": Debian 13 with a Docker daemon that a test starts, `docker compose`, images to run, and git.
# shellcheck shell=bash
# Called as: deb13-docker.sh FOLDER

shared=$(dirname "${BASH_SOURCE[0]}")/shared
# shellcheck source=test/lab/shell/bases/shared/debian.sh
. "$shared/debian.sh"
# shellcheck source=test/lab/shell/bases/shared/images.sh
. "$shared/images.sh"
system=$1

make_debian trixie "$system" ca-certificates docker.io docker-cli docker-compose git iptables
add_accounts "$system"
forget_sources "$system"

# A host is up as fast as a bare one; whoever starts the daemon has the images too.
chroot "$system" systemctl disable docker.service docker.socket containerd.service
make_images "$system"
mkdir -p "$system/etc/systemd/system/docker.service.d"
printf '[Service]\nExecStartPost=/usr/bin/docker load --quiet --input %s\n' "$IMAGES" \
  >"$system/etc/systemd/system/docker.service.d/lab.conf"
settle "$system"
