# How a host is asked about its services, and how one is started, enabled, restarted. POSIX sh for dash, bash and BusyBox ash.
# What starts them is found by init.sh. `early` is what a host starts before it comes to what can be enabled and disabled.
# shellcheck shell=sh disable=SC2030,SC2031,SC2154

# v_services INDEX NAME [INDEX NAME ...]: prints "INDEX<TAB>ANSWER" for each.
v_services() {
  v_find_init
  if [ "$v_init" = systemd ]; then
    v_services_of_systemd "$@"
    return
  fi
  while [ $# -gt 0 ]; do
    printf '%s\t%s\n' "$1" "$("v_service_of_$v_init" "$2")"
    shift 2
  done
}

# One process for all of them: it tells of each in a paragraph, in the order in which they were named.
v_services_of_systemd() {
  v_left=$(($# / 2)) v_indexes=
  while [ "$v_left" -gt 0 ]; do
    v_indexes="$v_indexes $1:$2"
    set -- "$@" "$2"
    shift 2
    v_left=$((v_left - 1))
  done
  {
    systemctl show --no-pager --property=LoadState,ActiveState,SubState,UnitFileState,Type,RemainAfterExit -- "$@" 2>/dev/null
    echo
  } | {
    # shellcheck disable=SC2086
    set -- $v_indexes
    v_load='' v_active='' v_sub='' v_enabled='' v_kind='' v_remains=''
    while IFS='=' read -r v_key v_value; do
      case $v_key in
        LoadState) v_load=$v_value ;;
        ActiveState) v_active=$v_value ;;
        SubState) v_sub=$v_value ;;
        UnitFileState) v_enabled=$v_value ;;
        Type) v_kind=$v_value ;;
        RemainAfterExit) v_remains=$v_value ;;
        '')
          [ -n "$v_load" ] || continue
          v_service_told "$1"
          shift
          v_load='' v_active='' v_sub='' v_enabled='' v_kind='' v_remains=''
          ;;
      esac
    done
  }
}

v_service_told() { # INDEX:NAME
  case $v_active:$v_sub in
    # (what systemd starts again and again does not run)
    active:* | reloading:* | activating:start* | activating:reload*) v_active=running ;;
    *) v_active=stopped ;;
  esac
  [ "$v_active:$v_kind:$v_remains" != stopped:oneshot:no ] || v_active=once
  # A script of sysvinit has a unit that was made from it, and whether it is enabled is asked of others.
  [ "$v_enabled" != generated ] || v_enabled=$(systemctl is-enabled -- "${1#*:}" 2>/dev/null)
  case $v_load:$v_active in
    not-found:stopped) printf '%s\tabsent\n' "${1%%:*}" ;;
    *) printf '%s\t%s:%s\n' "${1%%:*}" "$v_active" "${v_enabled:--}" ;;
  esac
}

v_service_of_none() {
  echo none
}

v_service_of_openrc() { # NAME
  [ -e "/etc/init.d/$1" ] || {
    echo absent
    return
  }
  # (what is in both is started early, whatever the other is told)
  if [ -e "/etc/runlevels/boot/$1" ] || [ -e "/etc/runlevels/sysinit/$1" ]; then
    v_enabled=early
  elif [ -e "/etc/runlevels/default/$1" ]; then
    v_enabled=enabled
  else
    v_enabled=disabled
  fi
  v_script_told "$1"
}

v_service_of_sysvinit() { # NAME
  [ -x "/etc/init.d/$1" ] || {
    echo absent
    return
  }
  v_enabled=disabled
  for v_q in /etc/rc[2345].d/S[0-9][0-9]"$1" /etc/rc.d/rc[2345].d/S[0-9][0-9]"$1"; do
    [ ! -e "$v_q" ] || v_enabled=enabled
  done
  # (what is in both is started early, whatever the others are told)
  for v_q in /etc/rcS.d/S[0-9][0-9]"$1"; do
    [ ! -e "$v_q" ] || v_enabled=early
  done
  v_script_told "$1"
}

# A script that can't tell how it is does something once and ends. (these interpreters can tell it for all their scripts)
v_script_told() { # NAME
  if ! grep -qE 'status|openrc-run|runscript|init-d-script' "/etc/init.d/$1"; then
    echo "once:$v_enabled"
  elif v_script "$1" status >/dev/null 2>&1; then
    echo "running:$v_enabled"
  else
    echo "stopped:$v_enabled"
  fi
}

# What it starts has nothing of ours in its environment.
v_script() { # NAME VERB
  if [ "$v_init" = openrc ]; then
    rc-service "$1" "$2" </dev/null
  else
    (cd / && exec env -i PATH="$PATH" TERM="${TERM:-dumb}" "/etc/init.d/$1" "$2" </dev/null)
  fi
}

# v_service NAME STATE ENABLED: STATE is running, stopped, gone (stopped, if it is there at all), or any; ENABLED is enabled, disabled, masked, or left alone.
v_service() {
  v_find_init
  v_fresh=
  case $v_init in
    systemd) v_service_by_systemd "$@" ;;
    openrc | sysvinit) v_service_by_script "$@" ;;
    *)
      echo "nothing on this host starts services" >&2
      return 1
      ;;
  esac
}

v_service_by_systemd() {
  v_unit=$(systemctl show --no-pager --property=LoadState,ActiveState,NeedDaemonReload -- "$1")
  case $v_unit:$2 in
    # What is not there needs no stopping.
    *LoadState=not-found*ActiveState=inactive*:stopped | *LoadState=not-found*:gone) return 0 ;;
    *NeedDaemonReload=yes*) systemctl daemon-reload || return ;;
  esac
  case $v_unit:$3 in
    *LoadState=masked*:enabled | *LoadState=masked*:disabled) systemctl --quiet unmask -- "$1" || return ;;
  esac
  case $3 in
    enabled) systemctl --quiet enable -- "$1" || return ;;
    disabled) systemctl --quiet disable -- "$1" || return ;;
  esac
  case $2 in
    stopped | gone) v_systemd_stops "$1" || return ;;
    running)
      case $v_unit in
        *ActiveState=active*) ;;
        *) v_fresh=$1 && v_systemd_starts start "$1" || return ;;
      esac
      ;;
  esac
  [ "$3" != masked ] || systemctl --quiet mask -- "$1"
}

# What is a part of it (a cluster of PostgreSQL) stops with it, but may do so a little later: that is waited for.
v_systemd_stops() { # NAME
  systemctl stop -- "$1" || return
  v_parts=$(systemctl show --no-pager --property=ConsistsOf --value -- "$1")
  # (names of units have no spaces)
  # shellcheck disable=SC2086
  [ -z "$v_parts" ] || systemctl stop -- $v_parts
}

# v_systemd_starts VERB NAME: says what it said when it does not come up, which is what anybody would look for next.
v_systemd_starts() {
  systemctl reset-failed -- "$2" 2>/dev/null
  systemctl "$1" -- "$2" && return
  systemctl --no-pager --full --lines=10 status -- "$2" >&2
  return 1
}

# v_service_why NAME: what it says of itself, for people.
v_service_why() {
  v_find_init
  case $v_init in
    systemd) systemctl --no-pager --full --lines=10 status -- "$1" ;;
    openrc | sysvinit) v_script "$1" status ;;
  esac
}

v_service_by_script() {
  if [ ! -e "/etc/init.d/$1" ]; then
    # What is not there needs no stopping.
    case $2 in stopped | gone) return 0 ;; esac
  fi
  case $v_init:$3 in
    openrc:enabled) rc-update --quiet add "$1" default || return ;;
    openrc:disabled) [ ! -e "/etc/runlevels/default/$1" ] || rc-update --quiet del "$1" default || return ;;
    sysvinit:enabled | sysvinit:disabled) v_sysvinit_enables "$1" "$3" || return ;;
  esac
  case $2 in
    stopped | gone) ! v_script "$1" status >/dev/null 2>&1 || v_script "$1" stop ;;
    running)
      if v_script "$1" status >/dev/null 2>&1; then return; fi
      v_fresh=$1
      v_script_starts start "$1"
      ;;
  esac
}

# OpenRC takes one that has crashed for one that runs, and would not start it.
v_openrc_crashed=32
v_script_starts() { # VERB NAME
  if [ "$v_init" = openrc ]; then
    v_script "$2" status >/dev/null 2>&1
    [ $? -ne "$v_openrc_crashed" ] || v_script "$2" zap || return
  fi
  v_script "$2" "$1"
}

v_sysvinit_enables() { # NAME enabled|disabled
  if command -v update-rc.d >/dev/null 2>&1; then
    update-rc.d "$1" defaults && update-rc.d "$1" "${2%d}"
  elif [ "$2" = enabled ]; then
    chkconfig "$1" on
  else
    chkconfig "$1" off
  fi
}

# v_service_again NAME restart|reload RUNS: once more, because what it was started with has changed. With RUNS it runs
# afterwards, also when its last start had failed; without, only what runs is restarted. What this very step has started
# knows of the change already.
v_service_again() {
  [ "$v_fresh" != "$1" ] || return 0
  v_find_init
  case $v_init:$2:$3 in
    systemd:restart:runs) v_systemd_starts restart "$1" ;;
    systemd:restart:*) systemctl try-restart -- "$1" ;;
    systemd:reload:runs) v_systemd_starts reload-or-restart "$1" ;;
    systemd:reload:*) systemctl try-reload-or-restart -- "$1" ;;
    *)
      [ "$3" = runs ] || v_script "$1" status >/dev/null 2>&1 || return 0
      { [ "$2" = reload ] && v_script "$1" reload; } || v_script_starts restart "$1"
      ;;
  esac
}
