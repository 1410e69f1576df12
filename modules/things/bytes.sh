# How the bytes that came with a run, or with an earlier one, are read on a host. What is secret lies behind a line of chance,
# which makes that its sum says nothing. POSIX sh. The program around it sets v_home.
# shellcheck shell=sh disable=SC2154

# v_brought_bytes SUM|secret:SUM: prints them.
v_brought_bytes() {
  case $1 in
    secret:*) tail -n +2 -- "$v_home/blobs/${1#secret:}" ;;
    *) cat -- "$v_home/blobs/$1" ;;
  esac
}

v_has_bytes() { # SUM|secret:SUM
  [ -e "$v_home/blobs/${1#secret:}" ]
}
