// The main job, with the terminal's viki on real hosts: plan, apply, a second plan with nothing to do, rollback, and the
// very disk from before; as root, as users with and without a password for sudo, and on a host that has BusyBox only.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LabHost } from '../lab/lab.ts';
import { knownHosts, lab, projectFolder, viki } from './support.ts';

const PREPARATION = [
  'rm -rf /srv/job',
  'mkdir -p /srv/job/old',
  'printf before >/srv/job/old/kept',
  'chown deploy:root /srv/job/old/kept',
  'chmod 4711 /srv/job/old/kept',
  'ln -s kept /srv/job/old/link',
].join(' && ');

const MODS = `
  mods:
    mkdir:
      app: { path: /opt/viki test/app, mode: "2750", group: deploy }
      old: { path: /srv/job/old, mode: "0700" }
    file:
      motd: { path: "/opt/viki test/app/it's a motd", content: "Welcome\\n", mode: "0640" }
      kept: { path: /srv/job/old/kept, content: "after\\n" }
      link: { path: /srv/job/old/link, content: "no link any more\\n" }
`;

function textFor(host: LabHost, login: string): string {
  return `viki:
  vars:
    admin: { secret: true, from: env }
  hosts:
    ${host.name}: { address: ${host.address}, known_hosts: ${knownHosts}, ${login} }
${MODS.slice(1)}`;
}

const LOGINS: readonly { readonly host: string; readonly who: string; readonly login: string }[] = [
  { host: 'apply', who: 'root by key', login: `user: root, identity: ${lab.keyFile}` },
  {
    host: 'apply',
    who: 'a user by password, sudo with a password',
    login: 'user: admin, password: "${admin}", sudo: { password: "${admin}" }',
  },
  {
    host: 'apply',
    who: 'a user by key, sudo without a password',
    login: `user: deploy, identity: ${lab.keyFile}, sudo: true`,
  },
  { host: 'apply-small', who: 'root by key', login: `user: root, identity: ${lab.keyFile}` },
];

for (const { host: name, who, login } of LOGINS) {
  test(`${name}, ${who}: plan, apply, plan, rollback, and the disk is as before`, async () => {
    const host = lab.host(name);
    assert.equal((await host.exec(PREPARATION)).code, 0);
    const before = await host.digest();
    const project = projectFolder(textFor(host, login));

    const planned = await viki(project, ['plan']);
    assert.equal(planned.code, 2, planned.output + planned.errors);
    assert.equal(await host.digest(), before, 'a plan touches nothing');

    const applied = await viki(project, ['apply', '--yes']);
    assert.equal(applied.code, 0, applied.output + applied.errors);
    assert.notEqual(await host.digest(), before);
    const made = await host.exec(
      `stat -c '%a %G' '/opt/viki test/app'; cat "/opt/viki test/app/it's a motd" /srv/job/old/kept; stat -c '%a %U' /srv/job/old/kept; readlink /srv/job/old/link`,
    );
    assert.equal(made.stdout, '2750 deploy\nWelcome\nafter\n4711 deploy\n');

    const again = await viki(project, ['plan']);
    assert.equal(again.code, 0, again.output + again.errors);
    const status = await viki(project, ['status']);
    assert.equal(status.code, 0, status.output + status.errors);

    const back = await viki(project, ['rollback', '--yes']);
    assert.equal(back.code, 0, back.output + back.errors);
    assert.equal(await host.digest(), before, 'the disk is as before');

    const nothing = await viki(project, ['rollback', '--yes']);
    assert.match(nothing.output + nothing.errors, /no run of this project on this host that can be taken back/);
    await host.exec('rm -rf /var/lib/viki');
  });
}

test('two hosts at a time, one of them out of reach: the other is done, and the exit code says failed', async () => {
  const host = lab.host('apply');
  const before = await host.digest();
  const project = projectFolder(`viki:
  hosts:
    up: { address: ${host.address}, known_hosts: ${knownHosts}, user: root, identity: ${lab.keyFile} }
    down: { address: ${host.address}, port: 1, user: root }
  mods:
    mkdir:
      one: { path: /opt/one }
`);
  const applied = await viki(project, ['apply', '--yes']);
  assert.equal(applied.code, 1);
  assert.match(applied.output + applied.errors, /down[\s\S]*the connection was refused/);
  assert.equal((await host.exec('test -d /opt/one')).code, 0);
  const back = await viki(project, ['rollback', '--yes', '--host', 'up']);
  assert.equal(back.code, 0, back.output + back.errors);
  assert.equal(await host.digest(), before);
});
