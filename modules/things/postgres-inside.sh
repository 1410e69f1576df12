# What is in databases of a host's PostgreSQL, and what is in need of its roles: neither is dropped with that. POSIX sh for
# dash, bash and BusyBox ash, with postgres.sh, which asks the server.
# shellcheck shell=sh

# What is in databases and would not be in new ones: v_pg_contents INDEX NAME [INDEX NAME ...].
v_pg_contents() {
  while [ $# -gt 0 ]; do
    printf '%s\t%s\n' "$1" "$(v_pg_content "$2")"
    shift 2
  done
}

# (what is the system's own has a number below 16384; where it is not known whether a new one would have it, it counts)
v_pg_content() { # NAME
  v_pg_list "$1" <<'V_SQL'
  SELECT relname FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
  UNION ALL SELECT proname || '()' FROM pg_proc WHERE oid >= 16384
  UNION ALL SELECT 'type ' || typname FROM pg_type t WHERE oid >= 16384 AND typrelid = 0
    AND NOT EXISTS (SELECT FROM pg_type WHERE typarray = t.oid)
  UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_'
  UNION ALL SELECT 'extension ' || extname FROM pg_extension WHERE oid >= 16384
  UNION ALL SELECT 'publication ' || pubname FROM pg_publication
  UNION ALL SELECT 'subscription ' || subname FROM pg_subscription JOIN pg_database d ON d.oid = subdbid
    WHERE datname = current_database()
  UNION ALL SELECT 'large objects' FROM pg_largeobject_metadata
  UNION ALL SELECT pg_describe_object(catalog, oid, 0) FROM (
    SELECT tableoid, oid FROM pg_collation UNION ALL SELECT tableoid, oid FROM pg_conversion
    UNION ALL SELECT tableoid, oid FROM pg_operator UNION ALL SELECT tableoid, oid FROM pg_cast
    UNION ALL SELECT tableoid, oid FROM pg_opclass UNION ALL SELECT tableoid, oid FROM pg_opfamily
    UNION ALL SELECT tableoid, oid FROM pg_am UNION ALL SELECT tableoid, oid FROM pg_language
    UNION ALL SELECT tableoid, oid FROM pg_transform UNION ALL SELECT tableoid, oid FROM pg_event_trigger
    UNION ALL SELECT tableoid, oid FROM pg_foreign_data_wrapper UNION ALL SELECT tableoid, oid FROM pg_foreign_server
    UNION ALL SELECT tableoid, oid FROM pg_ts_config UNION ALL SELECT tableoid, oid FROM pg_ts_dict
    UNION ALL SELECT tableoid, oid FROM pg_ts_parser UNION ALL SELECT tableoid, oid FROM pg_ts_template
    UNION ALL SELECT tableoid, oid FROM pg_default_acl) made (catalog, oid) WHERE oid >= 16384
  UNION ALL SELECT 'settings' FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
    WHERE d.datname = current_database()
  UNION ALL SELECT 'settings' FROM pg_database JOIN pg_tablespace t ON t.oid = dattablespace
    WHERE datname = current_database() AND (datconnlimit <> -1 OR datistemplate OR spcname <> 'pg_default')
  UNION ALL SELECT 'rights' FROM pg_database WHERE datname = current_database() AND datacl IS NOT NULL
  UNION ALL SELECT 'rights' FROM (
    SELECT tableoid, oid, nspacl FROM pg_namespace WHERE nspname <> 'information_schema'
    UNION ALL SELECT tableoid, oid, lanacl FROM pg_language
    UNION ALL SELECT tableoid, oid, proacl FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
    UNION ALL SELECT tableoid, oid, relacl FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace
    ) own (catalog, oid, acl) LEFT JOIN pg_init_privs ON objoid = own.oid AND classoid = catalog AND objsubid = 0
    WHERE own.oid < 16384 AND acl IS DISTINCT FROM initprivs
  UNION ALL SELECT 'rights' FROM (SELECT max(nspowner) FROM pg_namespace WHERE nspname = 'public') public (owner)
    WHERE coalesce(owner, 16384) >= 16384
  UNION ALL SELECT 'comments' FROM pg_shdescription JOIN pg_database d ON d.oid = objoid AND classoid = 'pg_database'::regclass
    WHERE datname = current_database()
  UNION ALL SELECT 'comments' FROM pg_namespace n WHERE nspname = 'public'
    AND obj_description(n.oid, 'pg_namespace') IS DISTINCT FROM 'standard public schema'
V_SQL
}

# What a role can't be dropped without: v_pg_dependants INDEX TEXT [INDEX TEXT ...].
v_pg_dependants() {
  while [ $# -gt 0 ]; do
    printf '%s\t%s\n' "$1" "$(
      v_pg_list postgres <<V_SQL
  SELECT 'database ' || datname FROM pg_shdepend JOIN pg_authid r ON r.oid = refobjid AND refclassid = 'pg_authid'::regclass
    JOIN pg_database d ON d.oid = dbid OR (dbid = 0 AND classid = 'pg_database'::regclass AND d.oid = objid) WHERE rolname = $2
  UNION ALL SELECT pg_describe_object(classid, objid, 0) FROM pg_shdepend JOIN pg_authid r ON r.oid = refobjid
    WHERE refclassid = 'pg_authid'::regclass AND dbid = 0 AND classid <> 'pg_database'::regclass AND rolname = $2
  UNION ALL SELECT 'membership ' || to_json(ARRAY[r.rolname::text, n.rolname::text]) FROM pg_auth_members m
    JOIN pg_authid r ON r.oid = m.roleid JOIN pg_authid n ON n.oid = m.member WHERE $2 IN (r.rolname, n.rolname)
  UNION ALL SELECT 'settings' FROM pg_db_role_setting s JOIN pg_authid r ON r.oid = s.setrole WHERE rolname = $2
V_SQL
    )"
    shift 2
  done
}
