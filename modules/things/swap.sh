# How a host tells whether a file is used as swap, and how it gets one. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh

# v_swap INDEX PATH PLACE: prints "INDEX<TAB>on:BYTES:PRIORITY" ("-" where the kernel chose it), "off:BYTES", "absent", or
# "taken" by what is no swap. PLACE is the path as the kernel writes it. What the kernel keeps for itself of the file counts.
v_swap() {
  if [ ! -e "$2" ] && [ ! -L "$2" ]; then
    printf '%s\tabsent\n' "$1"
    return
  fi
  v_size=$(stat -c %s -- "$2")
  while read -r v_place v_q v_q v_q v_priority; do
    [ "$v_place" = "$3" ] || continue
    case $v_priority in -*) v_priority=- ;; esac
    printf '%s\ton:%s:%s\n' "$1" "$v_size" "$v_priority"
    return
  done </proc/swaps
  if [ -f "$2" ] && [ ! -L "$2" ] && v_swap_is_one "$2"; then
    printf '%s\toff:%s\n' "$1" "$v_size"
  else
    printf '%s\ttaken\n' "$1"
  fi
}

# (its mark is at the end of the first page, whose size is not the same everywhere)
v_swap_is_one() { # PATH
  for v_q in 4096 8192 16384 65536; do
    v_mark=$(dd if="$1" bs=1 skip=$((v_q - 10)) count=10 2>/dev/null | tr '\0' ' ')
    [ "$v_mark" != SWAPSPACE2 ] || return 0
  done
  return 1
}

# v_swap_set PATH PLACE absent|off|on BYTES PRIORITY: one of another size is made anew, which needs room for what is in it.
v_swap_set() {
  v_found=$(v_swap 0 "$1" "$2")
  v_found=${v_found#*"$v_tab"}
  case $v_found in
    taken)
      echo "$1 is there and no swap: not touched" >&2
      return 1
      ;;
    "$3:$4" | "$3:$4:${5:--}") return 0 ;;
    on:*) swapoff "$1" || return ;;
  esac
  if [ "$3" = absent ]; then
    rm -f -- "$1"
    return
  fi
  case $v_found in
    "on:$4:"* | "off:$4") ;;
    *) v_swap_make "$1" "$4" || return ;;
  esac
  [ "$3" = off ] || v_swap_on "$1" "${5-}" || {
    v_failed=$?
    [ "$v_found" != absent ] || rm -f -- "$1"
    return "$v_failed"
  }
}

# Whole, without holes, and for nobody else to read: what was in the memory of all is in it.
v_swap_make() { # PATH BYTES
  rm -f -- "$1"
  # (a colon that can not write would end the whole run)
  true >"$1" && chmod 600 "$1" || return
  # (some file systems would move what is written, which a swap file may not be)
  ! command -v chattr >/dev/null 2>&1 || chattr +C "$1" 2>/dev/null
  head -c "$2" /dev/zero >"$1" && mkswap "$1" >/dev/null && return
  v_failed=$?
  rm -f -- "$1"
  echo "there is no room for $1, or it could not be made swap" >&2
  return "$v_failed"
}

v_swap_on() { # PATH PRIORITY
  if [ -n "$2" ] && [ "$2" != - ]; then swapon -p "$2" "$1"; else swapon "$1"; fi
}
