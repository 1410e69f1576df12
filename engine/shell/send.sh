# How programs come to the host and are followed: the part that runs on the connection, and may be cut off at any point
# without harm to the run. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh disable=SC2034,SC2154

# v_explain WHAT COMMAND...: runs it; if it fails, says what and the last line of what it printed.
v_explain() {
  v_what=$1
  shift
  v_complaint=$("$@" 2>&1 >/dev/null) && return
  v_complaint=${v_complaint##*"$v_newline"}
  v_say failed "$v_what" "$v_complaint"
  return 1
}

v_make_folders() {
  mkdir -p "$v_home/blobs" "$v_folder/in" && : >"$v_folder/events"
}

# Starts a program of a run so that it outlives this connection, and passes on what it tells until it ends. It writes a
# line end into the pipe at each event: one byte, so that the pipe never fills up while nobody reads, and no time is lost
# between looks.
v_start() { # forward|recover
  setsid sh "$v_folder/program" "$1" "$v_folder" 9>&1 >/dev/null 2>&1 </dev/null | v_hear
}

v_hear() {
  v_ended=
  {
    while [ -z "$v_ended" ] && read -r v_wake; do v_pass_on; done
    # A runner that was killed may have written what it did not tell of.
    v_pass_on
  } 3<"$v_folder/events"
}

v_telling=event

# All that is new in one piece: a packet for each line would cost both sides more than the lines do.
v_pass_on() {
  v_lines=
  while IFS= read -r v_line <&3; do
    v_lines="$v_lines$M $v_telling $v_line$v_newline"
    case $v_line in "end "*) v_ended=1 ;; esac
  done
  [ -z "$v_lines" ] || printf %s "$v_lines"
}

# Follows a run that somebody else has started: there is no pipe to its runner.
v_follow() {
  v_wait=5
  v_ended=
  while :; do
    # A runner that is gone has written all that it ever will, so look once more after seeing that.
    v_process "$v_runner" || v_ended=1
    v_pass_on
    [ -z "$v_ended" ] || break
    v_nap
  done 3<"$v_folder/events"
}

# What a run's output says of why it failed: its last lines, and those of the step that failed.
v_last_words() {
  for v_file in output cause; do
    [ ! -s "$v_folder/$v_file" ] || tail -n 20 "$v_folder/$v_file" | sed "s/^/$M $v_file /"
  done
}

# Runs of which no runner is alive and none has said how it ended are walked back by their own program.
v_recover_all() {
  v_recovered=
  for v_folder in "$v_home"/runs/*/; do
    v_folder=${v_folder%/}
    if [ ! -e "$v_folder/summary" ] || [ -e "$v_folder/outcome" ]; then continue; fi
    if v_holder "$v_home/lock" && [ "$v_holder_run" = "${v_folder##*/}" ]; then continue; fi
    v_say recovering "${v_folder##*/}"
    v_telling=recovery
    v_start recover
    v_outcome_of "$v_folder"
    v_say recovered "${v_folder##*/}" "$v_run_outcome"
    case $v_run_outcome in
      unfinished | running) v_recovered=no ;;
      *) v_recovered=${v_recovered:-yes} ;;
    esac
  done
  v_telling=event
}

# v_put NAME FORMAT TEXT: a file in the run's folder, written without a process. Where that fails, cat says why: a shell only
# knows that it did.
v_put() {
  # shellcheck disable=SC2059
  { printf "$2" "$3" >"$v_folder/$1"; } 2>/dev/null || { printf "$2" "$3"; } 2>/dev/null | cat >"$v_folder/$1"
}

# v_text SHA256 FORMAT TEXT: a text that came with the program becomes a blob.
v_text() {
  v_put "in/$1" "$2" "$3"
}

# v_receive SHA256 SIZE: the next bytes of the input become a blob.
v_receive() {
  # (cat is there for its words: it says why it could not write, which the taker of bytes does not)
  v_take "$2" | cat >"$v_folder/in/$1"
}

# v_check SHA256...: bytes that came came whole; one sum for all.
v_check() {
  (
    cd "$v_folder/in" || exit
    for v_sum in "$@"; do printf '%s  %s\n' "$v_sum" "$v_sum"; done | sha256sum -c >/dev/null 2>&1 || {
      echo "the content did not arrive whole" >&2
      exit 1
    }
  )
}

# v_accept SHA256...: blobs that are whole move to their place, where nobody ever finds half of one.
v_accept() {
  cd "$v_folder/in" && mv -f "$@" ../../../blobs
}

# A plan that saw what a dead runner left is not true any more once that was walked back.
v_recover_first() {
  v_recover_all
  [ "$v_recovered" != yes ] || v_say outcome stale
  [ -z "$v_recovered" ]
}

v_attach() { # RUN
  v_folder=$v_home/runs/$1
  if [ ! -e "$v_folder/events" ]; then
    v_say no-run "$1"
    return
  fi
  v_holder "$v_home/lock"
  v_runner=${v_holder_pid:-none}
  [ "$v_holder_run" = "$1" ] || v_runner=none
  v_follow
  v_tell_outcome
}

# The journal may lack its last line where the outcome is known.
v_tell_outcome() {
  v_run_outcome=
  [ ! -e "$v_folder/outcome" ] || read -r v_run_outcome <"$v_folder/outcome"
  case $v_run_outcome in
    'done' | stale | locked) ;;
    *) v_last_words ;;
  esac
  [ -z "$v_run_outcome" ] || v_say outcome "$v_run_outcome"
}

# Finishes a run that was sent: starts it, follows it, and says what it printed if it did not go well.
v_perform() {
  v_start forward
  v_tell_outcome
  # A run that touched nothing is nothing to remember.
  case $v_run_outcome in stale | locked) v_remove_run "$v_folder" ;; esac
}

# v_pick PROJECT: sets v_picked to the newest run of that project that can be undone, and whose things are not as before it already.
v_pick() {
  v_list
  while read -r v_sequence v_run_id v_run_outcome v_run_started v_run_undoes v_run_undone v_run_who v_run_project; do
    [ "$v_run_project" = "$1" ] || continue
    case $v_run_outcome:$v_run_undoes:$v_run_undone in
      done:-:- | stopped:-:- | partly:-:- | stuck:-:-) ;;
      *) continue ;;
    esac
    v_now=$(sh "$v_home/runs/$v_run_id/program" ask "$v_home/runs/$v_run_id" </dev/null)
    if [ "$v_now" != "$(cat "$v_home/runs/$v_run_id/before")" ]; then
      v_picked=$v_run_id
      return
    fi
  done <<V_LISTED
$v_listed
V_LISTED
}

# The record of a run, and what its things are now. Without a run: of the newest of that project that can be undone.
v_tell_record() { # RUN PROJECT
  v_picked=$1
  [ -n "$v_picked" ] || v_pick "$2"
  if [ -z "$v_picked" ] || [ ! -e "$v_home/runs/$v_picked/record" ]; then
    v_say no-run "$1"
    return
  fi
  v_say record "$v_picked" "$(cat "$v_home/runs/$v_picked/record")"
  sh "$v_home/runs/$v_picked/program" ask "$v_home/runs/$v_picked" | sed "s/^/$M answer /"
  sh "$v_home/runs/$v_picked/program" inside "$v_home/runs/$v_picked" | sed "s/^/$M inside /"
}

v_tell_bytes() { # PATH LIMIT
  if [ ! -f "$1" ]; then
    v_say no-file
  elif [ ! -r "$1" ]; then
    v_say denied
  elif [ "$(stat -Lc %s -- "$1")" -gt "$2" ]; then
    v_say too-large "$(stat -Lc %s -- "$1")"
  else
    od -An -v -tx1 <"$1" | sed "s/^/$M hex /"
  fi
}

# A run that waits for it stays as it is. Its runner says whether that came in time.
v_confirm() { # RUN
  if v_holder "$v_home/lock" && [ "$v_holder_run" = "$1" ] && grep -q '^awaiting ' "$v_home/runs/$1/events"; then
    : >"$v_home/runs/$1/confirmed" && v_say confirmed "$1"
  else
    v_say not-awaiting "$1"
  fi
}

v_cancel() { # RUN HARD
  : >"$v_home/runs/$1/cancel"
  [ -n "$2" ] && v_holder "$v_home/lock" && [ "$v_holder_run" = "$1" ] || return 0
  # (the whole group; dash and BusyBox take no `--` here)
  kill -TERM "-$v_holder_pid"
  # A step may have a group of its own.
  [ ! -e "$v_home/runs/$1/part" ] || sh "$v_home/runs/$1/program" end "$v_home/runs/$1" </dev/null
  return 0
}
