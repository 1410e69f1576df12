# How a host tells whether it has a locale, and how one is made or taken away. POSIX sh.
# shellcheck shell=sh

# v_locale_name NAME: sets v_q to the name that the host lists it under: de_AT.UTF-8 is de_AT.utf8.
v_locale_name() {
  v_q=${1%%.*}
  [ "$v_q" = "$1" ] || v_q=$v_q.$(printf '%s' "${1#*.}" | tr '[:upper:]' '[:lower:]' | tr -cd '[:alnum:]')
}

v_locale() { # INDEX NAME
  v_locale_name "$2"
  if locale -a 2>/dev/null | grep -qxF -e "$v_q" -e "$2"; then
    printf '%s\tpresent\n' "$1"
  else
    printf '%s\tabsent\n' "$1"
  fi
}

v_locale_make() { # NAME
  localedef -i "${1%%.*}" -f "${1#*.}" "$1"
}

v_locale_remove() { # NAME
  v_locale_name "$1"
  ! localedef --list-archive 2>/dev/null | grep -qxF -- "$v_q" || localedef --delete-from-archive "$v_q" || return
  # (an archive of nothing would not have been there before)
  [ -n "$(localedef --list-archive 2>/dev/null)" ] || rm -f /usr/lib/locale/locale-archive
}
