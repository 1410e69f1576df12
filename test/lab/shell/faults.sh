# What may happen to a host or to the way there, on demand, and the end of it. The host itself notices only the effects.
# shellcheck shell=bash disable=SC2154

# On the lab's side of the host's cable, both ways: out of reach of the host's own firewall.
cable_rule() {
  local host=$1 rule=$2
  in_lab nft -f - <<END
table netdev fault-$host {
  chain from-host { type filter hook ingress device "to-$host" priority 0; $rule; }
  chain to-host { type filter hook egress device "to-$host" priority 0; $rule; }
}
END
}

# Resets from the one end must reach the other, or half of a connection would live on.
reset_rule() {
  local host=$1 address
  address=$(host_address "$host")
  in_lab nft -f - <<END
table inet fault-$host {
  chain to-host {
    type filter hook output priority 0;
    ip daddr $address tcp flags & rst == 0 meta l4proto tcp reject with tcp reset
  }
}
END
}

set_frozen() { printf '%s\n' "$2" >"$(group_of "$1")/cgroup.freeze"; }

# fault HOST KIND [PERCENT]
fault() {
  local host=$1 kind=$2 percent=${3:-}
  case $kind in
    drop) cable_rule "$host" drop ;;
    loss)
      [[ $percent =~ ^[1-9][0-9]?$ ]] || fail "loss takes a percentage from 1 to 99, not \"$percent\""
      cable_rule "$host" "numgen random mod 100 < $percent drop"
      ;;
    reject) reset_rule "$host" ;;
    cut) in_lab ip link set "to-$host" down ;;
    freeze) set_frozen "$host" 1 ;;
    kill) pull_plug "$host" ;;
    *) fail "there is no fault \"$kind\"; there are: drop, loss PERCENT, reject, cut, freeze, kill" ;;
  esac
}

# The way to the host is as it was, and the host goes on if it was frozen. A killed host needs `start`.
clear_faults() {
  local host=$1
  in_lab nft "add table netdev fault-$host; delete table netdev fault-$host; add table inet fault-$host; delete table inet fault-$host"
  in_lab ip link set "to-$host" up
  [ ! -d "$(group_of "$host")" ] || set_frozen "$host" 0
}
