# The cached root file systems that hosts are copies of. Each is built once, from nothing, and never written to again.
# shellcheck shell=bash disable=SC2154

# The recipe of a base, and what it sources.
recipe_files() {
  printf '%s\n' "$LAB_SHELL/bases/$1.sh"
  sed -nE "s|^# shellcheck source=test/lab/shell/bases/|$LAB_SHELL/bases/|p" "$LAB_SHELL/bases/$1.sh"
}

# A base is named after its recipe's content too, so that a changed recipe gives another base and no version is forgotten.
base_folder() {
  local recipe=$LAB_SHELL/bases/$1.sh
  [ -f "$recipe" ] || fail "there is no base \"$1\"; there are: $(cd "$LAB_SHELL/bases" && printf '%s ' *.sh | sed 's/\.sh//g')"
  printf '%s/%s-%s\n' "$bases" "$1" "$(recipe_files "$1" | xargs cat | sha256sum | cut -c1-12)"
}

# What went wrong, in one line: apt and its kind mark it, anything else is at the end.
complaints() {
  local marked
  marked=$(grep '^E: ' "$1" | grep -v '^E: setup failed' | head -n "$COMPLAINTS") || marked=$(tail -n "$COMPLAINTS" "$1")
  printf '%s' "${marked//$'\n'/, }"
}

# The recipe runs in a mount and process namespace of its own: whatever it mounts or starts is gone when it ends.
build_base() {
  local name=$1 folder=$2 building=$2.building
  printf 'lab: building the base %s once, into %s\n' "$name" "$folder" >&2
  rm -rf --one-file-system "$building"
  mkdir -p "$building/root"
  unshare --mount --pid --fork --kill-child --mount-proc \
    bash -euo pipefail "$LAB_SHELL/bases/$name.sh" "$building/root" >"$bases/$name.log" 2>&1 || {
    rm -rf --one-file-system "$building"
    fail "the base $name could not be built: $(complaints "$bases/$name.log") (all of it: $bases/$name.log)"
  }
  mv "$building" "$folder"
}

# What no checkout has asked for in a long time goes.
ensure_base() {
  local name=$1 folder
  folder=$(base_folder "$name")
  mkdir -p "$bases"
  [ -d "$folder" ] || build_base "$name" "$folder"
  touch "$folder"
  find "$bases" -mindepth 1 -maxdepth 1 -type d -mtime +"$UNUSED_BASE_DAYS" -exec rm -rf --one-file-system {} +
}
