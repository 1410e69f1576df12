# What was unpacked into a folder: how that is asked, and how it comes and goes. What came from an archive is in a list in
# viki's folder, so that it goes again without anything else. POSIX sh for dash, bash and BusyBox ash, with download.sh.
# The program around it sets v_home, v_run, v_comparing and v_newline.
# (-nt is in all three of them; the list is only looked at)
# shellcheck shell=sh disable=SC2154,SC3013,SC2094

# The list of a folder: what was asked for first, then every path, those of folders too. Beside it is what each file of the list
# had in it (.sums), and how it looked when it was put there (.looks).
v_unpacked_list() { v_list=$v_home/unpacked${1%/}/.list; }

# v_unpacked INDEX FOLDER: prints "INDEX<TAB>ANSWER". While a run compares, only what was unpacked counts.
v_unpacked() {
  v_unpacked_list "$2"
  if [ ! -f "$v_list" ] || [ ! -d "$2" ]; then
    printf '%s\tabsent\n' "$1"
    return
  fi
  IFS= read -r v_asked_for <"$v_list"
  v_whole=unpacked
  v_looks=$(v_unpacked_looks "$2" "$v_list") || v_whole=broken
  if [ -n "$v_comparing" ]; then
    printf '%s\t%s:%s::\n' "$1" "$v_whole" "$v_asked_for"
  else
    v_changed=$(v_unpacked_changed "$2")
    printf '%s\t%s:%s:%s:%s\n' "$1" "$v_whole" "$v_asked_for" "$(printf %s "${v_changed%%"$v_newline"*}" | tr : _)" "$(v_unpacked_names "$2")"
  fi
}

# v_unpacked_looks FOLDER LIST: "KIND INODE SIZE TIME/PATH" of what is there of the list; fails if something is not. The time is
# the one that nobody sets: a copy that keeps the times of a file has a new one.
v_unpacked_looks() {
  sed 1d <"$2" | tr '\n' '\0' | (cd -- "$1" && xargs -0r stat -c '%f %i %s %Z/%n' -- 2>/dev/null)
}

# Of lines that v_unpacked_looks tells, the paths of those whose kind begins so (8: files, 4: folders).
v_unpacked_kind() { sed -n "/^[$1]/s,^[^/]*/,,p"; }

# v_unpacked_changed FOLDER: the files in v_looks that are not as they were. Only those are summed that look otherwise.
v_unpacked_changed() {
  v_odd=$({
    printf '%s\n' "$v_looks" | sed -n '/^8/p'
    cat -- "${v_list%.list}.looks" "${v_list%.list}.looks" 2>/dev/null
  } | LC_ALL=C sort | uniq -u | v_unpacked_kind 8)
  [ -n "$v_odd" ] || return
  {
    printf '%s\n' "$v_odd"
    printf '%s\n' "$v_odd" | v_unpacked_same "$1"
  } | LC_ALL=C sort | uniq -u
}

# v_unpacked_same FOLDER: of the paths that it reads, those of files that are byte by byte as they were unpacked. A viki that
# did not keep sums made nothing newer than its list.
v_unpacked_same() {
  if [ ! -e "${v_list%.list}.sums" ]; then
    while IFS= read -r v_q; do
      if [ -n "$v_q" ] && [ ! "$1/$v_q" -nt "$v_list" ]; then printf '%s\n' "$v_q"; fi
    done
    return
  fi
  {
    v_unpacked_sums "$1"
    cat -- "${v_list%.list}.sums" 2>/dev/null
  } | LC_ALL=C sort | uniq -d | sed 's/^[0-9a-f]*  //'
}

# v_unpacked_sums FOLDER: sums of the paths that it reads. GNU marks lines in which it had to write something of a name otherwise;
# no path has `//` in it.
v_unpacked_sums() {
  tr '\n' '\0' | (cd -- "$1" && xargs -0r sha256sum -- 2>/dev/null) |
    sed -e '/^\\/!b' -e 's/^.//' -e 's,\\\\,//,g' -e "s/\\\\r/$(printf '\r')/g" -e 's,//,\\,g'
}

# What lies in the folder and goes with what was unpacked, because nothing of others is in it: NAME/NAME.
v_unpacked_names() { # FOLDER
  v_others=$(cd -- "$1" && find . ! -name . | sed 's,^\./,,' | grep -vxF -f "$v_list" | sed 's,/.*,,' | sort -u)
  v_others=$v_others$v_newline$(printf '%s\n' "$v_changed" | sed 's,/.*,,')
  sed '1d; /\//d' <"$v_list" | while IFS= read -r v_q; do
    case $v_newline$v_others$v_newline in
      *"$v_newline$v_q$v_newline"*) ;;
      *) printf '%s/' "$v_q" ;;
    esac
  done
}

# v_unpacked_gone FOLDER: everything on the list, but files that are not byte by byte what was unpacked, and folders that others
# have things in.
v_unpacked_gone() {
  rm -rf -- "${1%/}/.viki-$v_run"
  v_unpacked_list "$1"
  [ -f "$v_list" ] || return 0
  if [ -d "$1" ]; then
    v_looks=$(v_unpacked_looks "$1" "$v_list")
    {
      printf '%s\n' "$v_looks" | v_unpacked_kind 8 | v_unpacked_same "$1"
      printf '%s\n' "$v_looks" | v_unpacked_kind ^48
    } | tr '\n' '\0' | (cd -- "$1" && xargs -0r rm -f --) || return
    printf '%s\n' "$v_looks" | v_unpacked_kind 4 | LC_ALL=C sort -r | tr '\n' '\0' | (cd -- "$1" && xargs -0r rmdir -- 2>/dev/null)
  fi
  rm -f -- "$v_list" "${v_list%.list}.sums" "${v_list%.list}.looks"
}

# v_unpack FOLDER SHA256 FORMAT STRIP OWNER GROUP PATH URL: the folder is there. What is there already stays as it is.
v_unpack() {
  v_unpacked_gone "$1" && v_unpack_fetch "$2" "$7" "$8" || return
  v_box=${1%/}/.viki-$v_run
  mkdir -m 700 -- "$v_box" || return
  if (umask 022 && cd -- "$v_box" && v_unpack_bytes "$3" "$v_home/blobs/$2") && v_unpack_strip "$4" &&
    v_unpack_apart && v_unpack_inside "$v_root" && chown -hR -- "$5:$6" "$v_root" && v_unpack_note "$1" "$2:$3:$4:$5:$6" &&
    (v_unpack_place "$v_root" "$1"); then
    rm -rf -- "$v_box"
    v_unpacked_looks "$1" "$v_list" | sed -n '/^8/p' >"${v_list%.list}.looks"
    return
  fi
  rm -rf -- "$v_box"
  return 1
}

# The bytes are kept, so that what was unpacked can come back when the archive is gone.
v_unpack_fetch() { # SHA256 PATH URL
  v_temporary=$v_home/blobs/$1
  if [ -f "$v_temporary" ] && v_download_fits "$v_temporary" "$1"; then return; fi
  v_temporary=$v_home/blobs/unpack-$v_run
  rm -f -- "$v_temporary"
  if [ -z "$2$3" ]; then
    echo "the bytes that were unpacked before are not kept any more: $1" >&2
    return 1
  elif [ -n "$2" ]; then
    cat -- "$2" >"$v_temporary" && v_download_right "$1" "$2"
  else
    : >"$v_temporary" && v_download_bytes "$3" && v_download_right "$1" "$3"
  fi && mv -f -- "$v_temporary" "$v_home/blobs/$1" && return
  rm -f -- "$v_temporary"
  return 1
}

# In the folder where it is called. BusyBox lists names without what leads outside, and says so. Owners and special modes are not taken from an archive.
v_unpack_bytes() { # FORMAT FILE
  case $1 in
    zip)
      v_unpack_names '(^|[[:space:]])/|(^|[[:space:]]|/)\.\.(/|$)|^unzip: removing leading ' \
        "$(unzip -l "$2" 2>&1 | grep -v '^Archive:')" &&
        unzip -q -o "$2" </dev/null
      return
      ;;
    tar.gz) v_letter=z ;;
    tar.xz) v_letter=J ;;
    tar.bz2) v_letter=j ;;
    *) v_letter= ;;
  esac
  v_unpack_names '^/|(^|/)\.\.(/|$)|^tar: removing leading ' "$(tar "-t${v_letter}f" "$2" 2>&1)" && tar "-xo${v_letter}f" "$2" --no-same-permissions
}

# A name that leads outside is nothing that an archive has by accident.
v_unpack_names() { # PATTERN LINES
  v_odd=$(printf '%s\n' "$2" | grep -E "$1" | head -n 1)
  [ -z "$v_odd" ] && return
  echo "the archive has a member that leads outside of the folder: $v_odd" >&2
  return 1
}

# Sets v_root to the folder that is left once so many around everything are left out.
v_unpack_strip() { # HOW MANY
  v_root=$v_box v_left=$1
  while [ "$v_left" -gt 0 ]; do
    v_inner=$v_root/$(cd -- "$v_root" && find . ! -name . -prune)
    if [ ! -d "$v_inner" ] || [ -L "$v_inner" ]; then
      echo "strip: not everything in the archive lies in one folder" >&2
      return 1
    fi
    v_root=$v_inner v_left=$((v_left - 1))
  done
}

# A hard link may lead to another file of the archive: what else it led to would get the owner as well.
v_unpack_apart() {
  v_odd=$(find "$v_box" -type f -exec stat -c '%h %d:%i' {} + | grep -v '^1 ' | sort | uniq -c |
    while read -r v_count v_links v_q; do
      [ "$v_count" -eq "$v_links" ] || find "$v_box" -type f -exec stat -c '%d:%i %n' {} + | sed -n "s/^$v_q //p"
    done | head -n 1)
  [ -z "$v_odd" ] && return
  echo "the archive has a hard link that leads outside of the folder: ${v_odd#"$v_box"/}" >&2
  return 1
}

v_unpack_inside() { # ROOT
  v_odd=$(find "$1" -name "*$v_newline*" | head -n 1)
  if [ -n "$v_odd" ]; then
    echo "the archive has a name with an end of line in it: ${v_odd#"$1"/}" >&2
    return 1
  fi
  find "$1" -type l | while IFS= read -r v_q; do
    v_left=${v_q#"$1"/} v_target=$(readlink -- "$v_q")
    case $v_target in
      /*) v_deep=-1 ;;
      *)
        v_deep=$(($(printf %s "$v_left" | tr -cd / | wc -c)))
        v_rest=$v_target/
        while [ -n "$v_rest" ] && [ "$v_deep" -ge 0 ]; do
          case ${v_rest%%/*} in
            ..) v_deep=$((v_deep - 1)) ;;
            . | '') ;;
            *) v_deep=$((v_deep + 1)) ;;
          esac
          v_rest=${v_rest#*/}
        done
        ;;
    esac
    if [ "$v_deep" -lt 0 ]; then
      echo "the archive has a link that leads outside of the folder: $v_left to $v_target" >&2
      exit 1
    fi
  done
}

# What will be new is on the list before it is in place.
v_unpack_note() { # FOLDER ASKED-FOR
  v_unpacked_list "$1"
  mkdir -p -- "${v_list%/*}" || return
  {
    printf '%s\n' "$2"
    (cd -- "$v_root" && find . ! -name .) | sed 's,^\./,,' | while IFS= read -r v_q; do
      if [ ! -e "$1/$v_q" ] && [ ! -L "$1/$v_q" ]; then printf '%s\n' "$v_q"; fi
    done
  } >"$v_list.new" &&
    v_unpacked_looks "$v_root" "$v_list.new" | v_unpacked_kind 8 | v_unpacked_sums "$v_root" >"${v_list%.list}.sums" &&
    mv -f -- "$v_list.new" "$v_list"
}

# Calls itself, so it is for a shell of its own.
v_unpack_place() { # FROM TO
  (cd -- "$1" && find . ! -name . -prune) | while IFS= read -r v_q; do
    v_there=$2/${v_q#./} v_q=$1/${v_q#./}
    if [ ! -e "$v_there" ] && [ ! -L "$v_there" ]; then
      mv -- "$v_q" "$v_there" || exit
    elif [ -d "$v_q" ] && [ ! -L "$v_q" ] && [ -d "$v_there" ]; then
      (v_unpack_place "$v_q" "$v_there") || exit
    fi
  done
}
