# The lab's network: one bridge in a network namespace without any way out, and a namespace for each host on it.
# shellcheck shell=bash disable=SC2154

# A namespace lives as long as a file is mounted on it; `ip netns` would leave its own traces in /run.
make_network() {
  : >"$1"
  unshare --net="$1" true
}

# Nothing of the lab can leave the machine by mistake: every address but the hosts' own is unreachable.
make_lab_network() {
  [ ! -e "$lab_network" ] || return 0
  make_network "$lab_network"
  in_lab ip -batch - <<END
link set lo up
link add lab0 type bridge
link set lab0 up
address add $GATEWAY/24 dev lab0
address add $RELAY/24 dev lab0
END
}

make_host_network() {
  local host=$1 network
  network=$(host_folder "$host")/network
  make_network "$network"
  in_lab ip link add "to-$host" type veth peer name eth0 netns "$network"
  in_lab ip link set "to-$host" master lab0 up
  nsenter --net="$network" -- ip -batch - <<END
link set lo up
link set eth0 up
address add $(host_address "$host")/24 dev eth0
END
}
