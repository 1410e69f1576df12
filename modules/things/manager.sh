# Which package manager a host has, of those that viki knows. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh disable=SC2034

v_package_manager() {
  v_manager=none
  for v_q in apt-get:apt dnf:dnf apk:apk pacman:pacman zypper:zypper; do
    command -v "${v_q%%:*}" >/dev/null 2>&1 || continue
    v_manager=${v_q#*:}
    return
  done
}
