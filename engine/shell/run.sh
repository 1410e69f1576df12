# The runner: walks a run forward on the host, by itself, and back when something fails. POSIX sh for dash, bash and
# BusyBox ash. It lies in the run's folder on the host as the tail of a program which defines, before this:
#   v_run v_total v_policy v_who      the run's id, how many resources, rollback, stop or continue, who started it
#   v_forward N, v_back N             make resource N be as planned, or as it was before; right from any state between
#   v_again N                         what resource N does once more (a restart), after what it waits for went back
#   v_owed N                          sets v_owed_line for a resource that does something of that kind
#   v_options N                       sets v_needs v_retries v_seconds v_as v_blobs v_back_as v_back_blobs for resource N, where
#                                     it has any
#   v_made N                          INDEX<TAB>ANSWER as resource N leaves its things (only with v_policy=continue)
#   v_ask                             prints INDEX<TAB>ANSWER for every thing that the run changes
#   v_why INDEX                       what a thing tells that is not as planned, where it can
#   v_inside                          INDEX<TAB>ANSWER for what is in the folders that the run makes
#   v_keep_all                        v_keep PATH SHA256 for each file whose bytes will be gone
#   v_folders CALL                    CALL FOLDER...: the folders in which the changes lie
#   v_project                         whose run it is
#   v_way_back                        how things are after a walk back: before, or was, where something has no way back
#   v_reserve_blocks                  64 KiB blocks to hold back, so that walking back finds room on a full disk
#   v_confirm_seconds                 0, or how long a confirmation is waited for (confirm.sh)
#   v_boundary before|after EVENT     does nothing; the crash tests stop the run there
# Called as: sh program forward|recover|ask|inside FOLDER; for steps that run apart (apart.sh): step|lead FOLDER N, end FOLDER
# shellcheck shell=sh disable=SC2034,SC2154

v_end() { # OUTCOME
  v_use_reserve
  v_boundary before outcome
  [ "$v_confirm_seconds" -eq 0 ] || v_unplant
  printf '%s\n' "$1" >"$v_folder/outcome.new" && v_sync && mv -f "$v_folder/outcome.new" "$v_folder/outcome" && v_sync
  # (a run that was mended has no number of its own)
  [ -z "$v_sequence" ] || v_rotate 2>/dev/null
  ! v_have_lock || rm -f "$v_home/lock" "$v_folder/reserve"
  v_event "end $1"
}

v_sync() {
  v_folders v_sync_these
}

# Half-written files of a runner that died.
v_clean_these() { # FOLDER...
  for v_q in "$@"; do rm -f -- "${v_q%/}/.viki-$v_run"; done
}

v_sync_these() { # FOLDER...
  v_left=$#
  while [ "$v_left" -gt 0 ]; do
    if [ -d "$1" ]; then set -- "$@" "$1"; fi
    shift
    v_left=$((v_left - 1))
  done
  sync -f "$v_folder" "$@" 2>/dev/null || sync
}

v_keep() { # PATH SHA256
  # A blob that is there already may be one that a power cut left half written.
  if [ -e "$v_home/blobs/$2" ]; then
    v_sum=$(sha256sum <"$v_home/blobs/$2")
    [ "${v_sum%% *}" != "$2" ] || return 0
  fi
  cat -- "$1" >"$v_home/blobs/.keep.$v_run" || return
  v_sum=$(sha256sum <"$v_home/blobs/.keep.$v_run")
  if [ "${v_sum%% *}" != "$2" ]; then
    echo "$1 changed while it was kept" >&2
    return 1
  fi
  mv -f "$v_home/blobs/.keep.$v_run" "$v_home/blobs/$2"
}

v_reserve() {
  v_left=$v_reserve_blocks
  while [ "$v_left" -gt 0 ]; do
    printf '%65536s' '' || return
    v_left=$((v_left - 1))
  done >"$v_folder/reserve"
}

v_use_reserve() {
  [ ! -e "$v_folder/reserve" ] || : >"$v_folder/reserve"
}

# v_walk_back N: resources N to 1 become what they were. One that can't does not keep the others from going back.
v_walk_back() {
  v_event walking-back
  v_use_reserve
  v_n=$1
  while [ "$v_n" -gt 0 ]; do
    v_event "back $v_n"
    v_take_back "$v_n" >>"$v_folder/output" 2>&1 9>&- || v_event "back-failed $v_n"
    v_n=$((v_n - 1))
  done
  v_each v_act_again "$1"
  # What counts is how things are, not whether every step was content.
  if ! v_matches "$v_way_back"; then
    v_end stuck
    return
  fi
  # (what can't be taken back may be what a restart is due to)
  [ "$v_way_back" != before ] || v_settle_own
  v_end undone
}

v_act_again() { # N
  v_owed_line=
  v_owed "$1"
  [ -n "$v_owed_line" ] || return 0
  v_take_again "$1" >>"$v_folder/output" 2>&1 9>&- || v_event "back-failed $1"
  v_settle "$1"
}

v_failed() { # N
  if [ "$v_policy" = rollback ]; then
    v_walk_back "$1"
  else
    [ "$1" -gt 0 ] || v_settle_own
    v_end stopped
  fi
}

v_verify() {
  v_event verifying
  if [ "$v_missing" = ' ' ]; then
    v_matches after && return
  else
    v_expect >"$v_folder/expected" && v_matches expected && return
  fi
  # (before anything is taken back, which would be all that they tell of)
  for v_q in $v_differing; do v_why "$v_q" >>"$v_folder/said" 2>&1 9>&-; done
  [ ! -s "$v_folder/said" ] || v_note_cause
  return 1
}

# v_leave OUTCOME: the way forward is walked; it stays so, unless it is to be confirmed and is not.
v_leave() {
  if [ "$v_confirm_seconds" -eq 0 ] || v_await_confirmation; then v_end "$1"; else v_walk_back "$v_total"; fi
}

v_go_forward() {
  v_n=1 v_missing=' '
  while [ "$v_n" -le "$v_total" ]; do
    if [ -e "$v_folder/cancel" ]; then
      v_event cancelled
      v_failed $((v_n - 1))
      return
    fi
    v_look_up "$v_n"
    if v_is_cut_off; then
      v_event "skipped $v_n"
      v_missing="$v_missing$v_n "
    elif v_event "begin $v_n" && v_try "$v_n"; then
      v_event "done $v_n"
      v_settle "$v_n"
    elif v_note_cause && v_event "failed $v_n" && [ "$v_policy" = 'continue' ]; then
      v_event "back $v_n"
      v_take_back "$v_n" >>"$v_folder/output" 2>&1 9>&- || v_event "back-failed $v_n"
      v_missing="$v_missing$v_n "
    else
      v_failed "$v_n"
      return
    fi
    v_n=$((v_n + 1))
  done
  if v_verify && [ "$v_missing" = ' ' ]; then
    v_leave 'done'
  elif [ "$v_policy" = 'continue' ]; then
    v_leave partly
  else
    v_failed "$v_total"
  fi
}

v_prepare_way_back() {
  [ "$v_confirm_seconds" -eq 0 ] || v_plant 2>>"$v_folder/output" 9>&-
}

v_run_forward() {
  v_lock
  case $? in
    0) ;;
    1)
      printf 'locked\n' >"$v_folder/outcome"
      v_event "end locked"
      return
      ;;
    *)
      v_event unkept
      v_end undone
      return
      ;;
  esac
  if ! v_enter 2>>"$v_folder/output"; then
    v_event unkept
    v_end undone
    return
  fi
  if ! v_matches before; then
    v_end stale
    return
  fi
  # From here on the way back is on the disk: "go" is written before it is synced, and nothing is touched before that.
  if v_keep_all 2>>"$v_folder/output" && v_reserve 2>>"$v_folder/output" && v_have_lock && v_prepare_way_back &&
    v_event go && v_sync; then
    v_each v_owe "$v_total"
    v_go_forward
  else
    v_event unkept
    v_end undone
  fi
}

# The runner is dead, but what it had begun may not be.
v_end_left() {
  if [ -e "$v_folder/runner" ]; then
    read -r v_pid v_then <"$v_folder/runner"
    v_process "$v_pid"
    case $v_started in '' | "$v_then") kill -KILL "-$v_pid" 2>/dev/null ;; esac
  fi
  if [ -e "$v_folder/part" ]; then
    v_end_part
    [ -z "$v_as" ] || v_stage_out
  fi
  rm -rf "/tmp/.viki-$v_run"
}

# What a dead runner left: after a "begin", back to before. The journal of another boot may have lost its last lines.
v_run_recover() {
  v_sequence=''
  v_lock || return
  [ ! -e "$v_folder/outcome" ] || {
    ! v_have_lock || rm -f "$v_home/lock"
    return 0
  }
  v_begun=0 v_gone='' v_brought=' '
  v_boot
  read -r v_journal_boot <"$v_folder/boot" || v_journal_boot=
  while read -r v_word v_rest; do
    case $v_word in
      go) v_gone=1 ;;
      begin) v_begun=$v_rest ;;
    esac
  done <"$v_folder/events"
  [ "$v_journal_boot" = "$v_boot_id" ] || v_begun=$v_total
  v_event recovering
  v_pass_said
  [ "$v_journal_boot" != "$v_boot_id" ] || v_end_left
  v_folders v_clean_these
  if [ -z "$v_gone" ]; then
    v_end undone
  elif [ -e "$v_folder/confirmed" ] && v_matches after; then
    v_end 'done'
  elif [ "$v_confirm_seconds" -gt 0 ]; then
    # Nobody has said yes: so it does not stay, whatever the policy says of failures.
    v_walk_back "$v_begun"
  else
    v_failed "$v_begun"
  fi
}

v_main() { # WHAT FOLDER [N [step|back|again]]
  v_folder=$2
  v_find_home
  umask 077
  case $1 in
    ask)
      v_comparing=1
      v_ask | sort -n
      ;;
    inside) v_inside ;;
    step) v_forward "$3" ;;
    back) v_back "$3" ;;
    again) v_again "$3" ;;
    lead) v_lead "$3" "$4" ;;
    end) [ ! -e "$v_folder/part" ] || v_end_part ;;
    *)
      trap '' HUP PIPE INT
      exec >>"$v_folder/output" 2>&1 </dev/null
      "v_run_$1"
      ;;
  esac
}
