# How a host tells whether it asks for a restart, and how it gets one once a run has ended well. POSIX sh for dash, bash and
# BusyBox ash. The runner around it sets v_folder.
# shellcheck shell=sh disable=SC2154

# v_reboot INDEX: prints "INDEX<TAB>up:BOOT", and ":due" behind it where the host asks for a restart.
v_reboot() {
  read -r v_q </proc/sys/kernel/random/boot_id || v_q=unknown
  if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ]; then
    printf '%s\tup:%s:due\n' "$1" "$v_q"
  else
    printf '%s\tup:%s\n' "$1" "$v_q"
  fi
}

# Restarts the host when this run has ended and stays: its last word is on the disk by then, and whoever follows it has a
# moment to hear it. A run that is walked back restarts nothing; with its runner, the one who waits goes too. (the runner is
# the process that entered the run: this one may be a step's own, which ends before that)
v_reboot_after() {
  # shellcheck disable=SC2016
  setsid sh -c '
    read -r runner began <"$1/runner" || exit
    is_alive() {
      read -r stat 2>/dev/null <"/proc/$runner/stat" || return
      set -- "$began" ${stat##*) }
      [ "$2" != Z ] && [ "$1" = "${21}" ]
    }
    while [ ! -e "$1/outcome" ]; do
      is_alive || [ -e "$1/outcome" ] || exit
      sleep 1
    done
    read -r outcome <"$1/outcome"
    case $outcome in done | partly) ;; *) exit ;; esac
    sleep 2
    if [ -d /run/systemd/system ]; then systemctl reboot; else reboot; fi
  ' viki-reboot "$v_folder" </dev/null >/dev/null 2>&1 9>&- &
}
