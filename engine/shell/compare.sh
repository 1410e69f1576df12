# How the runner tells whether things are as they should be. POSIX sh for dash, bash and BusyBox ash; always part of its
# program, before run.sh, which says what v_ask and the files in the run's folder are.
# shellcheck shell=sh disable=SC2034,SC2154

# v_answers ANSWER EXPECTED: is it the one that is expected? "INDEX<TAB>?..." stands for all that begin like it.
v_answers() {
  [ "$1" != "$2" ] || return 0
  case ${2#*"$v_tab"} in '?'*) ;; *) return 1 ;; esac
  v_rest=${2#*"$v_tab"?}
  case $1 in "${2%%"$v_tab"*}$v_tab$v_rest"*) return 0 ;; esac
  return 1
}

# v_matches before|after: is every thing as that file says? The answers that differ become events, and their numbers v_differing.
v_matches() {
  v_comparing=1 v_differing=
  v_now=$(v_ask)
  v_expected=$(cat "$v_folder/$1")
  [ "$v_now" != "$v_expected" ] || return 0
  # (the answers mostly come in the order of their numbers; to sort them is two processes more)
  v_now=$(printf '%s\n' "$v_now" | sort -n)
  [ "$v_now" != "$v_expected" ] || return 0
  v_told=0
  while IFS= read -r v_line <&3 && IFS= read -r v_other <&4; do
    v_answers "$v_line" "$v_other" && continue
    v_event "differs $v_line"
    v_differing="$v_differing ${v_line%%"$v_tab"*}"
    v_told=$((v_told + 1))
    [ "$v_told" -lt 20 ] || break
  done 3<<V_NOW 4<<V_EXPECTED
$v_now
V_NOW
$v_expected
V_EXPECTED
  [ "$v_told" -eq 0 ] || return 1
  # (all that was compared is as expected; was it all?)
  v_line=${v_now##*"$v_newline"} v_other=${v_expected##*"$v_newline"}
  [ "${v_line%%"$v_tab"*}" = "${v_other%%"$v_tab"*}" ]
}
