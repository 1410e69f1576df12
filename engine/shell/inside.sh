# What lies in folders that a run made: part of the program of such a run, for whoever plans to take it back. A folder that
# somebody else put something into stays. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh disable=SC2034,SC2154

# v_tell_inside INDEX FOLDER: "INDEX NAME" for what is in it, with a slash for each line end in a name; not more than 20,000.
v_tell_inside() {
  if [ -L "$2" ] || [ ! -d "$2" ]; then return; fi
  v_left=20000
  for v_q in "${2%/}"/* "${2%/}"/.*; do
    v_name=${v_q##*/}
    case $v_name in . | ..) continue ;; esac
    # (a pattern that fits nothing stands for itself)
    if [ ! -e "$v_q" ] && [ ! -L "$v_q" ]; then continue; fi
    while :; do
      case $v_name in
        *"$v_newline"*) v_name=${v_name%%"$v_newline"*}/${v_name#*"$v_newline"} ;;
        *) break ;;
      esac
    done
    printf '%s %s\n' "$1" "$v_name"
    v_left=$((v_left - 1))
    [ "$v_left" -gt 0 ] || return 0
  done
}
