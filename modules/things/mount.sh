# How a host tells what is mounted at a place, and how that is changed. Places and sources are compared as the kernel writes
# them: blanks are \040. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh

# v_mount_find PLACE: sets v_source, v_kind and v_options of what is mounted there, on top of all else.
v_mount_find() {
  v_dev=''
  while read -r v_q v_q v_one_dev v_one_root v_one_at v_one_options v_rest; do
    [ "$v_one_at" = "$1" ] || continue
    v_dev=$v_one_dev v_root=$v_one_root
    v_rest=${v_rest#*- }
    v_kind=${v_rest%% *} v_rest=${v_rest#* }
    v_source=${v_rest%% *} v_options=$v_one_options,${v_rest#* }
    v_only=$v_one_options
  done </proc/self/mountinfo
  [ -n "$v_dev" ] || return 1
  v_mount_bound "$1"
}

# A part of what is mounted elsewhere is a bind mount; so is all of it where no device says what it is.
v_mount_bound() { # PLACE
  case $v_root:$v_source in /:/*) return 0 ;; esac
  while read -r v_q v_q v_one_dev v_one_root v_one_at v_rest; do
    [ "$v_one_at" != "$1" ] || break
    [ "$v_one_dev" = "$v_dev" ] || continue
    case $v_root/ in
      "${v_one_root%/}"/*)
        v_q=${v_root#"${v_one_root%/}"}
        v_source=${v_one_at%/}${v_q%/} v_kind=bind v_options=$v_only
        v_source=${v_source:-/}
        return
        ;;
    esac
  done </proc/self/mountinfo
}

# v_mount_told INDEX PATH PLACE: prints "INDEX<TAB>ANSWER".
v_mount_told() {
  v_real=$(readlink -f -- "$2" 2>/dev/null) || v_real=$2
  if [ "$v_real" != "$2" ]; then
    printf '%s\tlink:%s\n' "$1" "$v_real"
  elif v_mount_find "$3"; then
    v_flags=
    for v_q in ro noexec nosuid nodev noatime nodiratime sync dirsync; do
      case ,$v_options, in *",$v_q,"*) v_flags=$v_flags,$v_q ;; esac
    done
    v_flags=${v_flags#,}
    printf '%s\tmounted %s %s %s %s\n' "$1" "$v_source" "${v_flags:--}" "$v_kind" "$v_options"
  elif [ -d "$2" ]; then
    printf '%s\tfree\n' "$1"
  elif [ -e "$2" ]; then
    printf '%s\ttaken\n' "$1"
  else
    printf '%s\tabsent\n' "$1"
  fi
}

# v_mount PATH PLACE SOURCE SOURCE-AS-PLACE TYPE OPTIONS
v_mount() {
  if v_mount_find "$2"; then
    if [ "$v_source" = "$4" ] && { [ "$v_kind" = "$5" ] || { [ "$5" != bind ] && [ "$v_kind" != bind ]; }; }; then
      if [ "$5" = bind ]; then v_q=remount,bind; else v_q=remount; fi
      mount -o "$v_q${6:+,$6}" "$3" "$1"
      return
    fi
    v_unmount "$1" || return
  fi
  [ -d "$1" ] || mkdir -m 755 -- "$1" || return
  if [ "$5" != bind ]; then
    mount -t "$5" ${6:+-o "$6"} "$3" "$1"
  else
    # (it would have the flags of where it comes from)
    mount -o bind "$3" "$1" && mount -o "remount,bind,${6:-rw}" "$3" "$1"
  fi
}

# v_mount_none PATH PLACE [folder]: nothing is mounted there; without the last word, there is no folder either.
v_mount_none() {
  if v_mount_find "$2"; then v_unmount "$1" || return; fi
  if [ -n "${3-}" ]; then
    [ -d "$1" ] || mkdir -m 755 -- "$1"
  elif [ -d "$1" ]; then
    rmdir -- "$1"
  fi
}

v_unmount() { # PATH
  umount "$1" && return
  echo "$1 is in use, and is not taken away from who uses it:$(v_mount_users "$1")" >&2
  return 1
}

# Who is in there, or has something open: the first few of them.
v_mount_users() { # PATH
  # shellcheck disable=SC2012
  ls -ld /proc/[0-9]*/cwd /proc/[0-9]*/root /proc/[0-9]*/exe /proc/[0-9]*/fd/* 2>/dev/null | {
    v_seen=' ' v_left=5
    while IFS= read -r v_line; do
      case ${v_line#* -> } in "$1" | "$1"/*) ;; *) continue ;; esac
      v_q=${v_line#* /proc/} v_q=${v_q%%/*}
      case $v_seen in *" $v_q "*) continue ;; esac
      v_seen="$v_seen$v_q "
      printf ' process %s (%s)' "$v_q" "$(cat "/proc/$v_q/comm" 2>/dev/null)"
      v_left=$((v_left - 1))
      [ "$v_left" -gt 0 ] || break
    done
  }
}
