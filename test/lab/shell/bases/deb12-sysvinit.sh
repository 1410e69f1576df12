# Builds the base "deb12-sysvinit": deb12 with the scripts of sysvinit in the place of systemd.
# shellcheck shell=bash
# Called as: deb12-sysvinit.sh FOLDER

shared=$(dirname "${BASH_SOURCE[0]}")/shared
# shellcheck source=test/lab/shell/bases/shared/debian.sh
. "$shared/debian.sh"
# shellcheck source=test/lab/shell/bases/shared/init.sh
. "$shared/init.sh"
system=$1

make_debian bookworm "$system"
add_accounts "$system"
replace_init "$system" sysv-rc
forget_sources "$system"
settle "$system"
