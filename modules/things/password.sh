# How a host is asked which password a user of its own has, and how it gets another one: what is secret comes to chpasswd on its
# input, and is no argument of a process. POSIX sh for dash, bash and BusyBox ash, with bytes.sh and keep.sh. The program around
# it sets v_home and v_newline.
#   $v_home/passwords   which passwords viki has set: lines `SUM VERSION`, of what the host keeps of them
# shellcheck shell=sh disable=SC2154

# v_user_password_find NAME: sets v_field to what the host keeps; fails if it has no such user.
v_user_password_find() {
  v_field=
  while IFS=: read -r v_name v_field v_q; do
    [ "$v_name" != "$1" ] || return 0
  done </etc/shadow
  return 1
}

# v_user_password_told INDEX NAME: prints "INDEX<TAB>password:VERSION:SUM", of one that is locked `password::SUM:locked`; a sum of
# what has no salt would tell too much.
v_user_password_told() {
  v_told=absent
  if [ ! -e /etc/shadow ]; then
    :
  elif [ ! -r /etc/shadow ]; then
    v_told=denied
  elif v_user_password_find "$2" && [ "$v_field" != '!' ]; then
    v_mark=${v_field%%[!!*]*}
    case ${v_field#"$v_mark"} in
      '') v_told=none:$v_mark ;;
      '$'*) v_user_password_sum && v_told=$v_told${v_mark:+:locked} ;;
      *) v_told=old ;;
    esac
  fi
  printf '%s\t%s\n' "$1" "$v_told"
}

v_user_password_sum() {
  v_sum=$(printf %s "$v_field" | sha256sum)
  v_sum=${v_sum%% *} v_version=
  while read -r v_q v_noted; do
    [ "$v_q" != "$v_sum" ] || v_version=$v_noted
  done 2>/dev/null <"$v_home/passwords"
  v_told=password:$v_version:$v_sum
}

# v_user_password NAME mark MARK | NAME kept SUM VERSION | NAME secret SUM VERSION: from whatever it is; what it was is kept.
v_user_password() {
  if ! v_user_password_find "$1"; then
    [ "$2" != mark ] || return 0
    echo "there is no user $1" >&2
    return 1
  fi
  case $v_field in *'$'*) v_keep_text "$v_field" || return ;; esac
  case $2 in
    mark)
      [ "$v_field" = "$3" ] || v_user_password_put "$1" "$3"
      return
      ;;
    kept) v_secret=$(v_brought_bytes "$3") && v_user_password_put "$1" "$v_secret" || return ;;
    secret) v_user_password_new "$1" "$3" || return ;;
  esac
  v_user_password_find "$1" && v_user_password_sum && v_note passwords "$v_sum $4"
}

v_user_password_put() { # NAME FIELD
  printf '%s:%s\n' "$1" "$2" | chpasswd -e
}

# What a secret is, by its looks: what crypt(5) makes of a password, or a password.
v_user_password_new() { # NAME SUM
  v_secret=$(v_brought_bytes "secret:$2" && printf x) || return
  v_secret=${v_secret%x}
  case $v_secret in
    '' | *"$v_newline"*)
      echo "the password of $1 is empty, or has an end of line in it" >&2
      return 1
      ;;
  esac
  # shellcheck disable=SC2016
  if printf '%s\n' "$v_secret" | grep -Eq '^\$(1|2[abxy]|5|6|7|y|gy|sha1)\$[./A-Za-z0-9=,$-]{24,}$'; then
    v_user_password_put "$1" "$v_secret"
  else
    printf '%s:%s\n' "$1" "$v_secret" | chpasswd
  fi
}
