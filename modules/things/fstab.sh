# How a host tells what its /etc/fstab has about a place, and how that one line is put there or taken out. Places are as that
# file has them: blanks are \040. POSIX sh for dash, bash and BusyBox ash.
# systemd makes units of that file, so it reads it again: v_systemd_reload is systemd.sh's.
# shellcheck shell=sh

# v_fstab_is PLACE LINE: is this line about it? (swap has no place, so there it is what is used)
v_fstab_is() {
  v_place=$1
  # (in a shell of its own: what is between blanks is a word here, and nothing else)
  (
    set -f
    # shellcheck disable=SC2086
    set -- $2
    case ${1:-#} in '#'*) exit 1 ;; esac
    [ "${2-}" = "$v_place" ] || { [ "${3-}" = swap ] && [ "$1" = "$v_place" ]; }
  )
}

# v_fstab INDEX PLACE: prints "INDEX<TAB>line:LINE", or "INDEX<TAB>absent".
v_fstab() {
  if [ -r /etc/fstab ]; then
    while IFS= read -r v_line || [ -n "$v_line" ]; do
      case $v_line in *"$2"*) ;; *) continue ;; esac
      v_fstab_is "$2" "$v_line" || continue
      printf '%s\tline:%s\n' "$1" "$v_line"
      return
    done </etc/fstab
  fi
  printf '%s\tabsent\n' "$1"
}

# v_fstab_set PLACE [LINE]: in the place of the first line about it, else at the end; further lines about it go.
v_fstab_set() {
  v_file=$(readlink -f /etc/fstab) || return
  [ -n "${2-}" ] || [ -e "$v_file" ] || return 0
  v_new=$v_file.viki
  if [ -e "$v_file" ]; then
    cp -p -- "$v_file" "$v_new" || return
  else
    true >"$v_new" && chmod 644 "$v_new" || return
  fi
  v_put=${2-}
  {
    if [ -e "$v_file" ]; then
      while IFS= read -r v_line || [ -n "$v_line" ]; do
        if v_fstab_is "$1" "$v_line"; then
          [ -z "$v_put" ] || printf '%s\n' "$v_put"
          v_put=
        else
          printf '%s\n' "$v_line"
        fi
      done <"$v_file"
    fi
    [ -z "$v_put" ] || printf '%s\n' "$v_put"
  } >"$v_new" || return
  # (a file that was made for this line says no more without it than none does)
  if [ -s "$v_new" ]; then mv -f -- "$v_new" "$v_file"; else rm -f -- "$v_new" "$v_file"; fi && v_systemd_reload
}
