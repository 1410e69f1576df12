# How a host tells what it would mount under a name: a device by its path, its UUID or its label, a folder. POSIX sh for
# dash, bash and BusyBox ash. v_mount_find is mount.sh's.
# shellcheck shell=sh disable=SC2154

# v_device INDEX NAME NAME-AS-PLACE: prints "INDEX<TAB>device:PATH", "INDEX<TAB>folder" or, where there is none,
# "INDEX<TAB>absent". A folder that a device is mounted at is that device.
v_device() {
  case $2 in
    UUID=*) v_q=/dev/disk/by-uuid/${2#*=} ;;
    LABEL=*) v_q=/dev/disk/by-label/${2#*=} ;;
    PARTUUID=*) v_q=/dev/disk/by-partuuid/${2#*=} ;;
    PARTLABEL=*) v_q=/dev/disk/by-partlabel/${2#*=} ;;
    *) v_q=$2 ;;
  esac
  if [ ! -e "$v_q" ]; then
    printf '%s\tabsent\n' "$1"
  elif [ ! -d "$v_q" ]; then
    printf '%s\tdevice:%s\n' "$1" "$(readlink -f -- "$v_q")"
  elif v_mount_find "$3" && [ "$v_kind" != bind ]; then
    case $v_source in /*) printf '%s\tdevice:%s\n' "$1" "$v_source" ;; *) printf '%s\tfolder\n' "$1" ;; esac
  else
    printf '%s\tfolder\n' "$1"
  fi
}
