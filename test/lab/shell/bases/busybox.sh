# Builds the base "busybox": BusyBox's ash and tools with dropbear, and no bash, sudo, sftp, scp or Python.
# shellcheck shell=bash
# Called as: busybox.sh FOLDER

system=$1

for folder in bin sbin usr/bin usr/sbin usr/lib lib lib64 etc/dropbear home proc sys dev run mnt var/lib var/log var/tmp tmp root; do
  mkdir -p "$system/$folder"
done
chmod 1777 "$system/tmp" "$system/var/tmp"
chmod 700 "$system/root"

# Programs of this machine, with the libraries that they are linked to.
for program in busybox dropbear dropbearkey; do
  path=$(PATH=$PATH:/usr/sbin command -v "$program")
  cp -L "$path" "$system/usr/bin/$program"
  # A static program has none, and ldd calls that an error.
  for library in $(ldd "$path" 2>/dev/null | grep -oE '/[^ :]+' || true); do
    mkdir -p "$system/$(dirname "$library")"
    cp -Ln "$library" "$system/$library"
  done
done
for applet in $("$system/usr/bin/busybox" --list-full); do
  mkdir -p "$system/$(dirname "$applet")"
  [ -e "$system/$applet" ] || ln -s /usr/bin/busybox "$system/$applet"
done

# Root has no password, so a key is its only way in. The others have passwords that the tests know; sudo there is none.
printf 'root:x:0:0:root:/root:/bin/sh\n' >"$system/etc/passwd"
printf 'root:x:0:\n' >"$system/etc/group"
printf 'root:*:19000::::::\n' >"$system/etc/shadow"
printf '/bin/sh\n' >"$system/etc/shells"
chmod 600 "$system/etc/shadow"
prepare_home() {
  mkdir -p "$1/.ssh"
  : >"$1/.ssh/authorized_keys"
  chmod 700 "$1/.ssh"
  chmod 600 "$1/.ssh/authorized_keys"
  chown -R "$2:$2" "$1"
}
prepare_home "$system/root" 0
number=1000
for account in deploy admin plain; do
  password=$("$system/usr/bin/busybox" mkpasswd -m sha512 "${account}pw")
  printf '%s:x:%s:%s::/home/%s:/bin/sh\n' "$account" "$number" "$number" "$account" >>"$system/etc/passwd"
  printf '%s:x:%s:\n' "$account" "$number" >>"$system/etc/group"
  printf '%s:%s:19000::::::\n' "$account" "$password" >>"$system/etc/shadow"
  prepare_home "$system/home/$account" "$number"
  number=$((number + 1))
done

printf 'NAME="BusyBox lab"\nID=busybox\nVERSION_ID=1\n' >"$system/etc/os-release"
cat >"$system/etc/inittab" <<'INITTAB'
::sysinit:/bin/hostname -F /etc/hostname
::respawn:/usr/bin/dropbear -F
::ctrlaltdel:/sbin/reboot
::shutdown:/bin/true
INITTAB
