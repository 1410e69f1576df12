# How a host is asked about users and groups of its own, and how one is made, changed or taken away. POSIX sh for dash, bash
# and BusyBox ash; what makes them (useradd and its like) is not everywhere.
# shellcheck shell=sh

# v_user_told INDEX NAME: prints "INDEX<TAB>user:GROUP:HOME:SHELL:GROUPS:UID"; what may be open stands last.
v_user_told() {
  if ! command -v useradd >/dev/null 2>&1; then
    printf '%s\tnone\n' "$1"
    return
  fi
  # (only those of the host itself: nobody changes the others from here)
  v_entry=
  while IFS=: read -r v_name v_q v_uid v_q v_q v_folder_of v_shell; do
    [ "$v_name" != "$2" ] || v_entry=$v_uid
    [ -z "$v_entry" ] || break
  done </etc/passwd
  if [ -z "$v_entry" ]; then
    printf '%s\tabsent\n' "$1"
    return
  fi
  v_own=$(id -gn -- "$2")
  v_groups=$(id -Gn -- "$2" | tr ' ' '\n' | grep -vxF -e "$v_own" | sort | tr '\n' ',')
  printf '%s\tuser:%s:%s:%s:%s:%s\n' "$1" "$v_own" "$v_folder_of" "$v_shell" "${v_groups%,}" "$v_uid"
}

v_group_told() { # INDEX NAME
  if ! command -v groupadd >/dev/null 2>&1; then
    printf '%s\tnone\n' "$1"
    return
  fi
  v_gid=
  while IFS=: read -r v_name v_q v_number v_q; do
    [ "$v_name" != "$2" ] || v_gid=$v_number
  done </etc/group
  if [ -n "$v_gid" ]; then printf '%s\tgroup:%s\n' "$1" "$v_gid"; else printf '%s\tabsent\n' "$1"; fi
}

# v_user NAME system|person GROUP HOME SHELL GROUPS UID: GROUPS are separated by commas; UID may be empty.
v_user() {
  if ! grep -q "^$1:" /etc/passwd; then
    v_user_new "$@"
    return
  fi
  if [ -n "$7" ] && [ "$7" != "$(id -u -- "$1")" ]; then usermod --uid "$7" -- "$1" || return; fi
  v_groups=$6
  ! v_is_member_of_own "$1" || v_groups=$v_groups${v_groups:+,}$1
  usermod --gid "$3" --home "$4" --shell "$5" --groups "$v_groups" -- "$1"
}

# Is its name in the line of the group of its name? There, it says that the group is older than the user.
v_is_member_of_own() { # NAME
  grep -q "^$1:[^:]*:[^:]*:\(.*,\)*$1\(,.*\)*\$" /etc/group
}

v_user_new() {
  v_groups=$6
  if [ "$1" = "$3" ] && grep -q "^$1:" /etc/group; then v_groups=$v_groups${v_groups:+,}$1; fi
  # shellcheck disable=SC2046
  useradd --home-dir "$4" --shell "$5" --groups "$v_groups" \
    $([ "$2" = system ] && echo --system --no-create-home || echo --create-home) \
    $(grep -q "^$3:" /etc/group && echo "--gid $3" || echo --user-group) \
    ${7:+--uid "$7"} -- "$1"
}

# What is in the home of somebody stays: only what was put there when it was made, and is still so, goes with them.
v_user_absent() { # NAME
  grep -q "^$1:" /etc/passwd || return 0
  v_home_of=$(sed -n "s/^$1:[^:]*:[^:]*:[^:]*:[^:]*:\([^:]*\):.*/\1/p" /etc/passwd)
  # (userdel takes the group of that name away as well, unless it is not the user's own)
  ! v_is_member_of_own "$1" || usermod --gid "$(v_other_group)" --groups '' -- "$1" || return
  userdel -- "$1" || return
  if [ ! -d "$v_home_of" ] || [ -L "$v_home_of" ]; then return 0; fi
  for v_q in /etc/skel/.[!.]* /etc/skel/*; do
    v_name=$v_home_of/${v_q##*/}
    ! { [ -f "$v_q" ] && [ -f "$v_name" ] && [ ! -L "$v_name" ] && cmp -s "$v_q" "$v_name"; } || rm -f -- "$v_name"
  done
  rmdir -- "$v_home_of" 2>/dev/null || echo "$v_home_of is not empty, so it stays"
}

v_other_group() {
  if grep -q '^nogroup:' /etc/group; then echo nogroup; else echo nobody; fi
}

v_group() { # NAME system|person GID
  if grep -q "^$1:" /etc/group; then
    [ -z "$3" ] || groupmod --gid "$3" -- "$1"
  elif [ "$2" = system ]; then
    groupadd --system ${3:+--gid "$3"} -- "$1"
  else
    groupadd ${3:+--gid "$3"} -- "$1"
  fi
}

v_group_absent() { # NAME
  ! grep -q "^$1:" /etc/group || groupdel -- "$1"
}
