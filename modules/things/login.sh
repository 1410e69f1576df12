# Whether what is done here may be done as another user, without anybody being asked for a password. POSIX sh.
# shellcheck shell=sh

# v_login INDEX USER: prints "INDEX<TAB>ANSWER".
v_login() {
  v_me=$(id -u)
  if ! v_them=$(id -u "$2" 2>/dev/null); then
    printf '%s\tabsent\n' "$1"
  elif [ "$v_me" = "$v_them" ]; then
    printf '%s\tmay:%s:%s\n' "$1" "$(id -un "$2")" "$(id -gn "$2")"
  elif [ "$v_me" = 0 ] && su -s /bin/sh -c : "$2" </dev/null >/dev/null 2>&1; then
    printf '%s\tmay:%s:%s\n' "$1" "$(id -un "$2")" "$(id -gn "$2")"
  elif [ "$v_me" != 0 ] && sudo -n -u "$2" -- sh -c : </dev/null >/dev/null 2>&1; then
    printf '%s\tmay:%s:%s\n' "$1" "$(id -un "$2")" "$(id -gn "$2")"
  else
    printf '%s\tmay-not:%s\n' "$1" "$(id -un)"
  fi
}
