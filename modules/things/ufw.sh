# How a host tells what ufw lets in, and how it is told: ufw writes its files itself, which are only read here. Rules are lines
# such as "4 allow tcp 22 any": of which addresses, what becomes of it, the protocol, the port, from where. POSIX sh for dash,
# bash and BusyBox ash. The program around it sets v_newline.
# shellcheck shell=sh disable=SC2154

# v_ufw INDEX: prints "INDEX<TAB>on:INPUT:FAMILIES", "off:...", "stopped:..." (it is turned on, and not in force now or at the
# next boot), or "absent". INPUT is what becomes of what no rule is about, FAMILIES is 4 or 46.
v_ufw() {
  if v_ufw_look; then
    printf '%s\t%s:%s:%s\n' "$1" "$v_is" "$v_input" "$v_families"
  else
    printf '%s\tabsent\n' "$1"
  fi
}

v_ufw_look() {
  command -v ufw >/dev/null 2>&1 || return
  v_input=$(sed -n 's/^DEFAULT_INPUT_POLICY="\{0,1\}\([A-Za-z]*\).*/\1/p' /etc/default/ufw 2>/dev/null | tail -n 1 | tr '[:upper:]' '[:lower:]')
  case $v_input in accept | reject) ;; *) v_input=drop ;; esac
  v_ufw_families
  if ! grep -qs '^ENABLED="\{0,1\}yes' /etc/ufw/ufw.conf; then
    v_is=off
  elif iptables -n -L ufw-user-input >/dev/null 2>&1 && v_ufw_at_boot; then
    v_is=on
  else
    v_is=stopped
  fi
}

v_ufw_families() {
  v_families=4
  ! grep -qsi '^IPV6="\{0,1\}yes' /etc/default/ufw || v_families=46
}

v_ufw_at_boot() {
  [ -d /run/systemd/system ] || return 0
  for v_q in /etc/systemd/system/*.wants/ufw.service; do [ ! -e "$v_q" ] || return 0; done
  return 1
}

# v_ufw_set on|off [drop|reject|accept]
v_ufw_set() {
  v_ufw_look || return 0
  case $1:$v_is in off:off | on:*) ;; *) ufw disable >/dev/null || return ;; esac
  case $2 in drop) v_q=deny ;; accept) v_q=allow ;; *) v_q=$2 ;; esac
  case $2 in '' | "$v_input") ;; *) ufw default "$v_q" incoming >/dev/null || return ;; esac
  [ "$1:$v_is" != on:on ] || return 0
  if [ "$1" = on ]; then
    ufw --force enable >/dev/null && { [ ! -d /run/systemd/system ] || v_ufw_at_boot || systemctl --quiet enable ufw.service; }
  fi
}

# Every rule about what comes in from anywhere to any address, in the order in which they count, behind who made it: the comment,
# in hexadecimal digits, where it begins with "viki ", else "-".
v_ufw_lines() {
  v_ufw_families
  v_ufw_file 4 /etc/ufw/user.rules 0.0.0.0/0
  [ "$v_families" = 4 ] || v_ufw_file 6 /etc/ufw/user6.rules ::/0
}

v_ufw_file() { # FAMILY FILE ALL
  sed -n "s|^### tuple ### \([a-z]*\)\(_[a-z]*\)\{0,1\} \([a-z0-9]*\) \([0-9a-z:,]*\) $3 any \([0-9A-Fa-f:./]*\) \([^ ]* [^ ]* \)\{0,1\}in\( comment=\([0-9a-f]*\)\)\{0,1\}$|\8 $1 \1 \3 \4 \5|p" "$2" 2>/dev/null |
    sed -e "/^76696b6920/!s|^[^ ]*|-|" -e "s| $3$| any|"
}

# v_ufw_list INDEX: prints "INDEX<TAB>rules:" and all of them, or "absent".
v_ufw_list() {
  if command -v ufw >/dev/null 2>&1; then
    printf '%s\trules:%s\n' "$1" "$(v_ufw_lines | tr '\n' ';')"
  else
    printf '%s\tabsent\n' "$1"
  fi
}

v_ufw_ours() { # COMMENT
  v_ufw_lines | sed -n "s/^$1 //p" | LC_ALL=C sort
}

# v_ufw_rules INDEX COMMENT: prints "INDEX<TAB>rules:" and those that have this comment, or "absent".
v_ufw_rules() {
  v_q=$(v_ufw_ours "$2" | tr '\n' ';')
  if [ -n "$v_q" ]; then printf '%s\trules:%s\n' "$1" "$v_q"; else printf '%s\tabsent\n' "$1"; fi
}

# v_ufw_rules_set COMMENT COMMENT-AS-TEXT [RULE...]: these, and no others with this comment. What is dropped comes before all else.
v_ufw_rules_set() {
  command -v ufw >/dev/null 2>&1 || return 0
  v_comment=$1 v_name=$2
  shift 2
  v_wanted=
  for v_q; do v_wanted=$v_wanted$v_q$v_newline; done
  v_wanted=${v_wanted%"$v_newline"}
  v_found=$(v_ufw_ours "$v_comment")
  v_ufw_each delete "$v_found" "$v_wanted" && v_ufw_each add "$v_wanted" "$v_found"
}

# v_ufw_each delete|add LINES OTHERS: does that with each of these lines that is not one of the others. What ufw has of both kinds
# of addresses is one rule to it.
v_ufw_each() {
  v_lines=$v_newline$2$v_newline v_others=$v_newline$3$v_newline
  v_ifs=$IFS
  IFS=$v_newline
  # shellcheck disable=SC2086
  set -- $1 $2
  IFS=$v_ifs
  v_do=$1
  shift
  for v_line; do
    case $v_others in *"$v_newline$v_line$v_newline"*) continue ;; esac
    v_family=${v_line%% *} v_rest=${v_line#* }
    case $v_line in 4*any) v_twin="6 $v_rest" ;; 6*any) v_twin="4 $v_rest" ;; *) v_twin=- ;; esac
    case $v_others in *"$v_newline$v_twin$v_newline"*) v_twin=- ;; esac
    case $v_lines in
      *"$v_newline$v_twin$v_newline"*)
        [ "$v_family" = 4 ] || continue
        v_family=46
        ;;
    esac
    v_ufw_do "$v_do" "$v_family" "$v_rest" </dev/null >/dev/null || return
  done
}

v_ufw_do() { # delete|add FAMILY RULE
  v_do=$1 v_family=$2
  # shellcheck disable=SC2086
  set -- $3
  v_action=$1 v_protocol=$2 v_ports=$3 v_from=$4
  case $v_from:$v_family in any:4) v_from=0.0.0.0/0 ;; any:6) v_from=::/0 ;; esac
  set -- from "$v_from" to any
  [ "$v_ports" = any ] || set -- "$@" port "$v_ports"
  [ "$v_protocol" = any ] || set -- "$@" proto "$v_protocol"
  case $v_do:$v_action in
    delete:*) ufw --force delete "$v_action" "$@" ;;
    add:allow) ufw allow "$@" comment "$v_name" ;;
    *) ufw prepend "$v_action" "$@" comment "$v_name" ;;
  esac
}
