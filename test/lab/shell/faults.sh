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

relay_group() { group_of "delay.$1"; }

# This kernel may have no netem, so bytes are delayed by a relay that new connections to the host are led through. It ends
# with its control group.
start_relay() {
  local host=$1 milliseconds=$2 address port group ready
  address=$(host_address "$host") port=$((FIRST_RELAY_PORT + ${address##*.}))
  group=$(relay_group "$host")
  mkdir "$group"
  exec 7< <(
    printf '%s\n' "$BASHPID" >"$group/cgroup.procs"
    in_lab setsid "${LAB_NODE:?}" "$LAB_SHELL/../delay.ts" "$port" "$RELAY" "$address" "$SSH_PORT" "$milliseconds" \
      </dev/null 2>>"$lab/relay.log"
  )
  read -r -t "$RELAY_START_SECONDS" ready <&7 || fail "the delaying relay did not start: $(tail -n 3 "$lab/relay.log")"
  exec 7<&-
  [ "$ready" = ready ] || fail "the delaying relay said: $ready"
  in_lab nft -f - <<END
table ip delay-$host {
  chain to-host {
    type nat hook output priority -100;
    ip daddr $address tcp dport $SSH_PORT ip saddr != $RELAY redirect to :$port
  }
}
END
}

stop_relay() {
  local group
  group=$(relay_group "$1")
  [ -d "$group" ] || return 0
  in_lab nft "add table ip delay-$1; delete table ip delay-$1"
  printf '1\n' >"$group/cgroup.kill"
  remove_group "$group"
}

set_frozen() { printf '%s\n' "$2" >"$(group_of "$1")/cgroup.freeze"; }

# fault HOST KIND [PERCENT or MILLISECONDS]
fault() {
  local host=$1 kind=$2 number=${3:-}
  case $kind in
    drop) cable_rule "$host" drop ;;
    loss)
      [[ $number =~ ^[1-9][0-9]?$ ]] || fail "loss takes a percentage from 1 to 99, not \"$number\""
      cable_rule "$host" "numgen random mod 100 < $number drop"
      ;;
    delay)
      [[ $number =~ ^[1-9][0-9]{0,4}$ ]] || fail "delay takes milliseconds from 1 to 99999, not \"$number\""
      start_relay "$host" "$number"
      ;;
    reject) reset_rule "$host" ;;
    cut) in_lab ip link set "to-$host" down ;;
    freeze) set_frozen "$host" 1 ;;
    *) fail "there is no fault \"$kind\"; there are: drop, loss PERCENT, delay MILLISECONDS, reject, cut, freeze" ;;
  esac
}

# The way to the host is as it was, and the host goes on if it was frozen.
clear_faults() {
  local host=$1
  in_lab nft "add table netdev fault-$host; delete table netdev fault-$host; add table inet fault-$host; delete table inet fault-$host"
  in_lab ip link set "to-$host" up
  stop_relay "$host"
  [ ! -d "$(group_of "$host")" ] || set_frozen "$host" 0
}
