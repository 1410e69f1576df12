# How a host is asked who there is: users, groups, and the one that the program runs as. POSIX sh. The program around it
# has v_find_self (engine/shell/common.sh).
# shellcheck shell=sh disable=SC2034,SC2154

# v_account INDEX KIND NAME: KIND is user, group or self; NAME may be a number. Prints "INDEX<TAB>ANSWER".
v_account() {
  case $2 in
    self)
      v_find_self
      printf '%s\tself:%s\n' "$1" "$v_self"
      return
      ;;
    user) v_database=passwd ;;
    *) v_database=group ;;
  esac
  # getent knows of LDAP and the like; BusyBox hosts have the files and nothing else. (nobody is called like an option)
  if [ "${3#-}" != "$3" ]; then
    v_entry=
  elif command -v getent >/dev/null 2>&1; then
    v_entry=$(getent "$v_database" "$3" 2>/dev/null) || v_entry=
  else
    v_entry=
    while IFS=: read -r v_name v_secret v_number v_rest; do
      if [ "$v_name" = "$3" ] || [ "$v_number" = "$3" ]; then
        v_entry=$v_name
        break
      fi
    done <"/etc/$v_database"
  fi
  if [ -n "$v_entry" ]; then
    printf '%s\tname:%s\n' "$1" "${v_entry%%:*}"
  else
    printf '%s\tabsent\n' "$1"
  fi
}
