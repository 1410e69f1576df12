// What a program would choke on never reaches it: its own validator refuses the bytes on the host before they are in place,
// and the disk is as before. What was there before comes back all the same, whatever the validator thinks of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectOf } from '../support/projects.ts';
import { lab, missingHosts, operatorWith, settingsOf } from './support.ts';
import { applied, rolledBack } from './text.ts';

const HOST = 'checked';
const skip = missingHosts[HOST] ?? false;

/** A mistake for each module that has its bytes checked, and a word of its validator about it. */
const MISTAKES = {
  'unit.viki-broken.service': { spec: { content: '[Service]\nExecStrt=/bin/true\n' }, says: /ExecStrt|ExecStart/ },
  'timer.viki-broken': { spec: { schedule: 'every now and then', command: 'true' }, says: /OnCalendar|calendar/i },
  'sudoers.viki-broken': { spec: { content: 'deploy ALL=(root NOPASSWD: ALL\n' }, says: /syntax error/ },
  'sshd.viki-broken': { spec: { settings: { PermitRotLogin: 'no' } }, says: /PermitRotLogin/ },
  'nginx_site.viki-broken': { spec: { content: 'server { lsten 80; }\n' }, says: /lsten/ },
} as const;

function projectWith(address: string, spec: object) {
  const name = address.slice(address.indexOf('.') + 1);
  return projectOf({ [address]: { name, ...spec } }, [settingsOf(lab.host(HOST))]);
}

for (const [address, { spec, says }] of Object.entries(MISTAKES)) {
  test(`${address}: a mistake is refused before it is in place`, { skip }, async () => {
    const host = lab.host(HOST);
    // (nginx makes folders of its own when it first looks at its settings)
    await host.exec('! command -v nginx >/dev/null || nginx -t -q');
    const before = await host.digest();
    const { result } = await applied(operatorWith(), projectWith(address, spec));
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.match(result.failure?.message ?? '', /before it was put in place/);
    assert.match((result.failure?.output ?? []).join('\n'), says);
    assert.equal(await host.digest(), before);
  });
}

test('a rollback brings back what a validator would refuse', { skip }, async () => {
  const host = lab.host(HOST);
  const path = '/etc/ssh/sshd_config.d/viki-old.conf';
  await host.exec(`echo PermitRotLogin no >${path}`);
  const before = await host.digest();
  const project = projectWith('sshd.viki-old', { settings: { PermitRootLogin: 'prohibit-password' } });
  const operator = operatorWith();
  const { result } = await applied(operator, project);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  await rolledBack(operator, project);
  assert.equal(await host.digest(), before);
  await host.exec(`rm ${path}`);
});
