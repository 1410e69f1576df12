# How a host is asked about its containers, and how one is made, stopped and removed. What viki made it from is in its
# labels, so that it can be made again. POSIX sh for dash, bash and BusyBox ash. The program around it sets v_home (viki's
# folder), v_salt (with a v_say) where proofs are asked for, and v_newline.
#   viki.container   what it was made from, as one line of JSON
#   viki.secrets     the bytes that the secrets of its environment came from, as bytes.sh names them
# shellcheck shell=sh disable=SC2154

# What Docker tells of one container, a line each: its name, and the three that make an answer. The name is looked at, because
# where nothing is called so, Docker takes what it is given for the beginning of an ID.
v_container_format='{{.Name}}
{{.State.Status}}
{{with index .Config.Labels "viki.secrets"}}{{.}}{{else}}-{{end}}
{{with index .Config.Labels "viki.container"}}{{.}}{{else}}-{{end}}'

v_container_seconds=3600

# v_containers INDEX NAME [INDEX NAME ...]: prints "INDEX<TAB>ANSWER" for each.
v_containers() {
  v_lack=
  if ! command -v docker >/dev/null 2>&1; then
    v_lack=no-docker
  elif ! docker version >/dev/null 2>&1 </dev/null; then
    v_lack=no-daemon
  fi
  while [ $# -gt 0 ]; do
    v_told=${v_lack:-$(v_container_told "$2")}
    printf '%s\t%s\n' "$1" "$v_told"
    case $v_salt:$v_told in
      ?*:'running secret:'* | ?*:'stopped secret:'*) v_container_proof "$1" "$v_told" ;;
    esac
    shift 2
  done
}

# Says what only those who know the same secrets can say too, with a salt that is new in every plan: whether they are still those
# of the text. It is kept nowhere.
v_container_proof() { # INDEX ANSWER
  v_secrets=${2#* } v_secrets=${v_secrets%% *}
  v_q=$({ printf '%s\n' "$v_salt" && v_brought_bytes "$v_secrets"; } | sha256sum)
  v_say proof "$1" "${v_q%% *}"
}

# v_container_told NAME: the answer.
v_container_told() {
  docker container inspect --format "$v_container_format" "$1" 2>/dev/null </dev/null | {
    # (of what is not there, Docker prints an empty line)
    if ! IFS= read -r v_q || [ "${v_q#/}" != "$1" ]; then
      echo absent
      return
    fi
    IFS= read -r v_status
    IFS= read -r v_secrets
    IFS= read -r v_spec
    [ "$v_status" = running ] || v_status=stopped
    if [ "$v_spec" = - ]; then
      echo "foreign $v_status"
      return
    fi
    if [ "$v_secrets" != - ] && ! v_has_bytes "$v_secrets"; then v_secrets=lost; fi
    printf '%s %s %s\n' "$v_status" "$v_secrets" "$v_spec"
  }
}

# v_container_fits NAME SPEC SECRETS|-|lost: is it there, made from just this?
v_container_fits() {
  case $(v_container_told "$1") in "running $3 $2" | "stopped $3 $2") return 0 ;; esac
  return 1
}

# v_container_create NAME SPEC SECRETS|- NAMES WORD...: makes it under another name, beside what is there; nothing of it runs
# yet. Secrets come as lines of an `--env-file`; those of several lines, which it can't have, in the environment.
v_container_create() {
  v_new=$1.viki v_spec=$2 v_secrets=$3 v_names=$4
  shift 4
  v_container_gone "$v_new" || return
  if [ "$v_secrets" = - ]; then
    docker create --name "$v_new" --label "viki.container=$v_spec" "$@" </dev/null >/dev/null
    return
  fi
  if ! v_has_bytes "$v_secrets"; then
    echo "the secrets that $1 was made with are not kept here any more" >&2
    return 1
  fi
  (
    eval "$(v_container_secrets long)" || exit
    v_container_secrets short | docker create --name "$v_new" --label "viki.container=$v_spec" \
      --label "viki.secrets=$v_secrets" --env-file /dev/stdin "$@" >/dev/null
  )
}

# v_container_secrets short|long: what v_names get from the bytes v_secrets: of one line, for an `--env-file`; or of several, as
# shell. Of a name that begins with `=` the bytes are the value; otherwise they are a shell's exports.
v_container_secrets() {
  (
    v_wanted=$1 v_return=$(printf '\r')
    case $v_names in
      =*) eval "${v_names#=}=\$(v_brought_bytes \"\$v_secrets\")" ;;
      *) eval "$(v_brought_bytes "$v_secrets")" ;;
    esac || exit
    for v_variable in ${v_names#=}; do
      eval "v_value=\$$v_variable"
      case $v_wanted:$v_value in
        short:*"$v_newline"* | short:*"$v_return"*) ;;
        short:*) printf '%s=%s\n' "$v_variable" "$v_value" ;;
        long:*"$v_newline"* | long:*"$v_return"*)
          v_value=$(printf '%s-' "$v_value" | sed "s/'/'\\\\''/g")
          # shellcheck disable=SC2016
          printf 'export %s='\''%s'\''\nset -- --env %s "$@"\n' "$v_variable" "${v_value%-}" "$v_variable"
          ;;
      esac
    done
  )
}

# v_container_join NAME NETWORK...: the new one joins more networks.
v_container_join() {
  v_new=$1.viki
  shift
  for v_q in "$@"; do docker network connect -- "$v_q" "$v_new" </dev/null || return; done
}

# v_container_place NAME running|stopped: the new one takes the place of what is there.
v_container_place() {
  v_container_gone "$1" && docker rename "$1.viki" "$1" </dev/null && v_container_be "$1" "$2"
}

v_container_be() { # NAME running|stopped|well
  case $2 in
    stopped) docker stop "$1" </dev/null >/dev/null ;;
    running) docker start "$1" </dev/null >/dev/null ;;
    *) docker start "$1" </dev/null >/dev/null && v_container_await "$1" ;;
  esac
}

# v_container_await NAME: until it is healthy, where its image or its options say how that is seen. (a step's own limit of time
# may come first)
v_container_await() {
  v_left=$((v_container_seconds * 2))
  while :; do
    v_q=$(docker container inspect \
      --format '{{.State.Status}} {{with .State.Health}}{{.Status}}{{else}}none{{end}}' "$1" </dev/null) || return
    case $v_q in
      *' none' | 'running healthy') return 0 ;;
      'running starting') ;;
      running*) break ;;
      *)
        v_q="gone: it is ${v_q%% *}"
        break
        ;;
    esac
    [ "$v_left" -gt 0 ] || break
    v_left=$((v_left - 1))
    sleep 0.5
  done
  echo "the container $1 has not become healthy, but ${v_q#running }; its health check says why: docker inspect $1" >&2
  return 1
}

# v_container_gone NAME: what viki did not make stays.
v_container_gone() {
  v_answer=$(v_container_told "$1")
  case $v_answer in
    absent) ;;
    foreign*)
      echo "the container $1 was not made by viki, so it stays" >&2
      return 1
      ;;
    *)
      # (by its whole ID: it may be called otherwise by now)
      v_q=$(docker container inspect --format '{{.Name}} {{.Id}}' "$1" </dev/null) || return
      [ "${v_q#/}" = "$1 ${v_q##* }" ] && docker stop "${v_q##* }" </dev/null >/dev/null &&
        docker rm "${v_q##* }" </dev/null >/dev/null
      ;;
  esac
}

v_container_restart() { # NAME
  case $(v_container_told "$1") in running*) docker restart "$1" </dev/null >/dev/null ;; esac
}
