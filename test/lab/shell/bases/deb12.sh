# Builds the base "deb12": Debian 12 with systemd, sshd and sudo, and without Python or anything else that viki might lean on.
# shellcheck shell=bash
# Called as: deb12.sh FOLDER

# shellcheck source=test/lab/shell/bases/shared/debian.sh
. "$(dirname "${BASH_SOURCE[0]}")/shared/debian.sh"
system=$1

make_debian bookworm "$system"
add_accounts "$system"
forget_sources "$system"
settle "$system"
