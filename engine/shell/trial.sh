# What the host's own programs say of files that are to be put in place, asked with the plan. Only root's are asked, and
# nothing stays of it. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh disable=SC2154

# v_trial INDEX PROGRAM PATH SHA256 NAME COMMAND FORMAT TEXT: tells what COMMAND says against these bytes; nothing where they
# are in place already, or where nobody can tell because the program is not there yet.
v_trial() {
  [ -n "$v_user_id" ] || v_find_user
  [ "$v_user_id" = 0 ] && command -v "$2" >/dev/null || return 0
  if [ -f "$3" ] && v_there=$(sha256sum <"$3") && [ "${v_there%% *}" = "$4" ]; then return 0; fi
  v_limit=
  ! command -v timeout >/dev/null || v_limit='timeout 20'
  (
    umask 077
    v_trying=$(mktemp -d) || exit 0
    trap 'rm -rf "$v_trying"' EXIT
    trap 'exit 1' HUP INT TERM
    # shellcheck disable=SC2059
    printf "$7" "$8" >"$v_trying/$5" || exit 0
    cd "$v_trying" || exit 0
    # shellcheck disable=SC2086
    v_said=$($v_limit sh -c "$6" "$5" "$v_trying/$5" 2>&1 </dev/null) && exit 0
    # (what took too long said nothing)
    [ $? -ne 124 ] || exit 0
    printf '%s\n' "$v_said" | tail -n 5 | sed "s|$v_trying/||g; s/^/$M trial $1 /"
  )
}
