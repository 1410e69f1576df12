# Steps that run apart from the runner, in a process group of their own: those that have a time limit, and those that run
# as another user. POSIX sh for dash, bash and BusyBox ash; part of the runner's program only where a run has such steps.
# v_as and v_seconds say which, v_blobs what bytes the step needs.
# shellcheck shell=sh disable=SC2034,SC2154

# v_become TEXT: runs it as the user v_as; its process is this one from then on.
v_become() {
  if [ "$(id -u)" = 0 ]; then
    exec setsid su -s /bin/sh -c "$1" "$v_as"
  else
    exec setsid sudo -n -u "$v_as" -- sh -c "$1"
  fi
}

# What the step needs comes into a folder of that user's own, who may not look into viki's. (mkdir fails where somebody
# else has put something of that name.)
v_stage_in() {
  v_stage=/tmp/.viki-$v_run
  (v_become "umask 077 && mkdir $v_stage $v_stage/blobs && cat >$v_stage/program") <"$v_folder/program" || return
  for v_sum in $v_blobs; do
    (v_become "umask 077 && cat >$v_stage/blobs/$v_sum") <"$v_home/blobs/$v_sum" || return
  done
}

v_stage_out() {
  (v_become "rm -rf $v_stage") </dev/null
}

v_apart() { # N step|back|again
  if [ -z "$v_as" ]; then
    setsid sh "$v_folder/program" "$2" "$v_folder" "$1" </dev/null &
    v_await_part "$1" $!
    return
  fi
  v_part_code=1
  if v_stage_in; then
    v_become "VIKI_HOME=$v_stage exec sh $v_stage/program lead $v_stage $1 $2" </dev/null &
    v_await_part "$1" $!
    v_part_code=$?
  fi
  v_stage_out
  return "$v_part_code"
}

# The step of somebody else, as them, in a process group of its own that they can end: what the runner sends does not come
# through `sudo`, and `su` may give it a session where it is not heard either.
v_lead() { # N step|back|again
  setsid sh "$v_folder/program" "$2" "$v_folder" "$1" </dev/null &
  v_note_part $!
  wait $!
}

# Whoever takes over from a dead runner must end what it had begun.
v_note_part() { # PID
  v_process "$1" && printf '%s %s %s\n' "$1" "$v_started" "$v_as" >"$v_folder/part"
}

v_await_part() { # N PID
  v_wait=5
  v_uptime
  v_until=$((v_up + v_seconds))
  v_note_part "$2"
  while v_process "$2"; do
    v_uptime
    if [ "$v_seconds" -gt 0 ] && [ "$v_up" -gt "$v_until" ]; then
      v_event "late $1 $v_seconds"
      # (not by what is noted: on a full disk, nothing may be)
      v_pid=$2 v_then=
      v_process "$2" && v_then=$v_started
      v_end_apart
      rm -f "$v_folder/part"
      wait "$2"
      return 1
    fi
    v_nap
  done
  rm -f "$v_folder/part"
  wait "$2"
}

# Ends the step that runs apart for the run, or the stage, in v_folder: as whoever it runs as, where that is somebody else.
v_end_part() {
  read -r v_pid v_then v_as <"$v_folder/part" || return 0
  v_end_apart
}

v_end_apart() { # (v_pid, begun at v_then, as v_as)
  v_stage=/tmp/.viki-$v_run
  # (what lies in /tmp may be anybody's, once theirs is gone)
  [ -z "$v_as" ] || (v_become "[ ! -L $v_stage ] && [ -O $v_stage ] && exec sh $v_stage/program end $v_stage") </dev/null
  v_process "$v_pid"
  case $v_started in '' | "$v_then") v_end_group "$v_pid" ;; esac
}

# v_end_group PID: kindly, then not. (dash and BusyBox take no `--` here)
v_end_group() {
  kill -TERM "-$1" 2>/dev/null || return 0
  v_left=20
  while [ "$v_left" -gt 0 ] && kill -0 "-$1" 2>/dev/null; do
    sleep 0.1
    v_left=$((v_left - 1))
  done
  kill -KILL "-$1" 2>/dev/null
  return 0
}
