# What starts the services of a host: systemd where it runs, else OpenRC, else the scripts of sysvinit. POSIX sh for dash, bash
# and BusyBox ash.
# shellcheck shell=sh disable=SC2034

v_find_init() {
  if [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; then
    v_init=systemd
  elif command -v rc-service >/dev/null 2>&1; then
    v_init=openrc
  elif [ -d /etc/init.d ] && { command -v update-rc.d || command -v chkconfig; } >/dev/null 2>&1; then
    v_init=sysvinit
  else
    v_init=none
  fi
}
