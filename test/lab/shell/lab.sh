#!/usr/bin/env bash
# The lab's one entrance: real hosts in namespaces of this machine, which cannot reach anything else. Needs root.
# Called as: LAB_NAME=name LAB_CACHE=folder lab.sh COMMAND [ARGUMENT...], by lab.ts, which checks names and says what there is.
set -euo pipefail

LAB_SHELL=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${LAB_NAME:?}" "${LAB_CACHE:?}"
PATH=$PATH:/usr/sbin:/sbin
export LAB_SHELL LAB_NAME LAB_CACHE PATH

# shellcheck source=test/lab/shell/places.sh
. "$LAB_SHELL/places.sh"
# shellcheck source=test/lab/shell/bases.sh
. "$LAB_SHELL/bases.sh"
# shellcheck source=test/lab/shell/network.sh
. "$LAB_SHELL/network.sh"
# shellcheck source=test/lab/shell/disk.sh
. "$LAB_SHELL/disk.sh"
# shellcheck source=test/lab/shell/power.sh
. "$LAB_SHELL/power.sh"
# shellcheck source=test/lab/shell/faults.sh
. "$LAB_SHELL/faults.sh"
# shellcheck source=test/lab/shell/clean.sh
. "$LAB_SHELL/clean.sh"

# A systemd host takes 7 of root's inotify instances. The machine's limit is only ever raised, which takes nothing from anybody.
INOTIFY_LIMIT=/proc/sys/fs/inotify/max_user_instances
INOTIFY_WANTED=1024
raise_inotify_limit() {
  [ "$(cat "$INOTIFY_LIMIT")" -ge "$INOTIFY_WANTED" ] || printf '%s\n' "$INOTIFY_WANTED" >"$INOTIFY_LIMIT"
}

make_keys() {
  [ ! -d "$lab_keys" ] || return 0
  mkdir -p "$lab_keys"
  ssh-keygen -q -t ed25519 -N '' -C lab -f "$lab_keys/id"
  ssh-keygen -q -t ed25519 -N "$LAB_PASSPHRASE" -a 1 -C lab-encrypted -f "$lab_keys/id-encrypted"
}

make_folders() {
  local tree
  mkdir -p "$lab"
  [ -z "${LAB_OWNER:-}" ] || printf '%s %s\n' "$LAB_OWNER" "$(process_identity "$LAB_OWNER")" >"$lab/owner"
  mkdir -p "$lab/hosts"
  for tree in "${group_trees[@]}"; do mkdir -p "$tree/viki-lab/$LAB_NAME"; done
}

# Numbers are given out before the hosts are made side by side.
register_host() {
  local host=$1 base=$2 size=$3 swap=$4 folder number
  folder=$(host_folder "$host")
  [ ! -e "$folder" ] || fail "lab $LAB_NAME has a host \"$host\" already"
  number=$((FIRST_HOST_NUMBER + $(host_names | wc -l)))
  [ "$number" -lt $((FIRST_HOST_NUMBER + HOST_LIMIT)) ] || fail "a lab has at most $HOST_LIMIT hosts"
  mkdir "$folder"
  printf '%s\n' "$base" >"$folder/base"
  printf '%s\n' "$size" >"$folder/disk-size"
  [ "$swap" = - ] || printf '%s\n' "$swap" >"$folder/swap-size"
  printf '%s\n' "$SUBNET.$number" >"$folder/address"
}

make_host() {
  make_identity "$1"
  printf '%s %s\n' "$(host_address "$1")" "$(cat "$(host_folder "$1")/identity/host-key.pub")" >>"$lab/known_hosts"
  make_host_network "$1"
  make_disk "$1"
  boot "$1"
  await_ready "$1"
}

# up NAME BASE DISK_SIZE SWAP_SIZE [...]...   With LAB_OWNER, the lab is not to outlive that process. A SWAP_SIZE of - is none.
command_up() {
  local hosts=() makers=() maker host failed=''
  alone abandoned remove_abandoned_labs
  need_own_lab
  alone shared make_folders
  make_keys
  make_lab_network
  raise_inotify_limit
  while [ $# -ge 4 ]; do
    alone bases ensure_base "$2"
    register_host "$1" "$2" "$3" "$4"
    hosts+=("$1")
    shift 4
  done
  for host in "${hosts[@]}"; do
    make_host "$host" &
    makers+=("$!")
  done
  for maker in "${makers[@]}"; do wait "$maker" || failed=yes; done
  [ -z "$failed" ] || fail "not all hosts came up"
}

command_base() { alone bases ensure_base "$1"; }

command_down() {
  need_own_lab
  remove_lab
}
command_leftovers() { leftovers; }

command_start() {
  need_host "$1"
  ! first_process "$1" >/dev/null || fail "$1 is running already"
  boot "$1"
  await_ready "$1"
}

command_kill() { need_host "$1" && pull_plug "$1"; }

# As its root would; waits for the end of the old system first, which goes on answering for a while.
command_reboot() {
  local process
  need_host "$1"
  process=$(first_process "$1") || fail "$1 is not running"
  # The command may be among the first that the reboot ends, so what it says of itself means nothing.
  in_host "$1" reboot || true
  timeout "$REBOOT_SECONDS" tail --pid="$process" -f /dev/null || fail "$1 has not gone down after $REBOOT_SECONDS s"
  await_ready "$1"
}

# The same host with a fresh disk, and nothing wrong with it.
command_reset() {
  need_host "$1"
  clear_faults "$1"
  pull_plug "$1"
  remove_disk "$1"
  make_disk "$1"
  boot "$1"
  await_ready "$1"
}

command_fault() { need_host "$1" && fault "$@"; }
command_clear() { need_host "$1" && clear_faults "$1"; }
command_exec() { need_host "$1" && in_host "$@"; }

command_status() {
  local host state
  for host in $(host_names); do
    state=off
    ! first_process "$host" >/dev/null || state=on
    [ "$(cat "$(group_of "$host")/cgroup.freeze" 2>/dev/null)" != 1 ] || state=frozen
    printf '%s\t%s\t%s\t%s\n' "$host" "$(host_address "$host")" "$(cat "$(host_folder "$host")/base")" "$state"
  done
}

command=${1:?}
shift
"command_$command" "$@"
