# Takes a lab off the machine without a trace, whatever state it is in, and looks whether that worked.
# shellcheck shell=bash disable=SC2154

# The deepest mounts first. A mount point's odd characters are escaped here, and a lab's paths have none.
mounts_below() { awk -v folder="$1/" 'index($5, folder) == 1 { print $5 }' /proc/self/mountinfo | sort -r; }

# What all labs share goes with the last of them.
remove_shared_folders() {
  local folder
  for folder in "$LABS" "${group_trees[@]/%//viki-lab}"; do
    rmdir "$folder" 2>/dev/null || true
  done
}

remove_lab() {
  local host tree place
  # Every plug at once: no host is to see the others go.
  [ ! -d "${group_trees[0]}/viki-lab/$LAB_NAME" ] || printf '1\n' >"${group_trees[0]}/viki-lab/$LAB_NAME/cgroup.kill"
  for host in "$lab"/hosts/*/; do
    [ ! -d "$host" ] || pull_plug "$(basename "$host")"
    end_swap "$host"
  done
  for tree in "${group_trees[@]}"; do
    remove_group "$tree/viki-lab/$LAB_NAME"
  done
  for place in $(mounts_below "$lab"); do
    umount "$place" 2>/dev/null || umount --lazy "$place"
  done
  # Who owned it goes last: whatever breaks this off, the next `up` goes on with it.
  [ ! -d "$lab" ] || find "$lab" -mindepth 1 -maxdepth 1 ! -name owner -exec rm -rf --one-file-system {} +
  rm -rf --one-file-system "$lab"
  alone shared remove_shared_folders
}

# A process number comes back; with its start time it does not.
process_identity() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

# Prints the process that the lab in this folder is not to outlive, if there is one and it is alive.
living_owner() {
  local process started
  [ -f "$1/owner" ] || return 0
  read -r process started <"$1/owner"
  [ "$(process_identity "$process")" != "$started" ] || printf '%s\n' "$process"
}

# Two runs that chose one name may not take each other's hosts away. A person, who has no LAB_OWNER, may.
need_own_lab() {
  local owner
  owner=$(living_owner "$lab")
  [ -z "$owner" ] || [ -z "${LAB_OWNER:-}" ] || [ "$owner" = "$LAB_OWNER" ] ||
    fail "the lab $LAB_NAME belongs to the running process $owner; choose another name"
}

# Labs whose owner is gone: what a crashed run left. A lab without an owner was started by a person, who ends it.
remove_abandoned_labs() {
  local owner
  for owner in "$LABS"/*/owner; do
    [ -f "$owner" ] || continue
    [ -z "$(living_owner "$(dirname "$owner")")" ] || continue
    LAB_NAME=$(basename "$(dirname "$owner")") bash "$LAB_SHELL/lab.sh" down
  done
}

# Prints one line for everything that is left of this lab.
leftovers() {
  local tree
  mounts_below "$lab" | sed 's/^/a mount: /'
  for tree in "${group_trees[@]}"; do
    [ ! -d "$tree/viki-lab/$LAB_NAME" ] || printf 'a control group: %s\n' "$tree/viki-lab/$LAB_NAME"
  done
  [ ! -e "$lab" ] || printf 'a folder: %s\n' "$lab"
  # (The brackets keep this grep, whose own words these are, from finding itself.)
  grep -lazsE "[/]run/viki-lab/$LAB_NAME/|[v]iki-lab-$LAB_NAME-|[m]achine=viki-$LAB_NAME-" /proc/[0-9]*/cmdline |
    sed -E 's/[^0-9]+([0-9]+).*/a process: \1/' || true
}
