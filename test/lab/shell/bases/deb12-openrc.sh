# Builds the base "deb12-openrc": deb12 with OpenRC in the place of systemd.
# shellcheck shell=bash
# Called as: deb12-openrc.sh FOLDER

shared=$(dirname "${BASH_SOURCE[0]}")/shared
# shellcheck source=test/lab/shell/bases/shared/debian.sh
. "$shared/debian.sh"
# shellcheck source=test/lab/shell/bases/shared/init.sh
. "$shared/init.sh"
system=$1

make_debian bookworm "$system"
add_accounts "$system"
replace_init "$system" openrc
# OpenRC's own, which Debian leaves out.
mkdir "$system/etc/local.d"
install -m 755 /dev/stdin "$system/etc/init.d/local" <<'SERVICE'
#!/sbin/openrc-run
description='Runs what is in /etc/local.d'
depend() { after '*'; }
start() {
  for script in /etc/local.d/*.start; do [ ! -x "$script" ] || "$script"; done
}
SERVICE
chroot "$system" rc-update --quiet add local default
forget_sources "$system"
settle "$system"
