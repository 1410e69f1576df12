# How a host's PostgreSQL is asked about roles, memberships and databases, and how they are set: by SQL that psql reads from
# its input, as the user postgres over the local socket. No name, and nothing that is secret, is an argument of a process, or
# is logged by the server. POSIX sh for dash, bash and BusyBox ash, with bytes.sh and keep.sh. The program around it
# sets v_home, v_folder and v_run.
#   $v_home/postgres    what viki made there and can't be seen otherwise: lines `role SERVER OID RUN`, `database SERVER OID RUN`,
#                       `member SERVER OID:OID RUN` and `password SUM VERSION`, the newest last
# shellcheck shell=sh disable=SC2154

v_pg_tries=40

# Errors are said without the statement that they are about: it may be the one with the password.
v_pg_begin="SET standard_conforming_strings = on; SET search_path = pg_catalog; SET timezone = 'UTC'; SET datestyle = 'ISO';
SET client_min_messages = warning; SET log_statement = 'none'; SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic'; SET pg_stat_statements.track_utility = off; SET pgaudit.log = 'none';"

# v_psql [DATABASE]: performs the SQL that it reads, and prints the values. 2: no server answers.
v_psql() {
  {
    printf '%s\n' "$v_pg_begin"
    cat
  } | v_pg_local 'exec psql -X -q -A -t -w -v ON_ERROR_STOP=1 -v VERBOSITY=terse' "${1:-postgres}"
}

# The server of this host, whatever the environment says.
v_pg_local() ( # COMMAND DATABASE
  unset PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGOPTIONS
  cd / && PGDATABASE=$2 PGCLIENTENCODING=UTF8 su -s /bin/sh postgres -c "$1"
)

# v_pg_told SQL INDEX...: answers of all of them. Without a server that answers, each says so.
v_pg_told() {
  v_pg_sql=$1
  shift
  if ! command -v psql >/dev/null 2>&1 || ! id postgres >/dev/null 2>&1; then
    v_pg_told=none
  else
    v_pg_told=$({
      v_pg_tell_passwords
      printf '%s\n' "$v_pg_sql"
    } | v_psql 2>/dev/null)
    case $? in
      0)
        printf '%s\n' "$v_pg_told"
        return
        ;;
      2) v_pg_told=down ;;
      *) v_pg_told=unreadable ;;
    esac
  fi
  for v_q in "$@"; do printf '%s\t%s\n' "$v_q" "$v_pg_told"; done
}

# Which passwords viki has set, for the SQL that asks.
v_pg_tell_passwords() {
  printf "SET viki.passwords = '"
  while read -r v_what v_sum v_version; do
    [ "$v_what" != password ] || printf '%s %s,' "$v_sum" "$v_version"
  done 2>/dev/null <"${v_home:-/var/lib/viki}/postgres"
  printf "';\n"
}

# v_pg_list DATABASE: the names that the query which it reads finds, as a list.
v_pg_list() {
  { command -v psql && id postgres; } >/dev/null 2>&1 || {
    echo unknown
    return
  }
  {
    echo "SELECT coalesce('[' || string_agg(to_json(name)::text, ',' ORDER BY convert_to(name, 'UTF8')) || ']', '[]')"
    echo 'FROM (SELECT DISTINCT name::text FROM ('
    cat
    echo ') found (name) LIMIT 1000) named;'
  } | v_psql "$1" 2>/dev/null || echo unknown
}

# v_pg SQL: performs it, and notes what it prints. A server that is just coming up is waited for; why it does not answer is said
# once, however often it is asked.
v_pg() {
  v_pg_noted=$(printf '%s\n' "$1" | v_psql)
  v_pg_code=$?
  if [ "$v_pg_code" -eq 2 ] && v_pg_wait; then
    v_pg_noted=$(printf '%s\n' "$1" | v_psql)
    v_pg_code=$?
  fi
  if [ "$v_pg_code" -ne 0 ]; then return "$v_pg_code"; fi
  [ -z "$v_pg_noted" ] || v_note postgres "$v_pg_noted"
}

v_pg_wait() {
  v_pg_left=$v_pg_tries
  while [ "$v_pg_left" -gt 0 ]; do
    sleep 0.25
    v_psql </dev/null >/dev/null 2>&1
    [ $? -eq 2 ] || return 0
    v_pg_left=$((v_pg_left - 1))
  done
  return 1
}

# v_pg_role NAME TEXT OPTIONS PASSWORD [VERSION]: the name as SQL has names, and as a text. PASSWORD: `keep`, `none`, the sum
# of what the server keeps of one, or secret:SUM, which is set as a new one of this version.
v_pg_role() {
  v_pg "BEGIN;
SELECT NOT EXISTS (SELECT FROM pg_authid WHERE rolname = $2) AS missing \\gset
\\if :missing
CREATE ROLE $1;
SELECT 'role ' || system_identifier || ' ' || oid || ' $v_run' FROM pg_authid, pg_control_system() WHERE rolname = $2;
\\endif
ALTER ROLE $1 WITH $3;
COMMIT;" || return
  [ "$4" != keep ] || return 0
  v_pg_keep_password "$2" && v_pg_set_password "$1" "$4" || return
  case $4 in
    secret:*)
      v_pg "SELECT 'password ' || encode(sha256(convert_to(rolpassword, 'UTF8')), 'hex') || ' ' || $5
FROM pg_authid WHERE rolname = $2;"
      ;;
  esac
}

# What the server keeps of a password (no password comes out of it) is kept under its sum, so that it can come back.
v_pg_keep_password() { # TEXT
  v_pg_verifier=$(printf "SELECT rolpassword FROM pg_authid WHERE rolname = %s AND rolpassword LIKE 'SCRAM-%%';\n" "$1" |
    v_psql) || return
  [ -z "$v_pg_verifier" ] || v_keep_text "$v_pg_verifier"
}

v_pg_set_password() { # NAME PASSWORD
  if [ "$2" != none ] && [ "$(v_brought_bytes "$2" | head -c 1 | wc -c)" -eq 0 ]; then
    echo "the password of $1 is empty, or what was kept of it is gone" >&2
    return 1
  fi
  {
    printf "SET password_encryption = 'scram-sha-256';\nALTER ROLE %s PASSWORD " "$1"
    if [ "$2" = none ]; then
      printf NULL
    else
      printf "'" && v_brought_bytes "$2" | sed "s/'/''/g" && printf "'"
    fi
    printf ';\n'
  } | v_psql
}

# What nobody could look for when it was planned goes only where viki has made it: [made] takes such a thing back, and fails
# where it can't go; with [unmade] it stays then, with the reason.

# v_pg_drop_role NAME TEXT [made|unmade]
v_pg_drop_role() {
  v_pg_found=$(v_pg_find_role "$2") || v_pg_nobody "$3" || return
  [ -n "$v_pg_found" ] || return 0
  [ -z "$3" ] || v_pg_has_made "$v_pg_found" || return 0
  v_pg_more=$(printf "SELECT count(*) FROM (SELECT FROM pg_auth_members m JOIN pg_authid r ON r.oid IN (m.roleid, m.member)
WHERE rolname = %s UNION ALL SELECT FROM pg_db_role_setting s JOIN pg_authid r ON r.oid = s.setrole WHERE rolname = %s) more;\n" \
    "$2" "$2" | v_psql) || return
  if [ "$v_pg_more" != 0 ]; then
    echo "the role $1 stays: it has memberships, members or settings that viki did not make and could not bring back" >&2
    [ "$3" = unmade ]
    return
  fi
  v_pg_keep_password "$2" || return
  v_pg "DROP ROLE $1;" || v_pg_stays "role $1" "$3"
}

v_pg_stays() { # WHAT [made|unmade]
  [ "$2" = unmade ] || return
  echo "the $1 stays" >&2
}

# Without a server that answers there is nothing to drop, where there was none before either.
v_pg_nobody() { # [made|unmade]
  v_pg_found=
  [ -n "$1" ]
}

# The beginning of the line that is noted when viki makes it.
v_pg_find_role() { # TEXT
  printf "SELECT 'role ' || system_identifier || ' ' || oid || ' ' FROM pg_authid, pg_control_system()
WHERE rolname = %s;\n" "$1" | v_psql
}

v_pg_has_made() { # NOTED
  [ -n "$1" ] && grep -qF -- "$1" "$v_home/postgres" 2>/dev/null
}

# v_pg_member GROUP NAME TEXT TEXT any|plain|admin: both as SQL has names, and both as texts. Whether it may make others members
# stays as it is with `any`.
v_pg_member() {
  v_pg_right=
  case $5 in
    plain) v_pg_right="REVOKE ADMIN OPTION FOR $1 FROM $2;" ;;
    admin) v_pg_right="GRANT $1 TO $2 WITH ADMIN OPTION;" ;;
  esac
  v_pg "BEGIN;
SELECT NOT EXISTS ($(v_pg_membership 1 "$3" "$4")) AS missing \\gset
\\if :missing
GRANT $1 TO $2;
$(v_pg_membership "$v_pg_noted_member || '$v_run'" "$3" "$4");
\\endif
$v_pg_right
COMMIT;"
}

v_pg_noted_member="'member ' || system_identifier || ' ' || roleid || ':' || member || ' '"

v_pg_membership() { # COLUMN TEXT TEXT
  printf '%s' "SELECT $1 FROM pg_control_system(), pg_auth_members m JOIN pg_authid r ON r.oid = m.roleid
JOIN pg_authid n ON n.oid = m.member WHERE r.rolname = $2 AND n.rolname = $3 LIMIT 1"
}

# v_pg_end_member GROUP NAME TEXT TEXT [made|unmade]: one with a role that viki has made is viki's, too.
v_pg_end_member() {
  if [ -n "$5" ]; then
    v_pg_found=$(v_pg_membership "$v_pg_noted_member" "$3" "$4" | v_psql 2>/dev/null)
    v_pg_has_made "$v_pg_found" || v_pg_has_made "$(v_pg_find_role "$3" 2>/dev/null)" ||
      v_pg_has_made "$(v_pg_find_role "$4" 2>/dev/null)" || return 0
  fi
  # (a role that is gone is a member of nothing, and how things are is looked at afterwards)
  printf 'REVOKE %s FROM %s;\n' "$1" "$2" | v_psql 2>/dev/null || :
}

# v_pg_database NAME TEXT OWNER OPTIONS
v_pg_database() {
  v_pg "SELECT NOT EXISTS (SELECT FROM pg_database WHERE datname = $2) AS missing \\gset
\\if :missing
CREATE DATABASE $1 OWNER $3 $4;
SELECT 'database ' || system_identifier || ' ' || oid || ' $v_run' FROM pg_database, pg_control_system() WHERE datname = $2;
\\endif
ALTER DATABASE $1 OWNER TO $3;"
}

# v_pg_drop_database NAME TEXT PLAIN [made|unmade]: one that is empty. What this very run has made may have got something since: it
# is kept in the run's folder.
v_pg_drop_database() {
  v_pg_found=$(printf "SELECT 'database ' || system_identifier || ' ' || oid || ' ' FROM pg_database, pg_control_system()
WHERE datname = %s;\n" "$2" | v_psql) || v_pg_nobody "$4" || return
  [ -n "$v_pg_found" ] || return 0
  [ -z "$4" ] || v_pg_has_made "$v_pg_found" || return 0
  v_pg_inside=$(v_pg_content "$3")
  if [ "$v_pg_inside" != '[]' ]; then
    if ! grep -qxF -- "$v_pg_found$v_run" "$v_home/postgres" 2>/dev/null; then
      echo "the database $1 stays: what is in it could not be brought back: $v_pg_inside" >&2
      [ "$4" = unmade ]
      return
    fi
    v_pg_file=${v_pg_found% } v_pg_file=$v_folder/${v_pg_file##* }.dump
    v_pg_local 'exec pg_dump -w -F c' "$3" >"$v_pg_file" && pg_restore -l "$v_pg_file" >/dev/null &&
      { sync -f "$v_pg_file" 2>/dev/null || sync; } || return
    echo "the database $1 was not empty any more: what was in it is in $v_pg_file"
  fi
  v_pg "DROP DATABASE $1;"
}
