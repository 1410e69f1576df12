# How systemd is made to read its unit files again. POSIX sh.
# shellcheck shell=sh

# v_systemd INDEX: prints "INDEX<TAB>there" where systemd runs.
v_systemd() {
  if [ -d /run/systemd/system ]; then
    printf '%s\tthere\n' "$1"
  else
    printf '%s\tabsent\n' "$1"
  fi
}

v_systemd_reload() {
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
}
