# What a host keeps of its runs comes to an end: done by a runner when its run has ended, under the lock, now and then. A
# run that is dropped can not be taken back any more. POSIX sh for dash, bash and BusyBox ash.
#   v_keep_always   the newest runs, which are never dropped, nor are runs that are not done with
#   v_keep_runs v_keep_days v_keep_kib    how many, how old, how large all of it may be
# shellcheck shell=sh disable=SC2034,SC2154

v_rotate() {
  set -- "$v_home"/runs/*/
  [ $# -gt "$v_keep_always" ] || return 0
  # (to list them all costs more than to start a run)
  [ $# -gt "$v_keep_runs" ] || [ $((v_sequence % 16)) -eq 0 ] || return 0
  v_oldest=$(($(date +%s) - v_keep_days * 86400))
  v_limit=$v_keep_runs
  v_drop "$v_limit"
  while [ "$v_limit" -gt "$v_keep_always" ] && v_is_too_large; do
    v_limit=$((v_limit * 3 / 4))
    [ "$v_limit" -ge "$v_keep_always" ] || v_limit=$v_keep_always
    v_drop "$v_limit"
  done
}

v_is_too_large() {
  v_kib=$(du -sk "$v_home")
  [ "${v_kib%%[!0-9]*}" -gt "$v_keep_kib" ]
}

# The oldest first: should this be ended in between, a run that took another one back must not be gone before that one is, which
# would count again. For the same reason it stays as long as the other does.
v_drop() { # HOW MANY STAY
  v_list
  v_place=0 v_oldest_first=
  while read -r v_line; do
    v_place=$((v_place + 1))
    [ "$v_place" -le "$v_keep_always" ] || v_oldest_first="$v_place $v_line$v_newline$v_oldest_first"
  done <<V_LISTED
$v_listed
V_LISTED
  while read -r v_place v_sequence v_run_id v_run_outcome v_run_started v_run_undoes v_run_undone v_run_rest; do
    case $v_run_outcome:$v_run_undone in : | running:* | unfinished:* | stuck:-) continue ;; esac
    [ "$v_run_outcome" != 'done' ] || [ "$v_run_undoes" = - ] || [ ! -e "$v_home/runs/$v_run_undoes" ] || continue
    if [ "$v_run_undone" = - ] && v_is_origin "$v_home/runs/$v_run_id/claims"; then continue; fi
    if [ "$v_place" -gt "$1" ] || [ "$v_run_started" -lt "$v_oldest" ]; then
      v_remove_run "$v_home/runs/$v_run_id"
      : >"$v_home/dropped"
    fi
  done <<V_OLDEST_FIRST
$v_oldest_first
V_OLDEST_FIRST
  v_clear_away
  v_sweep
}

# Did it create a resource, make more of one, or remove one? When that leaves the text, it is gone back to what was before this run.
v_is_origin() { # CLAIMS
  [ -e "$1" ] || return 1
  while read -r v_kind v_address; do
    case $v_kind in created* | grown* | removed*) return 0 ;; esac
  done <"$1"
  return 1
}

# What never had its turn: the connection that brought it broke off, or its runner was ended before that. Nobody comes back for
# it after a day. (-prune looks at the folders alone)
v_clear_away() {
  set --
  for v_q in "$v_home"/runs/*/; do
    [ -e "$v_q/summary" ] || set -- "$@" "${v_q%/}"
  done
  [ $# -gt 0 ] || return 0
  find "$@" -prune -mtime +0 | while IFS= read -r v_q; do v_remove_run "$v_q"; done
}

# Bytes that no run speaks of any more. A list of names that is cut short (where a disk is full, say) would give up what is
# needed: it ends with a mark, and where that is missing nothing is removed.
v_sweep() {
  # Looked at first: whoever brings bytes after this brings others, and whoever has begun to is seen below.
  v_there=$(ls "$v_home/blobs") && [ -n "$v_there" ] || return 0
  for v_q in "$v_home"/runs/*/; do
    # Somebody is bringing a run along, and its bytes may be here before its record is.
    [ -e "$v_q/outcome" ] || return 0
  done
  v_mark=0e0d0e0d0e0d0e0d0e0d
  v_named=$({ cat "$v_home"/runs/*/record && echo " $v_mark"; } | tr -cs '0-9a-f' '\n' | sort -u) || return 0
  case $v_newline$v_named$v_newline in *"$v_newline$v_mark$v_newline"*) ;; *) return 0 ;; esac
  v_unnamed=$(
    printf '%s\n' "$v_there" "$v_mark" | grep -vxF -f /proc/self/fd/3 3<<V_NAMED
$v_named
$v_mark
V_NAMED
  ) || return 0
  case $v_unnamed in *"$v_mark") return 0 ;; esac
  while read -r v_sum; do rm -f "$v_home/blobs/$v_sum"; done <<V_UNNAMED
$v_unnamed
V_UNNAMED
}
