# Builds the base "deb12": Debian 12 with systemd, sshd and sudo, and without Python or anything else that viki might lean on.
# shellcheck shell=bash
# Called as: deb12.sh FOLDER

system=$1

# The mirror is the one this machine's own apt uses, if it is Debian's; otherwise the one that mmdebstrap knows.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed '/^ *#/d' |
  grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ') || true

mmdebstrap --variant=minbase \
  --include=systemd-sysv,dbus,libpam-systemd,openssh-server,sudo,cron,procps,iproute2 \
  bookworm "$system" ${mirror:+"$mirror"}

# Root has no password, so a key is its only way in. The other accounts have passwords that the tests know.
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

# sshd tells which commands it was asked to start, so that a test can count them.
printf 'LogLevel VERBOSE\n' >"$system/etc/ssh/sshd_config.d/lab.conf"

# Nothing starts by itself in the middle of a test: apt's timers would take dpkg's lock, others would write files.
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
  systemd-tmpfiles-clean.timer getty@tty1.service console-getty.service; do
  ln -sf /dev/null "$system/etc/systemd/system/$unit"
done

# What makes a copy of this base a host (name, keys, machine id) is written when the copy is made.
rm -f "$system"/etc/ssh/ssh_host_* "$system/etc/hostname" "$system/etc/resolv.conf" "$system/var/lib/dbus/machine-id"
: >"$system/etc/machine-id"
: >"$system/etc/resolv.conf"

# Package sources would be the build machine's own, and no host can reach them.
rm -rf "$system"/etc/apt/sources.list "$system"/etc/apt/sources.list.d/* "$system"/var/lib/apt/lists/*
rm -f "$system"/var/cache/apt/*.bin "$system"/var/cache/apt/archives/*.deb "$system"/var/log/*.log "$system"/var/log/apt/*
