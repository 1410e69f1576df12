# What the Debian bases have in common: how a system is made, its accounts, and what is taken out of it again. A recipe sources it.
# shellcheck shell=bash

# The mirror is the one this machine's own apt uses, if it is Debian's; otherwise the one that mmdebstrap knows.
debian_mirror() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed '/^ *#/d' |
    grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ' || true
}

# make_debian SUITE FOLDER PACKAGES...   Every Debian base has what the tests of viki itself need; the packages come on top.
# What nobody on the host reads is left out, above all the compiler of PostgreSQL's queries (LLVM), a fifth of the whole disk.
make_debian() {
  local suite=$1 system=$2 mirror
  shift 2
  mirror=$(debian_mirror)
  mmdebstrap --variant=minbase \
    --include="systemd-sysv dbus libpam-systemd openssh-server sudo cron procps iproute2 $*" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/lib/*/libLLVM*' \
    "$suite" "$system" ${mirror:+"$mirror"}
  # What is installed later comes whole.
  rm -f "$system/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
}

# Root has no password, so a key is its only way in. The other accounts have passwords that the tests know.
add_accounts() {
  local system=$1 account
  for account in deploy admin plain; do
    chroot "$system" useradd --create-home --shell /bin/bash "$account"
    printf '%s:%spw\n' "$account" "$account" | chroot "$system" chpasswd
  done
  for account in root deploy admin plain; do
    chroot "$system" sh -c "install -d -m 700 -o $account -g $account ~$account/.ssh &&
      install -m 600 -o $account -g $account /dev/null ~$account/.ssh/authorized_keys"
  done
  printf 'deploy ALL=(ALL) NOPASSWD: ALL\n' >"$system/etc/sudoers.d/deploy"
  printf 'admin ALL=(ALL) ALL\n' >"$system/etc/sudoers.d/admin"
  chmod 440 "$system/etc/sudoers.d/deploy" "$system/etc/sudoers.d/admin"
}

# Package sources would be the build machine's own, and no host can reach them.
forget_sources() {
  local system=$1
  rm -rf "$system"/etc/apt/sources.list "$system"/etc/apt/sources.list.d/* "$system"/var/lib/apt/lists/*
  rm -f "$system"/var/cache/apt/*.bin "$system"/var/cache/apt/archives/*.deb
}

# Nothing starts by itself in the middle of a test: apt's timers would take dpkg's lock, others would write files.
# What makes a copy of the base a host (name, keys, machine id) is written when the copy is made.
settle() {
  local system=$1 unit
  # sshd tells which commands it was asked to start, so that a test can count them.
  printf 'LogLevel VERBOSE\n' >"$system/etc/ssh/sshd_config.d/lab.conf"
  for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
    systemd-tmpfiles-clean.timer getty@tty1.service console-getty.service; do
    ln -sf /dev/null "$system/etc/systemd/system/$unit"
  done
  rm -f "$system"/etc/ssh/ssh_host_* "$system/etc/hostname" "$system/etc/resolv.conf" "$system/var/lib/dbus/machine-id"
  : >"$system/etc/machine-id"
  : >"$system/etc/resolv.conf"
  rm -f "$system"/var/log/*.log "$system"/var/log/apt/*
}
