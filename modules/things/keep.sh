# What things keep on a host for the way back, and what they note there, where only root reads it. POSIX sh for dash, bash and
# BusyBox ash. The program around it sets v_home.
# shellcheck shell=sh disable=SC2154

v_notes_kept=1000

# v_keep_text TEXT: keeps it among the bytes, under its sum.
v_keep_text() {
  v_sum=$(printf %s "$1" | sha256sum)
  v_sum=${v_sum%% *}
  (
    umask 077
    printf %s "$1" >"$v_home/blobs/.kept" && mv -f -- "$v_home/blobs/.kept" "$v_home/blobs/$v_sum"
  ) && { sync -f "$v_home/blobs/$v_sum" 2>/dev/null || sync; }
}

# v_note NAME LINE: one line more in the notes of that name in viki's folder, the newest last.
v_note() {
  { tail -n "$v_notes_kept" -- "$v_home/$1" 2>/dev/null; printf '%s\n' "$2"; } >"$v_home/$1.new" &&
    chmod 600 "$v_home/$1.new" && mv -f -- "$v_home/$1.new" "$v_home/$1"
}
