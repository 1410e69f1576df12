# How a host tells where this connection comes in, so that nobody cuts off their own way. POSIX sh for dash, bash, BusyBox ash.
# shellcheck shell=sh

# v_connection INDEX: prints "INDEX<TAB>ssh:ADDRESS PORT", who comes from where to which port, or "INDEX<TAB>none". What sudo
# leaves out of the environment is in that of who started it.
v_connection() {
  v_from=${SSH_CONNECTION:-} v_pid=$$ v_left=20
  while [ -z "$v_from" ] && [ "${v_pid:-1}" -gt 1 ] && [ "$v_left" -gt 0 ]; do
    v_from=$(tr '\0' '\n' 2>/dev/null <"/proc/$v_pid/environ" | sed -n 's/^SSH_CONNECTION=//p')
    v_pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$v_pid/status" 2>/dev/null)
    v_left=$((v_left - 1))
  done
  v_port=${v_from##* }
  case $v_from in
    *' '*) printf '%s\tssh:%s %s\n' "$1" "${v_from%% *}" "$v_port" ;;
    *) printf '%s\tnone\n' "$1" ;;
  esac
}
