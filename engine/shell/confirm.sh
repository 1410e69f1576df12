# Runs that are taken back by the host itself unless somebody confirms them over a new connection, also when the host comes
# up again in between. POSIX sh for dash, bash and BusyBox ash; part of a program only where a run is to be confirmed.
# v_confirm_seconds says how long is waited.
# shellcheck shell=sh disable=SC2034,SC2154

# Sets v_hook: what of this host starts something of ours when it comes up: systemd, openrc, cron, rc.local or none.
v_find_hook() {
  v_hook=none
  # (what follows writes viki's path into files of others, each with its own quoting)
  case $v_home in *[!A-Za-z0-9/._-]*) return ;; esac
  if [ "$(id -u)" != 0 ]; then
    if v_has_cron && crontab -l 2>&1 | grep -qiv 'not allowed'; then v_hook=cron; fi
  elif [ -d /run/systemd/system ] && [ -w /etc/systemd/system ]; then
    v_hook=systemd
  elif [ -w /etc/local.d ] && [ -e /etc/runlevels/default/local ]; then
    v_hook=openrc
  elif [ -w /etc/cron.d ] && v_has_cron; then
    v_hook=cron
  elif [ -f /etc/rc.local ] && [ -x /etc/rc.local ] && [ -w /etc ]; then
    v_hook=rc.local
  fi
}

# A cron that is at work, and knows of @reboot: BusyBox has one that may not.
v_has_cron() {
  v_crontab=$(command -v crontab) || return
  case $(readlink -f "$v_crontab") in *busybox*) return 1 ;; esac
  for v_q in /proc/[0-9]*/comm; do
    v_name=
    [ ! -r "$v_q" ] || read -r v_name <"$v_q" 2>/dev/null
    case $v_name in cron | crond) return ;; esac
  done
  return 1
}

# From here on the host takes the run back when it comes up, until v_unplant.
v_plant() {
  v_find_hook
  printf '%s\n' "$v_hook" >"$v_folder/hook"
  printf '%s\n' '#!/bin/sh' "VIKI_HOME=$v_home exec sh $v_folder/program recover $v_folder" >"$v_folder/undo" || return
  v_called=viki-undo-$v_run
  case $v_hook in
    systemd)
      (umask 022 && printf '%s\n' '[Unit]' "Description=Takes back the run $v_run of viki, which nobody confirmed" \
        "RequiresMountsFor=$v_folder" '[Service]' 'Type=oneshot' "ExecStart=/bin/sh $v_folder/undo" \
        >"/etc/systemd/system/$v_called.service" && mkdir -p /etc/systemd/system/multi-user.target.wants) &&
        ln -s "../$v_called.service" "/etc/systemd/system/multi-user.target.wants/$v_called.service"
      ;;
    openrc)
      printf '%s\n' '#!/bin/sh' "sh $v_folder/undo" >"/etc/local.d/$v_called.start" && chmod 0700 "/etc/local.d/$v_called.start"
      ;;
    cron) v_plant_in_cron ;;
    rc.local)
      # After its first line, because its last one may be `exit 0`.
      sed "1a sh $v_folder/undo # $v_called" /etc/rc.local >"/etc/.rc.local.$v_run" && cat "/etc/.rc.local.$v_run" >/etc/rc.local
      rm -f "/etc/.rc.local.$v_run"
      grep -q "$v_called" /etc/rc.local
      ;;
  esac && v_sync_hook
}

v_plant_in_cron() {
  if [ "$(id -u)" = 0 ]; then
    # (a file with a dot or a `~` in its name is no file for cron)
    (umask 022 && printf '@reboot root sh %s\n' "$v_folder/undo" >"/etc/cron.d/$v_called")
  else
    { crontab -l 2>/dev/null || :; echo "@reboot sh $v_folder/undo # $v_called"; } | crontab -
  fi
}

v_sync_hook() {
  sync -f /etc "$v_folder" 2>/dev/null || sync
}

# The run has ended: nothing of it is left to be taken back by itself.
v_unplant() {
  [ -e "$v_folder/hook" ] || return 0
  read -r v_hook <"$v_folder/hook"
  v_called=viki-undo-$v_run
  case $v_hook in
    systemd)
      rm -f "/etc/systemd/system/multi-user.target.wants/$v_called.service" "/etc/systemd/system/$v_called.service"
      [ ! -e "$v_folder/timer" ] || systemctl stop "$v_called-late.timer" 2>/dev/null
      ;;
    openrc) rm -f "/etc/local.d/$v_called.start" ;;
    cron) v_unplant_from_cron ;;
    rc.local)
      sed "/ # $v_called\$/d" /etc/rc.local >"/etc/.rc.local.$v_run" && cat "/etc/.rc.local.$v_run" >/etc/rc.local
      rm -f "/etc/.rc.local.$v_run"
      ;;
  esac
  v_sync_hook
  return 0
}

v_unplant_from_cron() {
  if [ "$(id -u)" = 0 ]; then
    rm -f "/etc/cron.d/$v_called"
  else
    v_lines=$(crontab -l 2>/dev/null | grep -v " # $v_called\$")
    if [ -n "$v_lines" ]; then printf '%s\n' "$v_lines" | crontab -; else crontab -r; fi
  fi
}

# Should this runner be killed while it waits, systemd takes the run back in its place.
v_watch_over() {
  [ "$v_hook" = systemd ] || return 0
  systemd-run --quiet --collect --unit="$v_called-late" --on-active="$((v_confirm_seconds + 10))" \
    --timer-property=AccuracySec=1s \
    /bin/sh "$v_folder/undo" >/dev/null 2>&1 && : >"$v_folder/timer"
}

v_await_confirmation() {
  v_watch_over
  v_event "awaiting $v_confirm_seconds"
  v_uptime
  v_until=$((v_up + v_confirm_seconds)) v_wait=5
  until [ -e "$v_folder/confirmed" ]; do
    v_uptime
    if [ -e "$v_folder/cancel" ]; then
      v_event cancelled
      return 1
    elif [ "$v_up" -gt "$v_until" ]; then
      v_event unconfirmed
      return 1
    fi
    v_nap
  done
  v_event confirmed
}
