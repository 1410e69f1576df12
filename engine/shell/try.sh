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

# v_try N: resource N becomes as planned, also at a later try.
v_try() {
  v_again=0 v_backoff=1
  until v_take_step "$1" >>"$v_folder/output" 2>&1 9>&-; do
    v_again=$((v_again + 1))
    [ "$v_again" -le "$v_retries" ] && [ ! -e "$v_folder/cancel" ] && v_event "retry $1" || return 1
    v_pause "$v_backoff"
    v_backoff=$((v_backoff * 2))
    [ "$v_backoff" -le 30 ] || v_backoff=30
  done
}

v_take_step() { # N
  if [ -n "$v_as" ] || [ "$v_seconds" -gt 0 ]; then v_apart "$1"; else v_forward "$1"; fi
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
  v_tab=$(printf '\t')
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
