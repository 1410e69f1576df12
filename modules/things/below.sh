# How a host tells of everything that lies below a folder, each as it is asked about paths. POSIX sh for dash, bash and BusyBox
# ash, with path.sh. The program around it sets v_home and v_newline.
# shellcheck shell=sh disable=SC2034,SC2154

v_below_at_once=1000

# v_below INDEX FOLDER LIMIT: prints "INDEX<TAB>below:PATH...<RS>NUMBER<TAB>ANSWER...", with a <GS> between two of them; the numbers
# are those of the paths. What a link leads to is not below, nor what is mounted there. `many`: more than the limit; `odd`: names,
# or what links lead to, that can't be told so; `own`: viki's own folder is among it; `moving`: things go while it is looked at.
v_below() {
  v_in=${2%/} v_told='' v_between=$(printf '\035\036')
  if [ ! -d "$2" ]; then
    v_told=absent
  elif v_below_is_own; then
    v_told=own
  elif ! v_below_found "$2"; then
    v_told=moving
    if v_below_is_barred "$2"; then v_told=denied; fi
  elif [ -n "$(cd -- "$2" && find . -xdev -name "*[$v_between$v_newline]*" | head -n 1)" ]; then
    v_told=odd
  elif [ -n "$(printf '%s\n' "$v_beneath" | LC_ALL=C sed -n "$(($3 + 1))p")" ]; then
    v_told=many
  fi
  if [ -z "$v_told" ]; then
    v_beneath=$(printf '%s\n' "$v_beneath" | LC_ALL=C sed 's,^\./,,')
    v_answered=$(v_below_answers)
    case $v_answered in *["$v_between"]*) v_told=odd ;; esac
  fi
  if [ -n "$v_told" ]; then
    printf '%s\t%s\n' "$1" "$v_told"
    return
  fi
  printf '%s\tbelow:%s\036%s\n' "$1" "$(printf %s "$v_beneath" | tr '\n' '\035')" \
    "$(printf %s "$v_answered" | tr '\n' '\035')"
}

# Sets v_beneath to what is in it; fails where something may not be looked into, or went before it was looked at each time.
v_below_found() { # FOLDER
  for v_try in 1 2 3; do
    v_beneath=$(cd -- "$1" && find . -xdev ! -name . 2>/dev/null) && return
  done
  return 1
}

# Is there a folder among it that may not be looked into?
v_below_is_barred() { # FOLDER
  [ -d "$1" ] || return 1
  if [ ! -r "$1" ] || [ ! -x "$1" ]; then return; fi
  [ -n "$(cd -- "$1" && find . -xdev -type d 2>/dev/null | while IFS= read -r v_q; do
    if [ -d "$v_q" ] && { [ ! -r "$v_q" ] || [ ! -x "$v_q" ]; }; then echo barred; fi
  done)" ]
}

# Is viki's own folder in v_in, or the other way round?
v_below_is_own() {
  [ -n "$v_home" ] || return
  case $v_home/ in "$v_in"/*) return 0 ;; esac
  case $v_in/ in "$v_home"/*) return 0 ;; esac
  return 1
}

v_below_answers() {
  [ -n "$v_beneath" ] || return 0
  v_tell_bars='' v_first=1
  v_asked=$(printf '%s\n' "$v_beneath" | LC_ALL=C sed -e "s/'/'\\\\''/g" -e "s|.*|\"\$v_in\"/'&'|" |
    LC_ALL=C sed -n '=;p' | LC_ALL=C sed 'N;s/\n/ /')
  while v_some=$(printf '%s\n' "$v_asked" | LC_ALL=C sed -n "$v_first,$((v_first + v_below_at_once - 1))p") && [ -n "$v_some" ]; do
    eval "v_paths $(printf %s "$v_some" | tr '\n' ' ')"
    v_first=$((v_first + v_below_at_once))
  done
}
