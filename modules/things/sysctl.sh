# How the kernel tells a setting, and how it gets another value. POSIX sh.
# shellcheck shell=sh

# v_sysctl INDEX PATH: prints "INDEX<TAB>value:VALUE" with single blanks, or "INDEX<TAB>absent".
v_sysctl() {
  if [ -f "/proc/sys/$2" ] && v_value=$(cat "/proc/sys/$2" 2>/dev/null); then
    # (several numbers stand with tabs between them, whatever they were set with)
    printf '%s\tvalue:%s\n' "$1" "$(printf '%s' "$v_value" | tr -s '\n\t ' '   ')"
  else
    printf '%s\tabsent\n' "$1"
  fi
}

v_sysctl_set() { # PATH VALUE
  printf '%s\n' "$2" >"/proc/sys/$1"
}
