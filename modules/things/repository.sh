# How a host tells whether apt has the lists of a package source, and how it gets them: of that source alone. POSIX sh for
# dash, bash and BusyBox ash. v_apt and v_lock_waits are those of packages.
# shellcheck shell=sh

v_repository_file() { # NAME
  v_file=/etc/apt/sources.list.d/$1.sources
}

# v_repositories INDEX NAME [INDEX NAME ...]: prints "INDEX<TAB>ANSWER" for each.
v_repositories() {
  while [ $# -gt 0 ]; do
    v_repository_file "$2"
    if ! command -v apt-get >/dev/null 2>&1; then
      printf '%s\tnone\n' "$1"
    elif [ ! -e "$v_file" ]; then
      printf '%s\tabsent\n' "$1"
    elif [ -n "$(v_repository_lists 2>/dev/null)" ]; then
      printf '%s\tlisted\n' "$1"
    else
      printf '%s\tunlisted\n' "$1"
    fi
    shift 2
  done
}

# The lists that apt has of v_file, and of nothing else.
v_repository_lists() {
  # shellcheck disable=SC2016
  LC_ALL=C apt-get indextargets --format '$(FILENAME)' -o Dir::Etc::SourceList="$v_file" -o Dir::Etc::SourceParts=-
}

v_repository_fetch() { # NAME
  v_repository_file "$1"
  v_lock_waits apt || return
  v_apt apt-get --quiet=2 update -o Dir::Etc::SourceList="$v_file" -o Dir::Etc::SourceParts=- \
    -o APT::Get::List-Cleanup=0 -o APT::Update::Error-Mode=any || return
  [ -n "$(v_repository_lists)" ] || {
    echo "$v_file has no packages for this host: are its suite and its components right?" >&2
    return 1
  }
}

# What was there before is there again; it may be older than what its server has by now, which may be gone.
v_repository_listed() { # NAME
  v_repository_file "$1"
  [ -n "$(v_repository_lists)" ] || v_repository_fetch "$1"
}

# Lists that another source has as well are that one's too. The parts of apt's settings lie in a folder, so the others do.
v_repository_drop() { # NAME
  v_repository_file "$1"
  [ -e "$v_file" ] || return 0
  v_lists=$(v_repository_lists) || v_lists=
  [ -n "$v_lists" ] || return 0
  v_others=$(mktemp -d) || return
  for v_q in /etc/apt/sources.list.d/*; do
    if [ "$v_q" = "$v_file" ] || [ ! -f "$v_q" ]; then continue; fi
    cp -- "$v_q" "$v_others/"
  done
  # shellcheck disable=SC2016
  v_kept=$(LC_ALL=C apt-get indextargets --format '$(FILENAME)' -o Dir::Etc::SourceParts="$v_others") || v_kept=
  rm -rf "$v_others"
  printf '%s\n' "$v_lists" | while IFS= read -r v_q; do
    printf '%s\n' "$v_kept" | grep -qxF -- "$v_q" || rm -f -- "$v_q"
  done
}
