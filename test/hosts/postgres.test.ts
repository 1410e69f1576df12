// PostgreSQL on a real host: passwords that reach it and nobody else, and come back; databases that are not dropped with what
// is in them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { postgresContentThing } from '../../modules/things/postgres_content.ts';
import {
  apply,
  done,
  ENVIRONMENT,
  FIRST,
  host,
  isLetIn,
  isSettled,
  rollBack,
  SECOND,
  said,
  skip,
  sql,
  textOf,
  write,
} from './postgres.ts';
import { projectFolder, viki } from './support.ts';
import { seenWhile } from './watch.ts';

/** Names that SQL, psql, a shell or a connection string would make something else of. */
const ODD_NAMES = [
  ...[
    'two\nlines',
    "'; DROP ROLE postgres; --",
    '\\q',
    '-c',
    '--',
    'dbname=postgres',
    ':name',
    ':"name"',
    'x"y',
    "it's",
  ],
  ...[
    '\u{1f418} ü Łódź',
    '$HOME `id` $(id)',
    "E'\\n'",
    '%s%d',
    ' ',
    'a\tb',
    '/*',
    '*/',
    '$$',
    'UPPER',
    '${x}'.slice(1),
  ],
];

/** A server that would tell what it is asked to, if it was not told otherwise. */
before(async () => {
  if (skip !== false) return;
  await said(`printf '%s\\n' "log_statement = 'all'" 'log_min_duration_statement = 0' \
    "shared_preload_libraries = 'pg_stat_statements'" >/etc/postgresql/15/main/conf.d/telling.conf
  systemctl restart postgresql`);
  await sql('CREATE EXTENSION pg_stat_statements');
});

test('a password reaches the server as it is, and nobody else', { skip }, async () => {
  const mods = 'postgres_role:\n  vk_shop: { password: "${first}" }\n';
  const project = projectFolder(textOf(mods));
  const told: string[] = [];
  const seen = await seenWhile(host(), 'canary', async () => {
    told.push(
      await done(project, 'plan', '--json').catch(String),
      await apply(project),
      await done(project, 'status', '--json'),
    );
  });
  assert.deepEqual(seen, []);
  assert.equal(await isLetIn('vk_shop', FIRST), true);
  assert.equal(await isLetIn('vk_shop', SECOND), false);
  assert.doesNotMatch(told.join('\n'), /canary/);
  assert.match(await said('cat /var/log/postgresql/*.log'), /pg_authid|log_statement/, 'the server does tell');
  assert.equal(await said('cat /var/log/postgresql/*.log | grep -c canary || :'), '0\n');
  assert.equal(await sql("SELECT count(*) FROM pg_stat_statements WHERE query LIKE '%can' || 'ary%'"), '0\n');
  assert.equal(await said('journalctl --no-pager | grep -c canary || :'), '0\n');
  assert.notEqual(await said('ls /var/lib/viki/blobs | wc -l'), '0\n');
  assert.equal(await said('grep -rl canary /var/lib/viki | grep -v ^/var/lib/viki/blobs/ | wc -l'), '0\n');
  assert.equal(await said('find /var/lib/viki -type f -perm /077 | wc -l'), '0\n');
  for (const { parentPath, name } of readdirSync(project, { recursive: true, withFileTypes: true }).filter((e) =>
    e.isFile(),
  ))
    assert.doesNotMatch(readFileSync(join(parentPath, name), 'utf8'), /canary/, name);
  assert.equal(await isSettled(project), true);
});

test('another password is set by another version, one of somebody else is replaced, and both come back', {
  skip,
}, async () => {
  const project = projectFolder(textOf('postgres_role:\n  vk_shop: { password: "${first}" }\n'));
  await apply(project);
  write(project, 'postgres_role:\n  vk_shop: { password: "${second}" }\n');
  assert.equal(await isSettled(project), true, 'that the secret is another one can not be seen');
  write(project, 'postgres_role:\n  vk_shop: { password: "${second}", password_version: "2" }\n');
  await apply(project);
  assert.deepEqual([await isLetIn('vk_shop', FIRST), await isLetIn('vk_shop', SECOND)], [false, true]);
  await rollBack(project);
  assert.deepEqual([await isLetIn('vk_shop', FIRST), await isLetIn('vk_shop', SECOND)], [true, false]);
  await sql("ALTER ROLE vk_shop PASSWORD 'of somebody'");
  assert.equal(await isSettled(project), false);
  await apply(project);
  assert.equal(await isLetIn('vk_shop', SECOND), true);
  await rollBack(project);
  assert.equal(await isLetIn('vk_shop', 'of somebody'), true);
});

test('a role that left the text goes, and comes back with its password', { skip }, async () => {
  const project = projectFolder(textOf('postgres_role:\n  vk_gone: { password: "${first}", connection_limit: 3 }\n'));
  await apply(project);
  write(project, 'postgres_role: {}\n');
  await apply(project);
  assert.equal(await sql("SELECT count(*) FROM pg_roles WHERE rolname = 'vk_gone'"), '0\n');
  await rollBack(project);
  assert.equal(await isLetIn('vk_gone', FIRST), true);
  assert.equal(await sql("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'vk_gone'"), '3\n');
});

test('names of all kinds are the names of roles, members and databases', { skip }, async () => {
  const names = ODD_NAMES.map((name) => JSON.stringify(name));
  const roles = names.map((name, index) => `  r${index}: { name: ${name}, member_of: [vk_odd] }\n`);
  const databases = names.map((name, index) => `  d${index}: { name: ${name}, owner: ${name} }\n`);
  const project = projectFolder(
    textOf(`postgres_role:\n  vk_odd: {}\n${roles.join('')}postgres_database:\n${databases.join('')}`),
  );
  await apply(project);
  assert.equal(await isSettled(project), true);
  const list = (query: string): Promise<string> => sql(`SELECT json_agg(name) FROM (${query}) all_of_them`);
  const members =
    'SELECT member::regrole::oid FROM pg_auth_members WHERE roleid = (SELECT oid FROM pg_roles WHERE rolname = $$vk_odd$$)';
  const owned = `SELECT datname::text AS name FROM pg_database JOIN pg_roles r ON r.oid = datdba AND rolname = datname WHERE r.oid IN (${members})`;
  assert.deepEqual((JSON.parse(await list(owned)) as string[]).toSorted(), ODD_NAMES.toSorted());
  await rollBack(project);
  assert.equal(await list(owned), '\n');
  assert.equal(await sql("SELECT count(*) FROM pg_roles WHERE rolname !~ '^(pg_|vk_|postgres$)'"), '0\n');
});

test('a password that the server keeps as MD5 is not replaced', { skip }, async () => {
  await sql("SET password_encryption = 'md5'; CREATE ROLE vk_old LOGIN PASSWORD 'old'");
  const project = projectFolder(textOf('postgres_role:\n  vk_old: { password: "${first}" }\n'));
  const { code, output } = await viki(project, ['plan'], ENVIRONMENT);
  assert.notEqual(code, 0);
  assert.match(output, /keeps the password of vk_old as MD5/);
});

test('a database that something is in stays, whoever would have it go', { skip }, async () => {
  const project = projectFolder(textOf('postgres_database:\n  "vk data": { owner: postgres }\n'));
  await apply(project);
  await sql('CREATE TABLE orders (id int); INSERT INTO orders VALUES (7)', 'vk data');
  assert.match(await rollBack(project), /vk data stays, because orders is in it/);
  await apply(project);
  write(project, 'postgres_database: {}\n');
  assert.match(await apply(project), /vk data stays, because orders is in it/);
  write(project, 'postgres_database:\n  "vk data": { state: absent }\n');
  const refused = await viki(project, ['apply', '--yes'], ENVIRONMENT);
  assert.notEqual(refused.code, 0);
  assert.match(refused.output + refused.errors, /vk data is not empty: orders is in it/);
  assert.equal(await sql('SELECT id FROM orders', 'vk data'), '7\n');
  await sql('DROP TABLE orders', 'vk data');
  await apply(project);
  assert.equal(await sql("SELECT count(*) FROM pg_database WHERE datname = 'vk data'"), '0\n');
});

test('whatever a database has that a new one would not have is something in it', { skip }, async () => {
  const content = async (database: string): Promise<string> => {
    const program = `${postgresContentThing.library}\n${postgresContentThing.ask([{ index: 0, at: database }])}\n`;
    const { stdout } = await host().exec('sh -s', program);
    return stdout.trim().slice(2);
  };
  await sql('CREATE ROLE vk_reader');
  for (const statement of [
    ...['CREATE TYPE money_of AS (amount int, currency text)', 'CREATE TYPE own'],
    ...["CREATE COLLATION sorted (locale = 'C')", 'CREATE FOREIGN DATA WRAPPER wrapper'],
    ...['CREATE TEXT SEARCH CONFIGURATION words (copy = simple)', 'CREATE CAST (text AS box) WITH INOUT'],
    ...['ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO vk_reader', 'GRANT CREATE ON SCHEMA public TO vk_reader'],
    ...['REVOKE USAGE ON SCHEMA public FROM PUBLIC', 'ALTER SCHEMA public OWNER TO vk_reader', 'DROP SCHEMA public'],
    ...["COMMENT ON DATABASE vk_case IS 'of the shop'", "COMMENT ON SCHEMA public IS 'of the shop'"],
    ...[
      'CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)',
      'REVOKE USAGE ON LANGUAGE sql FROM PUBLIC',
    ],
    ...[
      'ALTER DATABASE vk_case CONNECTION LIMIT 5',
      'CREATE ACCESS METHOD another TYPE TABLE HANDLER heap_tableam_handler',
    ],
  ]) {
    await sql('CREATE DATABASE vk_case');
    assert.equal(await content('vk_case'), '[]');
    await sql(statement, 'vk_case');
    assert.match(await content('vk_case'), /^\[".+"\]$/, statement);
    await sql('DROP DATABASE vk_case');
  }
});

test('a role that something is in need of stays, and goes with the last of it', { skip }, async () => {
  const mods = 'postgres_role:\n  vk_owner: {}\npostgres_database:\n  vk_owned: { owner: vk_owner }\n';
  const project = projectFolder(textOf(mods));
  await apply(project);
  await sql('CREATE TABLE orders (id int)', 'vk_owned');
  assert.match(await rollBack(project), /vk_owner stays, because database vk_owned is in need of it/);
  await sql('DROP DATABASE vk_owned; DROP ROLE vk_owner');
  await apply(project);
  await sql('CREATE TABLE orders (id int)', 'vk_owned');
  write(project, 'postgres_role: {}\npostgres_database: {}\n');
  assert.match(await apply(project), /vk_owner stays, because database vk_owned is in need of it/);
  await sql('DROP DATABASE vk_owned; DROP ROLE vk_owner');
  write(project, mods);
  await apply(project);
  write(project, 'postgres_role: {}\npostgres_database: {}\n');
  await apply(project);
  assert.equal(await sql("SELECT count(*) FROM pg_roles WHERE rolname = 'vk_owner'"), '0\n');
});

test('when the run that made it fails, what a later command put into it is kept', { skip }, async () => {
  const project = projectFolder(
    textOf(`postgres_database:
  vk_new: { owner: postgres }
command:
  migrate:
    command: "unset PGHOST PGPORT; cd / && echo 'CREATE TABLE t AS SELECT 42 AS n' | su postgres -c 'psql -q vk_new'"
    check: "false"
    undo: ":"
    after: postgres_database.vk_new
  fail: { command: exit 3, creates: /srv/none, after: command.migrate }
`),
  );
  // (whatever the login says: another server is not asked)
  await said('cp /root/.bashrc /root/.bashrc.was; printf "export PGHOST=127.0.0.9 PGPORT=9\\n" >/root/.bashrc');
  const { code, output, errors } = await viki(project, ['apply', '--yes'], ENVIRONMENT);
  await said('mv /root/.bashrc.was /root/.bashrc');
  assert.notEqual(code, 0);
  assert.match(output + errors, /all is as before|walked back/);
  assert.equal(await sql("SELECT count(*) FROM pg_database WHERE datname = 'vk_new'"), '0\n');
  await sql('CREATE DATABASE vk_again');
  await said('cat /var/lib/viki/runs/*/*.dump | (cd / && su postgres -c "pg_restore -d vk_again")');
  assert.equal(await sql('SELECT n FROM t', 'vk_again'), '42\n');
});
