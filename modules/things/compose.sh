# How a host is asked which services of a Compose file run, and how they are brought up and taken down. POSIX sh for dash,
# bash and BusyBox ash.
# shellcheck shell=sh

# v_compose_at PATH: sets v_compose to the file, where PATH may be its folder, or lie below the home folder.
v_compose_at() {
  # shellcheck disable=SC2088
  case $1 in
    /*) v_compose=$1 ;;
    '~/'*) v_compose=$HOME/${1#??} ;;
    *) v_compose=$HOME/$1 ;;
  esac
  [ -d "$v_compose" ] || return 0
  for v_q in compose.yaml compose.yml docker-compose.yaml docker-compose.yml; do
    if [ -f "${v_compose%/}/$v_q" ]; then
      v_compose=${v_compose%/}/$v_q
      return
    fi
  done
}

# Containers know the file that they were made from, also when it is gone.
v_compose_containers() { # FORMAT
  docker ps -a --filter "label=com.docker.compose.project.config_files=$v_compose" --format "$1"
}

# v_compose_told PATH: the answer. A service is stopped if any container of it is.
v_compose_told() {
  if ! docker compose version >/dev/null 2>&1; then
    echo no-docker
    return
  fi
  v_compose_at "$1"
  v_there='' v_defined=''
  if ! v_there=$(v_compose_containers '{{.Label "com.docker.compose.service"}} {{.State}}' 2>/dev/null); then
    echo no-daemon
  elif [ ! -f "$v_compose" ] && [ -z "$v_there" ]; then
    echo absent
  elif [ -f "$v_compose" ] && ! v_defined=$(docker compose -f "$v_compose" config --services 2>/dev/null </dev/null); then
    echo broken
  else
    printf 'services:'
    v_compose_states | LC_ALL=C sort -r | {
      v_last=
      while read -r v_name v_state; do
        [ "$v_name" = "$v_last" ] || printf '%s=%s\n' "$v_name" "$v_state"
        v_last=$v_name
      done
    } | LC_ALL=C sort | tr '\n' ','
    echo
  fi
}

v_compose_states() {
  for v_q in $v_defined; do echo "$v_q absent"; done
  [ -z "$v_there" ] || printf '%s\n' "$v_there" | while read -r v_name v_state; do
    if [ "$v_state" = running ]; then echo "$v_name running"; else echo "$v_name stopped"; fi
  done
}

v_compose_ask() { # INDEX PATH
  printf '%s\t%s\n' "$1" "$(v_compose_told "$2")"
}

# v_compose_up PATH [SERVICE...]: all of them, if none is named. Returns when they run, and are healthy if they can say so.
v_compose_up() {
  v_compose_at "$1"
  shift
  docker compose -f "$v_compose" up --detach --wait --quiet-pull "$@" </dev/null
}

v_compose_down() { # PATH
  v_compose_at "$1"
  if [ -f "$v_compose" ]; then
    docker compose -f "$v_compose" down --remove-orphans </dev/null
  else
    v_compose_containers '{{.ID}}' | while read -r v_q; do docker rm --force "$v_q" </dev/null || exit; done
  fi
}

v_compose_stop() { # PATH SERVICE...
  v_compose_at "$1"
  shift
  docker compose -f "$v_compose" up --no-start "$@" </dev/null && docker compose -f "$v_compose" stop "$@" </dev/null
}

v_compose_remove() { # PATH SERVICE...
  v_compose_at "$1"
  shift
  docker compose -f "$v_compose" rm --force --stop "$@" </dev/null
}

# v_compose_again PATH: what runs of it is made anew where its file says something else now.
v_compose_again() {
  v_path=$1
  v_told=$(v_compose_told "$v_path")
  v_told=,${v_told#services:}
  v_compose_at "$v_path"
  set --
  for v_q in $(docker compose -f "$v_compose" config --services </dev/null); do
    case $v_told in *",$v_q=running,"*) set -- "$@" "$v_q" ;; esac
  done
  [ $# -eq 0 ] || docker compose -f "$v_compose" up --detach --wait --quiet-pull "$@" </dev/null
}
