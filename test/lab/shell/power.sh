# A host's processes: boot, wait until it is ready, pull the plug, freeze, run something in it. It leaves its disk alone.
# shellcheck shell=bash disable=SC2154

# systemd-nspawn ends with 133 when the host asked for a reboot.
REBOOT_CODE=133

boot() {
  local host=$1 folder tree place
  folder=$(host_folder "$host")
  local options=(
    --quiet --boot --directory="$folder/root" --machine="viki-$LAB_NAME-$host" --hostname="$host"
    --network-namespace-path="$folder/network" --register=no --keep-unit --console=passive
    --link-journal=no --resolv-conf=off --timezone=off
    # A host may have a firewall of its own.
    --capability=CAP_NET_ADMIN
  )
  if [ -x "$folder/root/usr/sbin/dockerd" ]; then
    # Docker's layers are overlays, which can't lie on another one; and it makes the device nodes of its containers.
    for place in docker containerd; do options+=(--bind="$folder/disk/$place:/var/lib/$place"); done
    options+=('--system-call-filter=add_key keyctl bpf')
  else
    # Its root may not make a device node for this machine's disks.
    options+=(--drop-capability=CAP_MKNOD)
  fi
  [ ! -d "$folder/swap" ] || options+=(--bind="$folder/swap:/srv/swap" '--system-call-filter=@swap')
  local groups=()
  for tree in "${group_trees[@]}"; do
    mkdir -p "$tree/viki-lab/$LAB_NAME/$host"
    groups+=("$tree/viki-lab/$LAB_NAME/$host/cgroup.procs")
  done
  # The loop puts itself into the host's control group first, so that pulling the plug ends it too.
  # SYSTEMD_NSPAWN_TMPFS_TMP: /tmp stays on the disk as on a Debian server, where a digest of the disk sees it.
  # shellcheck disable=SC2016
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 SYSTEMD_NSPAWN_API_VFS_WRITABLE=network SYSTEMD_NSPAWN_TMPFS_TMP=0 \
    SYSTEMD_NSPAWN_LOCK=0 setsid bash -c '
      reboot_code=$1 groups=$2
      shift 2
      for group in $groups; do printf "%s\n" "$BASHPID" >"$group"; done
      while systemd-nspawn "$@"; [ $? = "$reboot_code" ]; do :; done
    ' "viki-lab-$LAB_NAME-$host" "$REBOOT_CODE" "${groups[*]}" "${options[@]}" \
    </dev/null >>"$folder/console" 2>&1 &
  printf '%s\n' "$!" >"$folder/process"
}

# The process that is number 1 inside the host, by its number out here.
first_process() {
  local group process
  group=$(group_of "$1")
  [ -d "$group" ] || return 1
  while read -r process; do
    if grep -qE '^NSpid:[[:space:]]+[0-9]+[[:space:]]+1$' "/proc/$process/status" 2>/dev/null; then
      printf '%s\n' "$process"
      return 0
    fi
  done < <(find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null)
  return 1
}

# Runs a command in the host as its root, without ssh and without anything of the caller's environment.
in_host() {
  local host=$1 process
  shift
  process=$(first_process "$host") || fail "$host is not running"
  nsenter --target="$process" --mount --uts --ipc --net --pid --cgroup --root --wd -- \
    /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
}

answers_ssh() {
  in_lab timeout 2 bash -c "exec 3<>/dev/tcp/$(host_address "$1")/$SSH_PORT && read -r line <&3 && [[ \$line == SSH-* ]]" 2>/dev/null
}

# systemd says by itself when every unit has started; before it can be asked, and on a host without it, asking is all there is.
is_ready() {
  local host=$1 state root
  root=$(host_folder "$host")/root
  first_process "$host" >/dev/null || return 1
  if [ -e "$root/usr/lib/systemd/systemd" ]; then
    state=$(in_host "$host" systemctl is-system-running --wait 2>/dev/null) || true
    case $state in
      running) ;;
      degraded) fail "$host: units failed: $(in_host "$host" systemctl --failed --plain --no-legend | xargs)" ;;
      *) return 1 ;;
    esac
  fi
  answers_ssh "$host" || return 1
  # (scripts go on with others after that of sshd)
  [ ! -e "$root/etc/init.d/rc" ] || ! in_host "$host" pgrep -x 'rc|openrc' >/dev/null
}

await_ready() {
  local host=$1 try
  for ((try = 0; try < BOOT_TRIES; try++)); do
    ! is_ready "$host" || return 0
    [ -d "/proc/$(cat "$(host_folder "$host")/process")" ] || break
    sleep "$PAUSE_SECONDS"
  done
  tail -n "$CONSOLE_LINES" "$(host_folder "$host")/console" >&2
  fail "$host did not boot; above is the end of its console"
}

# A control group is gone when its last process is, which takes a moment after the kill.
remove_group() {
  local group=$1 try
  for ((try = 0; try < END_TRIES; try++)); do
    [ -d "$group" ] || return 0
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || sleep "$PAUSE_SECONDS"
  done
  fail "processes in $group do not end: $(xargs <"$group/cgroup.procs")"
}

# Every process of the host ends at once, as if somebody had pulled the plug; nothing in it can escape or delay that.
pull_plug() {
  local host=$1 group tree place
  group=$(group_of "$host")
  if [ -d "$group" ]; then
    printf '0\n' >"$group/cgroup.freeze"
    printf '1\n' >"$group/cgroup.kill"
  fi
  for tree in "${group_trees[@]}"; do
    remove_group "$tree/viki-lab/$LAB_NAME/$host"
  done
  # systemd-nspawn had no time to tidy up; newer ones mount something there too.
  for place in /run/systemd/nspawn/*/"viki-$LAB_NAME-$host"; do
    [ -d "$place" ] || continue
    umount "$place" 2>/dev/null || true
    rmdir "$place"
  done
}
