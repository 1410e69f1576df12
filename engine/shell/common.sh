# What every program on a host begins with: where viki keeps its things, its lock, and how it tells what it does.
# POSIX sh for dash, bash and BusyBox ash. The session around it defines v_say and v_take (see hosts/shell.ts).
# shellcheck shell=sh disable=SC2034,SC2154

v_comparing='' v_tell_bars='' v_user_id=''
v_newline='
'
# (of what separates words where nobody said otherwise: a blank, a tab, a line end)
v_tab=${IFS#?}
v_tab=${v_tab%?}

# Sets v_home: what the host keeps for viki. Root's is one for all; others have their own. VIKI_HOME in the
# environment of the login names another place.
v_find_home() {
  if [ -n "$VIKI_HOME" ]; then
    v_home=$VIKI_HOME
    return
  fi
  v_find_user || return
  if [ "$v_user_id" = 0 ]; then
    v_home=/var/lib/viki
  else
    v_home=${XDG_STATE_HOME:-$HOME/.local/state}/viki
  fi
}

# Sets v_user_id and v_group_id as `id` would tell them, without a process: on a host that has nothing to do, those are
# what takes time.
v_find_user() {
  v_user_id='' v_group_id=
  while read -r v_word v_real v_rest; do
    case $v_word in
      Uid:) v_user_id=${v_rest%%[!0-9]*} ;;
      Gid:)
        v_group_id=${v_rest%%[!0-9]*}
        break
        ;;
    esac
  done 2>/dev/null </proc/self/status
  [ -n "$v_user_id" ] || v_user_id=$(id -u)
  [ -n "$v_group_id" ] || v_group_id=$(id -g)
}

# Sets v_self: USER:GROUP that we are, by their names, or by numbers where there are none.
v_find_self() {
  v_find_user
  v_named "$v_user_id" /etc/passwd || v_name=$(id -un 2>/dev/null) || v_name=$v_user_id
  v_self=$v_name
  v_named "$v_group_id" /etc/group || v_name=$(id -gn 2>/dev/null) || v_name=$v_group_id
  v_self=$v_self:$v_name
}

# Says who we are where that is not root; from then on paths say which of them that login may not write.
v_tell_login() {
  [ -n "$v_user_id" ] || v_find_user
  [ "$v_user_id" != 0 ] || return 0
  v_find_self
  v_say login "${v_self%%:*}"
  v_tell_bars=yes
}

# v_named NUMBER FILE: sets v_name to the first that has this number there.
v_named() {
  while IFS=: read -r v_name v_secret v_number v_rest; do
    [ "$v_number" != "$1" ] || return 0
  done 2>/dev/null <"$2"
  return 1
}

# v_process PID: sets v_started to when that process began (clock ticks since boot), or to nothing if it is not alive.
v_process() {
  v_started=
  [ -r "/proc/$1/stat" ] || return 1
  read -r v_stat <"/proc/$1/stat" 2>/dev/null || return 1
  # The name stands in brackets and may have spaces; what follows the last one is fields.
  v_stat=${v_stat##*) }
  # shellcheck disable=SC2086
  set -- $v_stat
  [ "$1" != Z ] && [ "$1" != X ] && v_started=${20}
}

# Sets v_up: seconds since the host came up, which no clock that is set can change.
v_uptime() {
  read -r v_up v_rest </proc/uptime
  v_up=${v_up%%.*}
}

# Waits a little: v_wait milliseconds, and longer the next time.
v_nap() {
  sleep "$(printf '0.%03d' "$v_wait")"
  v_wait=$((v_wait * 2))
  [ "$v_wait" -le 200 ] || v_wait=200
}

v_boot() {
  v_boot_id=
  read -r v_boot_id </proc/sys/kernel/random/boot_id 2>/dev/null || v_boot_id=unknown
}

# v_holder FILE: reads who holds the lock into v_holder_*; fails if that process is gone, or was another boot's.
v_holder() {
  v_holder_run=''
  v_holder_pid=''
  read -r v_holder_run v_holder_pid v_holder_started v_holder_boot v_holder_since v_holder_who 2>/dev/null <"$1" || return 1
  v_boot
  [ "$v_holder_boot" = "$v_boot_id" ] && v_process "$v_holder_pid" && [ "$v_started" = "$v_holder_started" ]
}

# Sets v_listed to the runs that there are, newest first: "SEQUENCE ID OUTCOME STARTED UNDOES UNDONE_BY WHO PROJECT". The
# order is the one in which they held the lock; a run is undone while a run that undid it is not undone itself.
v_list() {
  v_rows='' v_last=0 v_mixed=
  for v_run_folder in "$v_home"/runs/*/; do
    v_run_folder=${v_run_folder%/}
    [ -e "$v_run_folder/summary" ] || continue
    read -r v_sequence v_run_rest <"$v_run_folder/summary"
    v_outcome_of "$v_run_folder"
    # (their names tell when they were planned: nearly always the order of their turns, too)
    [ "$v_sequence" -gt "$v_last" ] || v_mixed=yes
    v_last=$v_sequence
    v_rows="$v_sequence ${v_run_folder##*/} $v_run_outcome $v_run_rest$v_newline$v_rows"
  done
  [ -z "$v_mixed" ] || v_rows=$(printf %s "$v_rows" | sort -rn)
  v_listed='' v_undone=' '
  while read -r v_sequence v_run_id v_run_outcome v_run_started v_run_undoes v_run_rest; do
    [ -n "$v_sequence" ] || continue
    v_run_undone=-
    case $v_undone in *" $v_run_id="*) v_run_undone=${v_undone##*" $v_run_id="} v_run_undone=${v_run_undone%% *} ;; esac
    if [ "$v_run_outcome:$v_run_undone" = done:- ]; then v_undone="$v_undone$v_run_undoes=$v_run_id "; fi
    v_run_rest="$v_sequence $v_run_id $v_run_outcome $v_run_started $v_run_undoes $v_run_undone $v_run_rest"
    v_listed=$v_listed${v_listed:+$v_newline}$v_run_rest
  done <<V_ROWS
$v_rows
V_ROWS
}

# v_outcome_of FOLDER: sets v_run_outcome.
v_outcome_of() {
  v_run_outcome=
  [ ! -e "$1/outcome" ] || read -r v_run_outcome <"$1/outcome"
  if [ -z "$v_run_outcome" ]; then
    v_run_outcome=unfinished
    if v_holder "$v_home/lock" && [ "$v_holder_run" = "${1##*/}" ]; then v_run_outcome=running; fi
  fi
}

# v_remove_run FOLDER: at once, whatever ends us in between; half of one would be a run that nobody can finish.
v_remove_run() {
  mv "$1" "$v_home/.gone.${1##*/}" && rm -rf "$v_home"/.gone.*
}

# v_tell_owed PROJECT: the resources that an earlier run left without the restart that was due to them.
v_tell_owed() {
  [ -e "$v_home/owed" ] || return 0
  while IFS=$v_tab read -r v_q v_address; do
    [ "$v_q" != "$1" ] || v_say owed "$v_address"
  done <"$v_home/owed"
}

# v_runs LIMIT: tells of the newest runs, newest first, and sets v_listed to all that there are.
v_runs() {
  v_listed=
  [ -d "$v_home/runs" ] || return 0
  v_left=$1
  [ ! -e "$v_home/dropped" ] || v_say dropped
  v_list
  [ -n "$v_listed" ] || return 0
  while [ "$v_left" -gt 0 ] && read -r v_sequence v_run_rest; do
    v_say run "$v_run_rest"
    case $v_run_rest in
      *' running '*) ! grep -qs '^awaiting ' "$v_home/runs/${v_run_rest%% *}/events" || v_say awaiting "${v_run_rest%% *}" ;;
    esac
    v_left=$((v_left - 1))
  done <<V_LISTED
$v_listed
V_LISTED
}
