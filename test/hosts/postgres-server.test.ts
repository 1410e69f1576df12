// A PostgreSQL server that the same run starts, on a real host: what it has is seen then, and what viki made in it is viki's. And
// memberships, which keep what they may.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type ThingType, UNMADE } from '../../modules/contract.ts';
import { postgresDatabaseThing } from '../../modules/things/postgres_database.ts';
import { postgresRoleThing } from '../../modules/things/postgres_role.ts';
import {
  apply,
  ENVIRONMENT,
  FIRST,
  host,
  isLetIn,
  isSettled,
  rollBack,
  said,
  skip,
  sql,
  textOf,
  write,
} from './postgres.ts';
import { projectFolder, viki } from './support.ts';

before(async () => {
  if (skip === false) await said('systemctl start postgresql');
});

test('a server that the same run starts: what it has is seen then, and only what was made goes', { skip }, async () => {
  await sql('CREATE ROLE vk_before NOLOGIN');
  await said('systemctl stop postgresql');
  const roles = 'postgres_role:\n  vk_before: { login: true }\n  vk_after: { password: "${first}" }\n';
  const project = projectFolder(textOf(`${roles}postgres_database:\n  vk_after: { owner: vk_after }\n`));
  const refused = await viki(project, ['plan'], ENVIRONMENT);
  assert.match(refused.output, /PostgreSQL does not answer on this host: its server does not run/);
  const service = 'service:\n  postgresql: { state: running }\n';
  write(project, `${roles}postgres_database:\n  vk_after: { owner: vk_after }\n${service}`);
  await apply(project);
  assert.equal(await isLetIn('vk_after', FIRST), true);
  assert.equal(await isSettled(project), true);
  await rollBack(project);
  assert.equal((await host().exec('systemctl is-active postgresql')).stdout, 'inactive\n');
  await said('systemctl start postgresql');
  assert.equal(await sql("SELECT rolname FROM pg_roles WHERE rolname IN ('vk_before', 'vk_after')"), 'vk_before\n');
  assert.equal(await sql("SELECT count(*) FROM pg_database WHERE datname = 'vk_after'"), '0\n');
});

test('what was made in the run that also started the server goes when it leaves the text, and nothing else', {
  skip,
}, async () => {
  await sql(`CREATE ROLE vk_former NOLOGIN; CREATE ROLE vk_team; GRANT vk_team TO vk_former WITH ADMIN OPTION;
    CREATE ROLE vk_joined`);
  await said('systemctl stop postgresql');
  const service = 'service:\n  postgresql: { state: running }\n';
  const mods = `postgres_role:
  vk_former: { login: true, member_of: [vk_team, vk_new] }
  vk_joined: { member_of: [vk_team] }
  vk_new: { member_of: [vk_team] }
postgres_database:
  vk_new: { owner: vk_new }
  vk_full: { owner: postgres }
${service}`;
  const project = projectFolder(textOf(mods));
  assert.match(await apply(project), /\+ create postgres_role\.vk_new/);
  const members = (): Promise<string> =>
    sql(`SELECT string_agg(r.rolname || ' ' || n.rolname || ' ' || admin_option, ', ' ORDER BY r.rolname, n.rolname)
      FROM pg_auth_members JOIN pg_roles r ON r.oid = roleid JOIN pg_roles n ON n.oid = member WHERE r.rolname LIKE 'vk_%'`);
  const joined = 'vk_new vk_former false, vk_team vk_former true, vk_team vk_joined false, vk_team vk_new false\n';
  assert.equal(await members(), joined);
  assert.equal(await isSettled(project), true);
  await sql('CREATE TABLE orders (id int)', 'vk_full');
  write(project, service);
  const told = await apply(project);
  assert.match(told, /remove role vk_new, if viki has made it/);
  assert.match(told, /vk_full stays, because orders is in it/);
  const there = await sql("SELECT rolname FROM pg_roles WHERE rolname IN ('vk_former', 'vk_new')");
  assert.equal(there, 'vk_former\n');
  assert.equal(await sql("SELECT datname FROM pg_database WHERE datname IN ('vk_new', 'vk_full')"), 'vk_full\n');
  assert.equal(await members(), 'vk_team vk_former true\n');
  assert.equal(await isSettled(project), true);
  await rollBack(project);
  assert.equal(await members(), joined);
  assert.match(await rollBack(project), /vk_full stays, because orders is in it/);
  await said('systemctl start postgresql');
  assert.equal(await members(), 'vk_team vk_former true\n');
  assert.equal(await sql("SELECT count(*) FROM pg_roles WHERE rolname = 'vk_new'"), '0\n');
  await sql('DROP DATABASE vk_full; DROP ROLE vk_former; DROP ROLE vk_joined; DROP ROLE vk_team');
});

test('what somebody puts into it after the plan stays with it, which is no failure', { skip }, async () => {
  await said('systemctl stop postgresql');
  const project = projectFolder(
    textOf(`postgres_database:\n  vk_late: {}\npostgres_role:\n  vk_late: {}\n
service:\n  postgresql: { state: running }\n`),
  );
  await apply(project);
  await sql('CREATE TABLE orders (id int)', 'vk_late');
  await sql('CREATE ROLE vk_member; GRANT vk_late TO vk_member');
  const end = async (thing: ThingType): Promise<string> => {
    const program = `v_home=/var/lib/viki v_folder=/root v_run=other\n${thing.library}\n${thing.set?.('vk_late', { is: UNMADE })}\n`;
    const { code, stderr } = await host().exec('sh -s', program);
    assert.equal(code, 0, stderr);
    return stderr;
  };
  assert.match(
    await end(postgresDatabaseThing),
    /"vk_late" stays: what is in it could not be brought back: \["orders"\]/,
  );
  assert.match(await end(postgresRoleThing), /"vk_late" stays: it has memberships, members or settings/);
  assert.equal(await sql("SELECT count(*) FROM pg_database WHERE datname = 'vk_late'"), '1\n');
  await sql('DROP DATABASE vk_late; DROP ROLE vk_member');
  assert.equal(await end(postgresRoleThing), '');
  assert.equal(await sql("SELECT count(*) FROM pg_roles WHERE rolname = 'vk_late'"), '0\n');
});

test('a membership keeps the right to make others members, and comes back with it', { skip }, async () => {
  await sql('CREATE ROLE vk_team; CREATE ROLE vk_chief; GRANT vk_team TO vk_chief WITH ADMIN OPTION');
  const right = "SELECT admin_option FROM pg_auth_members WHERE member = 'vk_chief'::regrole";
  const project = projectFolder(textOf('postgres_role:\n  vk_chief: { member_of: [vk_team] }\n'));
  assert.equal(await isSettled(project), true, 'it is a member');
  write(project, 'postgres_role:\n  vk_chief: { login: false, member_of: [vk_team] }\n');
  await apply(project);
  assert.equal(await sql(right), 't\n');
  write(project, 'postgres_role:\n  vk_chief: { member_of: [vk_team], state: absent }\n');
  await apply(project);
  await rollBack(project);
  assert.equal(await sql(right), 't\n');
  await sql('DROP ROLE vk_chief; DROP ROLE vk_team');
});

test('why a server does not answer is said once, however often it is asked', { skip }, async () => {
  await said('systemctl stop postgresql');
  const first = 'command:\n  first: { command: ":", creates: /srv/none, undo: ":" }\n';
  const project = projectFolder(textOf(`${first}postgres_role:\n  vk_late: { after: command.first }\n`));
  const { code, output, errors } = await viki(project, ['apply', '--yes'], ENVIRONMENT);
  assert.notEqual(code, 0);
  assert.equal((output + errors).match(/No such file or directory/g)?.length, 1, output + errors);
  await said('systemctl start postgresql');
});
