# How a path becomes what an address on the web gives. POSIX sh for dash, bash and BusyBox ash, beside path.sh.
# shellcheck shell=sh disable=SC2154

# v_download PATH MODE OWNER GROUP SHA256|- URL: what is there already, and is what it should be, is not fetched again.
v_download() {
  if [ -f "$1" ] && [ ! -L "$1" ] && v_download_fits "$1" "$5"; then
    v_path_own "$1" "$3" "$4" && chmod -- "0$2" "$1"
    return
  fi
  v_path_temporary "$1"
  # (nobody else gets to choose where the bytes go)
  (set -C && : >"$v_temporary") || return
  v_download_bytes "$6" && v_download_right "$5" "$6" && v_path_own "$v_temporary" "$3" "$4" &&
    chmod -- "0$2" "$v_temporary" && { [ -f "$1" ] || v_path_gone "$1"; } && mv -f -- "$v_temporary" "$1" && return
  v_failed=$?
  rm -f -- "$v_temporary"
  return "$v_failed"
}

# Like v_path_absent, but it leaves the half-written file beside it.
v_path_gone() { # PATH
  if [ -L "$1" ]; then rm -f -- "$1"; fi
}

v_download_fits() { # PATH SHA256|-
  [ "$2" != - ] || return 0
  v_sum=$(sha256sum <"$1")
  [ "${v_sum%% *}" = "$2" ]
}

v_download_right() { # SHA256|- URL
  v_download_fits "$v_temporary" "$1" && return
  echo "$2 is not what it should be: its sha256 is ${v_sum%% *}, and not $1" >&2
  return 1
}

# v_download_bytes URL: goes on where it broke off, for as long as each try brings something.
v_download_bytes() {
  v_had=-1
  until v_download_some "$1"; do
    v_size=$(wc -c <"$v_temporary")
    [ "$v_size" -gt "$v_had" ] && [ "$v_size" -gt 0 ] || return 1
    v_had=$v_size
  done
}

# The address is on no command line where that can be helped: others could read it there.
v_download_some() { # URL
  if command -v curl >/dev/null 2>&1; then
    printf 'url = "%s"\n' "$1" | curl --config - --globoff --netrc-optional --proto =http,https,ftp --fail --location --silent --show-error \
      --connect-timeout 30 --speed-limit 1 --speed-time 60 --continue-at - --output "$v_temporary"
  elif wget --version >/dev/null 2>&1; then
    printf '%s\n' "$1" | wget --input-file=- --continue --tries=1 --timeout=60 --no-verbose --output-document="$v_temporary"
  else
    wget -q -c -T 60 -O "$v_temporary" "$1"
  fi
}
