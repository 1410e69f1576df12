# How the runner tells what it does: a line in its journal, and a line end in the pipe of whoever started it, who then
# reads on in the journal. POSIX sh for dash, bash and BusyBox ash; part of the runner's program, before run.sh.
# shellcheck shell=sh disable=SC2034,SC2154

v_woken=0 v_promised=0 v_promise=''

# Fails when it can't be written: what is not in the journal must not happen.
v_event() {
  v_boundary before "$*"
  printf '%s\n' "$*" >>"$v_folder/events" || return
  case $1 in
    # (told with what comes after it)
    "done "*) ;;
    "begin "* | "back "*) v_wake_soon ;;
    "end "*) v_withdraw && v_wake ;;
    *) v_wake ;;
  esac
  v_boundary after "$*"
  return 0
}

# Whoever started the runner may be reading the pipe; after a lost connection nobody is.
v_wake() {
  { printf '\n' >&9; } 2>/dev/null
}

# Steps come by the hundred in a second, and a packet for each would cost both sides more than the step itself. So they are
# told ten times a second; and a step that hangs is told within one, by a promise that outlives it.
v_wake_soon() {
  v_clock
  if [ $((v_now - v_woken)) -ge 10 ]; then
    v_woken=$v_now
    v_wake
  elif [ $((v_now - v_promised)) -ge 100 ]; then
    v_promised=$v_now
    {
      sleep 1 >/dev/null 2>&1 9>&-
      v_wake
    } &
    v_promise=$!
  fi
}

# Nobody tells of a run that has ended; the rest of a second's sleep is left of it, and holds nothing. (a promise that is kept has
# no process any more, and its number may be another's)
v_withdraw() {
  [ -n "$v_promise" ] || return 0
  v_clock
  [ $((v_now - v_promised)) -ge 90 ] || { kill "$v_promise" && wait "$v_promise"; } 2>/dev/null
  return 0
}

# Sets v_now: hundredths of a second. (the 1 keeps a leading zero from being another kind of number)
v_clock() {
  v_now=
  read -r v_now v_rest </proc/uptime
  v_now=1${v_now%.*}${v_now#*.}
}
