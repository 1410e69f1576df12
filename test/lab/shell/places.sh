# Names, places and limits of one lab, and the words that its other files share (SC2154 is switched off in those). It changes nothing on the machine.
# shellcheck shell=bash disable=SC2034

LABS=/run/viki-lab
lab=$LABS/$LAB_NAME
lab_network=$lab/network
lab_keys=$lab/keys
bases=$LAB_CACHE/base

SUBNET=10.77.0
GATEWAY=$SUBNET.1
FIRST_HOST_NUMBER=11
HOST_LIMIT=60
SSH_PORT=22
# The relay that delays the bytes to a host has this address, and its port is this number plus the last part of the host's.
RELAY=$SUBNET.2
FIRST_RELAY_PORT=20000
RELAY_START_SECONDS=10

# Until a host has booted and until it has ended, in tries of PAUSE_SECONDS: neither can be waited for as an event.
PAUSE_SECONDS=0.05
BOOT_TRIES=1200
END_TRIES=400
REBOOT_SECONDS=60
CONSOLE_LINES=20
UNUSED_BASE_DAYS=14
COMPLAINTS=3

fail() {
  printf 'lab: %s\n' "$*" >&2
  exit 1
}

# systemd-nspawn wants its place in version 2 of the control groups and, where both are mounted, in systemd's own tree too.
if [ -d /sys/fs/cgroup/unified ]; then
  group_trees=(/sys/fs/cgroup/unified /sys/fs/cgroup/systemd)
else
  group_trees=(/sys/fs/cgroup)
fi
group_of() { printf '%s/viki-lab/%s/%s\n' "${group_trees[0]}" "$LAB_NAME" "$1"; }

# alone LOCK COMMAND...: one at a time, in all labs. Nothing that goes on running may be started so: it would keep the lock.
alone() (
  mkdir -p "$LAB_CACHE"
  exec 8>>"$LAB_CACHE/$1.lock"
  flock 8
  shift
  "$@"
)

host_folder() { printf '%s/hosts/%s\n' "$lab" "$1"; }
host_address() { cat "$lab/hosts/$1/address"; }
host_names() {
  local folder
  for folder in "$lab"/hosts/*/; do
    [ -f "$folder/address" ] && basename "$folder"
  done
  return 0
}
need_host() { [ -f "$lab/hosts/$1/address" ] || fail "lab $LAB_NAME has no host \"$1\"; it has: $(host_names | xargs)"; }

# Runs a command where the hosts can be reached, and where nothing else can be.
in_lab() { nsenter --net="$lab_network" -- "$@"; }
