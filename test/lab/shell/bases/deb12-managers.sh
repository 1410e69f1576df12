# Builds the base "deb12-managers": deb12 with the package managers of other systems, and packages for them on its own disk.
# shellcheck shell=bash
# Called as: deb12-managers.sh FOLDER

shared=$(dirname "${BASH_SOURCE[0]}")/shared
# shellcheck source=test/lab/shell/bases/shared/debian.sh
. "$shared/debian.sh"
# shellcheck source=test/lab/shell/bases/shared/managers.sh
. "$shared/managers.sh"
system=$1

make_debian bookworm "$system" createrepo-c dnf pacman-package-manager rpm zypper
add_accounts "$system"
forget_sources "$system"
make_rpm_samples "$system"
make_pacman_samples "$system"
settle "$system"
