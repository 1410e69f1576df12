# How a host tells what lies in a folder. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh disable=SC2154

# v_entries INDEX FOLDER LIMIT: prints "INDEX<TAB>entries:NAME/NAME" (ends of lines in a name are \036), at most so many names.
v_entries() {
  if [ -L "$2" ] || [ ! -d "$2" ]; then
    printf '%s\tabsent\n' "$1"
    return
  elif [ ! -r "$2" ] || [ ! -x "$2" ]; then
    printf '%s\tdenied\n' "$1"
    return
  fi
  v_left=$3 v_between=
  printf '%s\tentries:' "$1"
  for v_q in "${2%/}"/* "${2%/}"/.*; do
    v_name=${v_q##*/}
    case $v_name in . | ..) continue ;; esac
    # (a pattern that fits nothing stands for itself)
    if [ ! -e "$v_q" ] && [ ! -L "$v_q" ]; then continue; fi
    case $v_name in *"$v_newline"*) v_name=$(printf %s "$v_name" | tr '\n' '\036') ;; esac
    printf '%s%s' "$v_between" "$v_name"
    v_between=/
    v_left=$((v_left - 1))
    [ "$v_left" -gt 0 ] || break
  done
  echo
}
