# The lab's own packages for dnf, zypper and pacman, in repositories on a base's own disk: the same samples as apt has.
# shellcheck shell=bash

RPM_REPOSITORY=/var/lib/viki-lab/rpm
PACMAN_REPOSITORY=/var/lib/viki-lab/pacman

# An installation says so through a pipe that somebody made, and holds the lock until it is written to.
WAITING='echo waiting >/run/viki-sample-waiting
cat /run/viki-sample-waiting >/dev/null
rm /run/viki-sample-waiting'

# make_rpm FOLDER NAME VERSION [TAG]...   What comes after the tags is read from the standard input.
make_rpm() {
  local system=$1 name=$2 version=$3 build=/root/rpm
  shift 3
  mkdir -p "$system$build"
  {
    printf '%s\n' "Name: $name" "Version: $version" 'Release: 1' 'Summary: made for the lab' 'License: none' \
      'BuildArch: noarch' 'AutoReqProv: no' "$@" '%description' 'made for the lab'
    cat
  } >"$system$build/package.spec"
  chroot "$system" rpmbuild -bb --quiet --define "_topdir $build" --define "_rpmdir $RPM_REPOSITORY" "$build/package.spec"
  rm -rf "${system:?}$build"
}

make_rpm_sample() {
  make_rpm "$1" viki-sample "$2" 'Requires: viki-sample-data' <<SPEC
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/etc
printf '#!/bin/sh\necho viki-sample $2\n' >%{buildroot}/usr/bin/viki-sample
printf '# viki-sample $2\ngreeting=hello\n' >%{buildroot}/etc/viki-sample.conf
%files
%attr(755,root,root) /usr/bin/viki-sample
%config(noreplace) /etc/viki-sample.conf
SPEC
}

make_rpm_samples() {
  local system=$1
  # (Debian's rpm would keep what it knows in everybody's home)
  mkdir -p "$system/etc/rpm" "$system/etc/yum.repos.d" "$system/etc/zypp/repos.d"
  printf '%%_dbpath /var/lib/rpm\n' >"$system/etc/rpm/macros"
  make_rpm_sample "$system" 1.0
  make_rpm_sample "$system" 1.1
  make_rpm "$system" viki-sample-data 1.0 'Epoch: 2' <<<'%files'
  # The shell of this Debian is in no package of rpm's, so one says that it has it.
  make_rpm "$system" viki-sample-waiting 1.0 'Provides: /bin/sh' <<<"%post"$'\n'"$WAITING"$'\n%files'
  chroot "$system" createrepo_c --quiet "$RPM_REPOSITORY"
  printf '%s\n' '[lab]' 'name=lab' "baseurl=file://$RPM_REPOSITORY" 'enabled=1' 'gpgcheck=0' |
    tee "$system/etc/yum.repos.d/lab.repo" >"$system/etc/zypp/repos.d/lab.repo"
  printf '12\n' >"$system/etc/dnf/vars/releasever"
}

# make_pacman_package FOLDER NAME VERSION [NEEDS]   Takes the files in $draft, and leaves its entry of the repository in $list.
make_pacman_package() {
  local name=$2 version=$3 needs=${4:-} file=$2-$3-any.pkg.tar.gz place=$1$PACMAN_REPOSITORY entry=$list/$2-$3
  mkdir -p "$place" "$entry"
  printf '%s\n' "pkgname = $name" "pkgver = $version" 'pkgdesc = made for the lab' 'arch = any' "backup = etc/$name.conf" \
    ${needs:+"depend = $needs"} >"$draft/.PKGINFO"
  (cd "$draft" && tar --create --gzip --owner=0 --group=0 --file "$place/$file" -- .[A-Z]* *)
  printf '%%%s%%\n%s\n\n' FILENAME "$file" NAME "$name" VERSION "$version" DESC 'made for the lab' ARCH any \
    SHA256SUM "$(sha256sum "$place/$file" | cut -d ' ' -f 1)" CSIZE "$(stat -c %s "$place/$file")" \
    ${needs:+DEPENDS "$needs"} >"$entry/desc"
  rm -rf "$draft"
}

make_pacman_sample() {
  mkdir -p "$draft/usr/bin" "$draft/etc"
  printf '#!/bin/sh\necho viki-sample %s\n' "$2" >"$draft/usr/bin/viki-sample"
  chmod 755 "$draft/usr/bin/viki-sample"
  printf '# viki-sample %s\ngreeting=hello\n' "$2" >"$draft/etc/viki-sample.conf"
  make_pacman_package "$1" viki-sample "$2-1" viki-sample-data
}

# make_pacman_list FOLDER NAME   What a repository with these packages has, which a host has under the name "lab".
make_pacman_list() {
  (cd "$list" && tar --create --gzip --owner=0 --group=0 --file "$1$PACMAN_REPOSITORY/$2.db" -- *)
}

# A repository of pacman's has one version of each package: first the older one, and "newer" is what it is like later.
make_pacman_samples() {
  local system=$1
  draft=$system/tmp/draft list=$system/tmp/list
  mkdir -p "$draft/usr/share/viki-sample"
  printf 'data\n' >"$draft/usr/share/viki-sample/data"
  make_pacman_package "$system" viki-sample-data 2:1.0-1
  mkdir -p "$draft/usr/share/viki-sample-waiting"
  printf 'post_install() {\n%s\n}\n' "$WAITING" >"$draft/.INSTALL"
  make_pacman_package "$system" viki-sample-waiting 1.0-1
  make_pacman_sample "$system" 1.0
  make_pacman_list "$system" lab
  rm -r "$list"/viki-sample-1.0-1
  make_pacman_sample "$system" 1.1
  make_pacman_list "$system" newer
  rm -r "$list"
  printf '%s\n' '[options]' 'Architecture = auto' 'CheckSpace' 'SigLevel = Never' '[lab]' "Server = file://$PACMAN_REPOSITORY" \
    >"$system/etc/pacman.conf"
  ln -sf /proc/self/mounts "$system/etc/mtab"
}
