# How a host tells which programs it has. POSIX sh.
# shellcheck shell=sh

# v_programs INDEX NAME [INDEX NAME ...]: prints "INDEX<TAB>there" or "INDEX<TAB>absent" for each.
v_programs() {
  while [ $# -gt 0 ]; do
    if command -v "$2" >/dev/null 2>&1; then
      printf '%s\tthere\n' "$1"
    else
      printf '%s\tabsent\n' "$1"
    fi
    shift 2
  done
}
