# How a host tells whether a table of nftables is what its file says, and how that is loaded at once or not at all. What was
# loaded is noted in /run, which is gone after a boot, as the table is; of two notes about one table, the last counts. POSIX
# sh for dash, bash and BusyBox ash.
# shellcheck shell=sh

v_noted=/run/viki-firewall

# v_nftables INDEX TABLE: prints "INDEX<TAB>ANSWER": the sum of the file that was loaded; "changed" where somebody else has
# changed the table since, or what loads it at boot.
v_nftables() {
  if ! command -v nft >/dev/null 2>&1; then
    printf '%s\tnone\n' "$1"
  elif ! nft list table inet "$2" >/dev/null 2>&1; then
    printf '%s\tabsent\n' "$1"
  else
    v_loaded='' v_listed=''
    [ ! -r "$v_noted" ] || while read -r v_q v_rest; do
      [ "$v_q" != "$2" ] || v_loaded=${v_rest% *} v_listed=${v_rest#* }
    done <"$v_noted"
    # (what is loaded and will not be at the next boot is not as it should be either)
    if [ -n "$v_listed" ] && [ "$v_listed" = "$(v_nftables_sum "$2")" ] &&
      [ -e "/etc/systemd/system/sysinit.target.wants/$2-firewall.service" ]; then
      printf '%s\tloaded:%s\n' "$1" "$v_loaded"
    else
      printf '%s\tchanged\n' "$1"
    fi
  fi
}

# (without what counts what has passed)
v_nftables_sum() { # TABLE
  v_sum=$(nft -s list table inet "$1" | sha256sum)
  echo "${v_sum%% *}"
}

v_nftables_load() { # TABLE FILE
  nft -f "$2" || return
  v_loaded=$(sha256sum <"$2")
  printf '%s %s %s\n' "$1" "${v_loaded%% *}" "$(v_nftables_sum "$1")" >>"$v_noted"
  # (only a unit that runs is started again with nftables.service, which empties all tables when it is)
  systemctl --quiet enable "$1-firewall.service" && systemctl restart "$1-firewall.service"
}

v_nftables_drop() { # TABLE
  systemctl --quiet stop "$1-firewall.service" 2>/dev/null
  rm -f "/etc/systemd/system/sysinit.target.wants/$1-firewall.service"
  ! nft list table inet "$1" >/dev/null 2>&1 || nft delete table inet "$1"
}
