# How the runner takes one resource: again where that may help, apart where it has to be, not at all where what it builds
# upon is missing. POSIX sh for dash, bash and BusyBox ash; always part of the runner's program, before run.sh.
# shellcheck shell=sh disable=SC2034,SC2154,SC2015

# v_pause SECONDS: less if the run is cancelled.
v_pause() {
  v_left=$1
  while [ "$v_left" -gt 0 ] && [ ! -e "$v_folder/cancel" ]; do
    sleep 1
    v_left=$((v_left - 1))
  done
}

# v_try N: resource N becomes as planned, also at a later try. What it says in all of them is in a file of its own until it is
# known how it went: of a step that fails, that is the cause, and nothing that was said before or after it.
v_try() {
  v_again=0 v_backoff=1
  printf '' >"$v_folder/said"
  until v_take_step "$1" >>"$v_folder/said" 2>&1 9>&-; do
    v_again=$((v_again + 1))
    [ "$v_again" -le "$v_retries" ] && [ ! -e "$v_folder/cancel" ] && v_event "retry $1" || return 1
    v_pause "$v_backoff"
    echo "tried again, after $v_backoff s:" >>"$v_folder/said"
    v_backoff=$((v_backoff * 2))
    [ "$v_backoff" -le 30 ] || v_backoff=30
  done
  v_pass_said
  return 0
}

v_pass_said() {
  [ -s "$v_folder/said" ] || return 0
  cat "$v_folder/said" >>"$v_folder/output"
  printf '' >"$v_folder/said"
}

# The words of the first step that failed are kept apart from all others.
v_note_cause() {
  if [ -e "$v_folder/cause" ]; then v_pass_said; else mv "$v_folder/said" "$v_folder/cause"; fi
  return 0
}

v_take_step() { # N
  [ -n "$v_as" ] || v_as=$v_back_as
  v_as_themselves
  if [ -n "$v_as" ] || [ "$v_seconds" -gt 0 ]; then v_apart "$1" step; else v_forward "$1"; fi
}

# The way back is walked as the one who went forward, who may be the only one that can.
v_take_back() { # N
  v_look_up "$1"
  v_as=$v_back_as v_blobs=$v_back_blobs v_seconds=0
  v_as_themselves
  if [ -n "$v_as" ]; then v_apart "$1" back; else v_back "$1"; fi
}

# What acts once more does it as the first time.
v_take_again() { # N
  v_look_up "$1"
  v_seconds=0
  v_as_themselves
  if [ -n "$v_as" ]; then v_apart "$1" again; else v_again "$1"; fi
}

v_look_up() { # N
  v_needs='' v_retries=0 v_seconds=0 v_as='' v_blobs='' v_back_as='' v_back_blobs=''
  v_options "$1"
  # (root can take back everything, also what the other one no longer could)
  if [ -n "$v_back_as" ] && [ "$(id -u)" = 0 ]; then v_back_as=; fi
}

# (whoever is meant to run as themselves just runs)
v_as_themselves() {
  if [ -n "$v_as" ] && [ "$(id -u)" = "$(id -u "$v_as")" ]; then v_as=; fi
}

# v_valid SHA256 NAME COMMAND: bytes must pass what checks them before they are in place. The command finds them in $1.
v_valid() {
  v_candidate=$v_folder/candidate
  rm -rf "$v_candidate"
  mkdir "$v_candidate" && cat "$v_home/blobs/$1" >"$v_candidate/$2" || return
  (cd "$v_candidate" && exec sh -c "$3" "$2" "$v_candidate/$2") </dev/null
  v_code=$?
  rm -rf "$v_candidate"
  [ "$v_code" -eq 0 ] || echo "refused before it was put in place: it did not pass its own check"
  return "$v_code"
}

# v_owe N, v_settle N: what is to be done because others change is owed, whatever becomes of this run, until it is done.
# What nobody owed before this run is noted in its own folder, and noted first: a debt too many costs a restart, one that
# was forgotten leaves a service with settings that are gone.
v_owe() {
  v_owed_line=
  v_owed "$1"
  if [ -z "$v_owed_line" ] || grep -qsxF -- "$v_owed_line" "$v_home/owed"; then return; fi
  printf '%s\n' "$v_owed_line" >>"$v_folder/owed"
  printf '%s\n' "$v_owed_line" >>"$v_home/owed"
}

v_settle() {
  v_owed_line=
  v_owed "$1"
  if [ -z "$v_owed_line" ] || [ ! -e "$v_home/owed" ]; then return; fi
  printf '%s\n' "$v_owed_line" | v_strike
}

# Nothing of this run is left: whatever only it owed is owed to nobody, also where it never came to it.
v_settle_own() {
  if [ ! -e "$v_folder/owed" ] || [ ! -e "$v_home/owed" ]; then return; fi
  v_strike <"$v_folder/owed"
}

# v_strike <LINES: they are not owed any more. (1: grep has found none that is left; more: it could not write them all)
v_strike() {
  grep -vxF -f /proc/self/fd/0 "$v_home/owed" >"$v_home/owed.new"
  [ $? -gt 1 ] || mv -f "$v_home/owed.new" "$v_home/owed"
}

v_each() { # CALL LAST: calls it for the resources 1 to LAST
  v_each=1
  while [ "$v_each" -le "$2" ]; do
    "$1" "$v_each"
    v_each=$((v_each + 1))
  done
}

# Is something missing that this resource builds upon?
v_is_cut_off() {
  for v_need in $v_needs; do
    case $v_missing in *" $v_need "*) return ;; esac
  done
  return 1
}

# v_expect: how things are to be when some resources are missing: as the last one left them that is not.
v_expect() {
  {
    sed "s/$v_tab/ 0$v_tab/" "$v_folder/before"
    v_n=1
    while [ "$v_n" -le "$v_total" ]; do
      case $v_missing in *" $v_n "*) ;; *) v_made "$v_n" | sed "s/$v_tab/ $v_n$v_tab/" ;; esac
      v_n=$((v_n + 1))
    done
  } | sort -k1,1n -k2,2n | {
    v_last='' v_kept=''
    while IFS= read -r v_line; do
      [ -z "$v_last" ] || [ "${v_line%% *}" = "$v_last" ] || echo "$v_last$v_tab$v_kept"
      v_last=${v_line%% *} v_kept=${v_line#*"$v_tab"}
    done
    echo "$v_last$v_tab$v_kept"
  }
}
