# How a host is asked whether a command has done its work, and how it is run. The command, its environment and what it reads
# are bytes in viki's folder (bytes.sh): none of them is ever an argument of a process. POSIX sh for dash, bash and BusyBox ash.
# The program around it sets v_home.
# shellcheck shell=sh disable=SC2154

# v_command_told INDEX CHECK CREATES DIRECTORY: prints "INDEX<TAB>ANSWER".
v_command_told() {
  if [ -z "$2$3" ]; then
    printf '%s\tany\n' "$1"
  elif v_command_is_done "$2" "$3" "$4"; then
    printf '%s\tdone\n' "$1"
  else
    printf '%s\tdue\n' "$1"
  fi
}

v_command_is_done() { # CHECK CREATES DIRECTORY
  if [ -n "$2" ] && [ ! -e "$2" ] && [ ! -L "$2" ]; then return 1; fi
  [ -n "$1" ] || return 0
  # (in a shell of its own: it may set and leave what it likes)
  (
    umask 022
    [ -z "$3" ] || cd -- "$3" || exit
    eval "$1"
  ) </dev/null >/dev/null 2>&1
}

# v_command COMMAND ENVIRONMENT STDIN DIRECTORY: the first three are sums, the others may be empty.
v_command() {
  (
    umask 022
    [ -z "$4" ] || cd -- "$4" || exit
    [ -z "$2" ] || eval "$(v_brought_bytes "$2")" || exit
    if [ -z "$3" ]; then
      exec sh "$v_home/blobs/$1" </dev/null
    fi
    v_brought_bytes "$3" | sh "$v_home/blobs/$1"
  )
  v_code=$?
  [ "$v_code" -eq 0 ] || echo "exit code: $v_code" >&2
  return "$v_code"
}
