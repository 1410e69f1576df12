# A host's disk: a layer in memory over a cached base, and in it what makes it this host. It starts nothing.
# shellcheck shell=bash disable=SC2154

# Names and keys are made once and survive a reset: the same host, fresh from the factory.
make_identity() {
  local host=$1 identity
  identity=$(host_folder "$host")/identity
  mkdir -p "$identity"
  tr -d - </proc/sys/kernel/random/uuid >"$identity/machine-id"
  if [ "$(cat "$(host_folder "$host")/base")" = busybox ]; then
    dropbearkey -t ed25519 -f "$identity/host-key" 2>/dev/null | grep '^ssh-ed25519 ' | cut -d ' ' -f 1,2 >"$identity/host-key.pub"
  else
    ssh-keygen -q -t ed25519 -N '' -C "root@$host" -f "$identity/host-key"
    cut -d ' ' -f 1,2 "$identity/host-key.pub" >"$identity/public" && mv "$identity/public" "$identity/host-key.pub"
  fi
}

furnish() {
  local host=$1 folder root identity home
  folder=$(host_folder "$host") root=$folder/root identity=$folder/identity
  printf '%s\n' "$host" >"$root/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$host" >"$root/etc/hosts"
  if [ -d "$root/etc/dropbear" ]; then
    install -m 600 "$identity/host-key" "$root/etc/dropbear/dropbear_ed25519_host_key"
  else
    install -m 600 "$identity/host-key" "$root/etc/ssh/ssh_host_ed25519_key"
    install -m 644 "$identity/host-key.pub" "$root/etc/ssh/ssh_host_ed25519_key.pub"
    cat "$identity/machine-id" >"$root/etc/machine-id"
  fi
  # Written into the empty file of the base, which has the right owner and mode already.
  for home in "$root/root" "$root"/home/*; do
    cat "$lab_keys"/*.pub >"$home/.ssh/authorized_keys"
  done
}

# The layer is in memory: its size is a limit that ENOSPC can be tested with, and `umount` takes all of it away.
# redirect_dir: a directory of the base can be renamed in one call, as on an ordinary disk.
make_disk() {
  local host=$1 folder
  folder=$(host_folder "$host")
  mkdir -p "$folder/disk" "$folder/root"
  mount -t tmpfs -o "size=$(cat "$folder/disk-size"),mode=755" viki-lab "$folder/disk"
  mkdir "$folder/disk/upper" "$folder/disk/work" "$folder/disk/docker" "$folder/disk/containerd"
  mount -t overlay viki-lab "$folder/root" -o \
    "lowerdir=$(base_folder "$(cat "$folder/base")")/root,upperdir=$folder/disk/upper,workdir=$folder/disk/work,redirect_dir=on"
  make_swap_disk "$folder"
  furnish "$host"
}

# Neither an overlay nor memory can have a swap file in it.
make_swap_disk() {
  local folder=$1
  [ -f "$folder/swap-size" ] || return 0
  truncate -s "$(cat "$folder/swap-size")" "$folder/disk/swap.img"
  mke2fs -q -t ext4 -b 4096 "$folder/disk/swap.img"
  mkdir -p "$folder/swap"
  mount -o loop "$folder/disk/swap.img" "$folder/swap"
}

# What the host swaps to is the machine's to give back, whatever became of the host.
end_swap() {
  local folder=$1 file
  while read -r file; do swapoff "$file" 2>/dev/null || true; done < <(find "$folder/swap" -type f 2>/dev/null)
}

remove_disk() {
  local folder
  folder=$(host_folder "$1")
  end_swap "$folder"
  [ ! -d "$folder/swap" ] || umount "$folder/swap"
  umount "$folder/root"
  umount "$folder/disk"
}
