# How a host tells where a user's home folder is. POSIX sh.
# shellcheck shell=sh

# v_home_of INDEX USER: prints "INDEX<TAB>home:GROUP:FOLDER", with the group that their files belong to.
v_home_of() {
  if command -v getent >/dev/null 2>&1; then
    v_entry=$(getent passwd "$2" 2>/dev/null) || v_entry=
  else
    v_entry=$(grep -F -- "$2:" /etc/passwd | while IFS= read -r v_line; do
      case $v_line in "$2:"*) printf '%s' "$v_line" && break ;; esac
    done)
  fi
  v_entry=${v_entry%:*}
  v_group=$(id -gn -- "$2" 2>/dev/null) || v_group=$(id -g -- "$2" 2>/dev/null) || v_entry=
  if [ -n "$v_entry" ]; then
    printf '%s\thome:%s:%s\n' "$1" "$v_group" "${v_entry##*:}"
  else
    printf '%s\tabsent\n' "$1"
  fi
}
