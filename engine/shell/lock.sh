# How a run gets its turn: one at a time on a host, and no lock that needs a person. POSIX sh for dash, bash and BusyBox ash;
# always part of the runner's program, before run.sh.
# shellcheck shell=sh disable=SC2034,SC2154

# Fails with 1 where a living run has it, with 2 where it could not be had for another reason, which is in the output.
v_lock() {
  v_boot
  v_process $$
  v_time=$(date +%s)
  # (a name of that number may be the lock that a dead runner still has)
  v_ours=$v_folder/lock.$$
  [ ! -e "$v_ours" ] || rm -f "$v_ours"
  printf '%s %s %s %s %s %s\n' "$v_run" $$ "$v_started" "$v_boot_id" "$v_time" "$v_who" >"$v_ours" || return 2
  v_tries=0
  until ln "$v_ours" "$v_home/lock" 2>/dev/null; do
    if v_holder "$v_home/lock"; then
      v_event "locked $v_holder_run $v_holder_since $v_holder_who"
      return 1
    fi
    if [ "$v_tries" -ge 5 ]; then
      # (once more, for its words)
      ln "$v_ours" "$v_home/lock" || return 2
      return 0
    fi
    v_tries=$((v_tries + 1))
    # Its holder is gone. Whoever moves it away first has it; if it was a living one's after all, it goes back.
    mv "$v_home/lock" "$v_home/lock.gone.$$" 2>/dev/null || continue
    ! v_holder "$v_home/lock.gone.$$" || ln "$v_home/lock.gone.$$" "$v_home/lock" 2>/dev/null
    rm -f "$v_home/lock.gone.$$"
  done
}

v_have_lock() {
  read -r v_holder_run v_holder_pid v_rest 2>/dev/null <"$v_home/lock" && [ "$v_holder_run $v_holder_pid" = "$v_run $$" ]
}

# A run is one from here on: its summary is there only once its runner holds the lock, so a run without a runner is
# always a dead one. Its number says when it was its turn, whatever the clocks say.
v_enter() {
  v_sequence=
  [ ! -e "$v_home/sequence" ] || read -r v_sequence <"$v_home/sequence"
  case $v_sequence in '' | *[!0-9]*) v_find_highest ;; esac
  v_sequence=$((v_sequence + 1))
  printf '%s\n' "$v_sequence" >"$v_home/sequence.new" && mv -f "$v_home/sequence.new" "$v_home/sequence" &&
    v_process $$ && printf '%s %s\n' $$ "$v_started" >"$v_folder/runner" &&
    printf '%s %s %s %s %s\n' "$v_sequence" "$v_time" "$v_undoes" "$v_who" "$v_project" >"$v_folder/summary.new" &&
    mv -f "$v_folder/summary.new" "$v_folder/summary"
}

# Sets v_sequence to the highest number of a run: the file that says it may be empty after a power cut.
v_find_highest() {
  v_sequence=0
  for v_q in "$v_home"/runs/*/summary; do
    v_number=
    [ ! -e "$v_q" ] || read -r v_number v_rest <"$v_q"
    case $v_number in '' | *[!0-9]*) continue ;; esac
    [ "$v_number" -le "$v_sequence" ] || v_sequence=$v_number
  done
}
