# A floor: one ready script over OpenSSH processes, one for each host, all at once. It knows nothing of states.
# Arguments: the key file, the script, then HOST PORT pairs.
# shellcheck shell=sh
key=$1 script=$2
shift 2
while [ $# -gt 0 ]; do
  ssh -F none -i "$key" -p "$2" -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=no \
    -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ControlPath=none "root@$1" sh <"$script" &
  shift 2
done
wait
