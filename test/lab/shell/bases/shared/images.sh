# Container images without a registry or a daemon: BusyBox with a web page, packed as `docker load` reads it.
# shellcheck shell=bash

IMAGES=/var/lib/viki-lab/images.tar

# make_image FOLDER NAME VERSION [SETTING]   Serves its version on port 80; without arguments of its own it runs until it is stopped.
make_image() {
  local applet folder=$1 name=$2 version=$3 more=${4:-} draft=$1/draft layer=layer-${2##*/}-$3.tar config=config-${2##*/}-$3.json
  mkdir -p "$draft/bin" "$draft/tmp" "$draft/www"
  chmod 1777 "$draft/tmp"
  cp -L "$(command -v busybox)" "$draft/bin/busybox"
  for applet in $("$draft/bin/busybox" --list); do
    [ -e "$draft/bin/$applet" ] || ln -s busybox "$draft/bin/$applet"
  done
  make_tunnel >"$draft/bin/cloudflared"
  chmod 755 "$draft/bin/cloudflared"
  printf '%s %s\n' "$name" "$version" >"$draft/www/index.html"
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --file "$folder/$layer" --directory "$draft" .
  rm -rf "$draft"
  # (BusyBox as process 1 does not hear a polite signal, and stopping would take Docker's ten seconds)
  printf '{"architecture":"%s","os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"config":{%s,%s,%s%s}}' \
    "$(dpkg --print-architecture)" "$(sha256sum "$folder/$layer" | cut -d ' ' -f 1)" \
    '"Env":["PATH=/bin"]' '"Cmd":["httpd","-f","-p","80","-h","/www"]' '"StopSignal":"SIGKILL"' "$more" >"$folder/$config"
  printf '{"Config":"%s","RepoTags":["%s:%s"],"Layers":["%s"]}' "$config" "$name" "$version" "$layer"
}

# Where the real one is not to be had: a tunnel to nowhere, which takes the same words and wants its token the same way.
make_tunnel() {
  cat <<'PROGRAM'
#!/bin/sh
[ "$*" = '--no-autoupdate tunnel run' ] || { echo "cloudflared can't do this: $*" >&2; exit 1; }
[ -n "$TUNNEL_TOKEN" ] || { echo 'cloudflared needs a token' >&2; exit 1; }
exec httpd -f -p 80 -h /www
PROGRAM
}

# make_images FOLDER: two versions of a sample, and what `cloudflared` runs.
make_images() {
  local system=$1 folder=$1/tmp/images
  mkdir -p "$folder" "$(dirname "$system$IMAGES")"
  {
    printf '['
    make_image "$folder" viki-sample 1.0
    printf ','
    make_image "$folder" viki-sample 1.1
    printf ','
    make_image "$folder" cloudflare/cloudflared latest ',"Entrypoint":["cloudflared","--no-autoupdate"]'
    printf ']'
  } >"$folder/manifest.json"
  tar --create --file "$system$IMAGES" --directory "$folder" --transform 's|^[.]/||' .
  rm -rf "$folder"
}
