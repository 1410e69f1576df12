# How a host tells the text of a file, so that a part of it can be planned. POSIX sh.
# shellcheck shell=sh

# v_text_of INDEX PATH LIMIT: prints "INDEX<TAB>text:TEXT" on one line (ends of lines are \036), or why there is none.
v_text_of() {
  if [ ! -e "$2" ]; then
    printf '%s\tabsent\n' "$1"
  elif [ ! -f "$2" ] || [ ! -r "$2" ]; then
    printf '%s\tno-text\n' "$1"
  elif [ "$(wc -c <"$2")" -gt "$3" ]; then
    printf '%s\ttoo-large\n' "$1"
  else
    printf '%s\ttext:' "$1"
    tr '\n' '\036' <"$2"
    echo
  fi
}
