# Container images without a registry or a daemon: BusyBox with a web page, packed as `docker load` reads it.
# shellcheck shell=bash

IMAGES=/var/lib/viki-lab/images.tar

# make_image FOLDER VERSION   Serves its version on port 80; without arguments of its own it runs until it is stopped.
make_image() {
  local applet folder=$1 version=$2 draft=$1/draft layer=layer-$2.tar config=config-$2.json
  mkdir -p "$draft/bin" "$draft/tmp" "$draft/www"
  chmod 1777 "$draft/tmp"
  cp -L "$(command -v busybox)" "$draft/bin/busybox"
  for applet in $("$draft/bin/busybox" --list); do
    [ -e "$draft/bin/$applet" ] || ln -s busybox "$draft/bin/$applet"
  done
  printf 'viki-sample %s\n' "$version" >"$draft/www/index.html"
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --file "$folder/$layer" --directory "$draft" .
  rm -rf "$draft"
  # (BusyBox as process 1 does not hear a polite signal, and stopping would take Docker's ten seconds)
  printf '{"architecture":"%s","os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"config":{%s,%s,%s}}' \
    "$(dpkg --print-architecture)" "$(sha256sum "$folder/$layer" | cut -d ' ' -f 1)" \
    '"Env":["PATH=/bin"]' '"Cmd":["httpd","-f","-p","80","-h","/www"]' '"StopSignal":"SIGKILL"' >"$folder/$config"
  printf '{"Config":"%s","RepoTags":["viki-sample:%s"],"Layers":["%s"]}' "$config" "$version" "$layer"
}

# make_images FOLDER VERSION...
make_images() {
  local system=$1 version separator='[' folder=$1/tmp/images
  shift
  mkdir -p "$folder" "$(dirname "$system$IMAGES")"
  for version in "$@"; do
    printf '%s' "$separator" && make_image "$folder" "$version" && separator=,
  done >"$folder/manifest.json"
  printf ']' >>"$folder/manifest.json"
  tar --create --file "$system$IMAGES" --directory "$folder" --transform 's|^[.]/||' .
  rm -rf "$folder"
}
