# How a Debian with systemd becomes one that starts its services by scripts, as their administrators do it. A recipe sources it.
# shellcheck shell=bash

# replace_init FOLDER PACKAGE   What runs the scripts: openrc or sysv-rc. sysvinit is process 1 for both.
replace_init() {
  local system=$1 package=$2
  cp /etc/resolv.conf "$system/etc/resolv.conf"
  chroot "$system" sh -euc "apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q --yes --purge --no-install-recommends --allow-remove-essential \
      sysvinit-core initscripts $package systemd-sysv- systemd- libpam-systemd-"
  # There is no terminal to log in at.
  sed -i '/getty/d' "$system/etc/inittab"
}
