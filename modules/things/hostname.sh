# How a host tells its name, and how it gets another one. POSIX sh.
# shellcheck shell=sh

# v_hostname INDEX: prints "INDEX<TAB>name:NAME".
v_hostname() {
  printf '%s\tname:%s\n' "$1" "$(uname -n)"
}

v_hostname_set() { # NAME
  [ "$(uname -n)" != "$1" ] || return 0
  # (not every system has the command)
  if command -v hostname >/dev/null 2>&1; then hostname "$1"; else printf '%s\n' "$1" >/proc/sys/kernel/hostname; fi
}
