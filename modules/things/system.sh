# What kind of system a host is: which package manager, what starts services (manager.sh, init.sh). POSIX sh.
# shellcheck shell=sh disable=SC1091,SC2154

# v_system INDEX: prints "INDEX<TAB>MANAGER:INIT:ID:VERSION:ARCHITECTURE", "-" for what is not known.
v_system() {
  v_id=- v_version=-
  v_package_manager
  v_find_init
  # (in a shell of its own: the file sets whatever it likes)
  [ ! -r /etc/os-release ] || IFS=: read -r v_id v_version <<V_RELEASE
$(. /etc/os-release && printf '%s:%s' "${ID:--}" "${VERSION_ID:--}")
V_RELEASE
  printf '%s\t%s:%s:%s:%s:%s\n' "$1" "$v_manager" "$v_init" "$v_id" "$v_version" "$(uname -m)"
}
