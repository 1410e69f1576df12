// Rules about who may come in, on a real host that ufw looks after: what others told it stays, as it was and where it was, what
// viki told it goes again, and who would lock themselves out is warned.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentsOf } from '../support/projects.ts';
import { lab, missingHosts, operatorWith, planOf } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

/** A machine that can't have the packages for it has no such host, and says so. */
const skip = missingHosts['ufw'] ?? false;
const host = () => lab.host('ufw');
const said = async (command: string): Promise<string> => (await host().exec(command)).stdout.trim();
const projectOf = (mods: string) => projectOfText(textOn(host(), mods));
const projectWith = (fields: string) => projectOf(`firewall:\n  main: { ${fields} }\n`);
const RULES = 'allow: [22/tcp, 80/tcp, 6000-6007, "5432/tcp from 10.1.2.3/8", "from FD00::0/8"]';

/** What ufw has of what comes in, as its own words for it, and what the kernel has of it. */
const added = (): Promise<string> => said('ufw show added | sed 1d');
const kernel = (): Promise<string> => said('iptables -S ufw-user-input; ip6tables -S ufw6-user-input');
const files = (): Promise<string> =>
  said('cat /etc/ufw/user.rules /etc/ufw/user6.rules /etc/default/ufw /etc/ufw/ufw.conf');

async function prepared(...commands: readonly string[]): Promise<void> {
  const words = ['ufw --force reset', 'rm -f /etc/ufw/*.20*', 'ufw default deny incoming', ...commands];
  const { code, stderr } = await host().exec(words.map((command) => `${command} >/dev/null || exit`).join('\n'));
  assert.equal(code, 0, stderr);
}

test('rules come beside those of others, also after a boot, and go again', { skip }, async () => {
  await prepared('ufw allow 22/tcp', 'ufw limit 8080/tcp', 'ufw --force enable');
  const [before, wall] = [await files(), await kernel()];
  const operator = operatorWith();
  const project = projectWith(`${RULES}, deny: [25/tcp, 6005/udp, "from 203.0.113.7"]`);
  const { plan, result } = await applied(operator, project);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.deepEqual(plan.changes[0]?.steps, ['add the rules of main to ufw']);
  assert.equal(plan.changes[0]?.outlook?.warnings, undefined);
  const rules = await kernel();
  assert.match(rules, /-A ufw-user-input -s 203\.0\.113\.7\/32 -j DROP\n(.*\n)*.* --dport 22 -j ACCEPT/);
  assert.match(rules, /-A ufw6-user-input .* --dport 25 -j DROP\n(.*\n)*.*-A ufw6-user-input -s fd00::\/8 -j ACCEPT/);
  assert.match(await added(), /^ufw allow 22\/tcp$/m);
  await host().reboot();
  assert.equal(await kernel(), rules);
  // (over a new connection, through the rules)
  const again = operatorWith();
  await nothingLeft(again, project);

  // What somebody took out comes back, and what they put in stays.
  await host().exec('ufw delete allow 80/tcp; ufw allow 81/tcp');
  const mended = await applied(again, project);
  assert.equal(mended.result.outcome, 'done', JSON.stringify(mended.result));
  assert.deepEqual(mended.plan.changes[0]?.steps, ['change the rules of main in ufw']);
  await host().exec('ufw delete allow 81/tcp');

  const { result: gone } = await applied(again, projectOf('mkdir:\n  /srv/empty: {}\n'));
  assert.equal(gone.outcome, 'done', JSON.stringify(gone));
  assert.deepEqual([await files(), await kernel()], [before, wall]);
});

test('other rules take the place of these, and a rollback brings these back', { skip }, async () => {
  await prepared('ufw allow 22/tcp', 'ufw default allow incoming', 'ufw --force enable');
  const operator = operatorWith();
  assert.equal(
    (await applied(operator, projectWith('input: accept, allow: [22/tcp, "53"], deny: [25/tcp]'))).result.outcome,
    'done',
  );
  const before = [await files(), await kernel()];
  const other = await applied(operator, projectWith('allow: [25/tcp, "53"], deny: ["53/udp"]'));
  assert.deepEqual(other.plan.changes[0]?.steps, [
    'change the rules of main in ufw',
    'let ufw drop what no rule is about',
  ]);
  assert.equal(other.result.outcome, 'done', JSON.stringify(other.result));
  assert.match(await said('ufw status verbose'), /deny \(incoming\)/);
  await rolledBack(operator, projectWith(''));
  assert.deepEqual(
    [await files(), await kernel()].map((text) => text.split('\n').toSorted()),
    before.map((text) => text.split('\n').toSorted()),
  );
});

test('a ufw that is off is turned on where the text says so, and one that was stopped always is', {
  skip,
}, async () => {
  await prepared();
  const rules =
    'grep -h "tuple" /etc/ufw/user*.rules; grep -h -e ^DEFAULT -e ^ENABLED /etc/default/ufw /etc/ufw/ufw.conf';
  const before = await said(rules);
  const operator = operatorWith();
  const project = projectWith('with: ufw, allow: [22/tcp]');
  const { plan, result } = await applied(operator, project);
  assert.deepEqual(plan.changes[0]?.steps, ['add the rules of main to ufw', 'turn ufw on']);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  await nothingLeft(operator, project);
  await rolledBack(operator, project);
  assert.match(await said('ufw status'), /^Status: inactive/);
  assert.equal(await said(rules), before);

  assert.equal((await applied(operator, project)).result.outcome, 'done');
  await host().exec('nft flush ruleset; systemctl --quiet disable ufw');
  const stopped = await applied(operator, projectWith('allow: [22/tcp]'));
  assert.deepEqual(stopped.plan.changes[0]?.steps, ['turn ufw on']);
  assert.equal(stopped.plan.changes[0]?.outlook?.oneWay.length, 1);
  assert.equal(stopped.result.outcome, 'done', JSON.stringify(stopped.result));
  await host().reboot();
  assert.match(await said('ufw status'), /^Status: active/);
});

test('a table of nftables becomes rules of ufw once that is turned on, and a table again', { skip }, async () => {
  await prepared();
  const operator = operatorWith();
  const project = projectWith('allow: [22/tcp]');
  assert.equal((await applied(operator, project)).result.outcome, 'done');
  const table = await said('nft -s list table inet viki_main');
  assert.match(table, /dport 22 accept/);
  await host().exec('ufw --force enable');
  const { plan, result } = await applied(operator, project);
  assert.equal(plan.changes[0]?.steps[0], 'add the rules of main to ufw');
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.equal(await said('nft list tables | grep viki; ls /etc /etc/systemd/system | grep viki_'), '');
  await nothingLeft(operator, project);
  await host().exec('ufw disable');
  assert.equal((await applied(operator, project)).result.outcome, 'done');
  assert.equal(await said('nft -s list table inet viki_main; ufw show added | grep -c comment'), `${table}\n0`);
  assert.equal((await applied(operator, projectWith('state: absent'))).result.outcome, 'done');
});

test('two of a host share what they both let in', { skip }, async () => {
  await prepared('ufw default allow incoming', 'ufw --force enable');
  const operator = operatorWith();
  const both = projectOf('firewall:\n  main: { allow: [22/tcp] }\n  web: { allow: [22/tcp, 80/tcp] }\n');
  assert.equal((await applied(operator, both)).result.outcome, 'done');
  await nothingLeft(operator, both);
  assert.equal(await added(), "ufw allow 22/tcp comment 'viki main'\nufw allow 80/tcp comment 'viki web'");
});

test('a plan warns whoever would not come in again', { skip }, async () => {
  const warned = async (mods: string): Promise<string> => {
    const project = projectOf(mods);
    const { changes } = planOf(await operatorWith().plan(project, contentsOf(project)));
    return changes.flatMap(({ outlook }) => outlook?.warnings ?? []).join() || 'nothing';
  };
  const main = (fields: string) => `firewall:\n  main: { ${fields} }\n`;
  const start = /^it lets nobody from [0-9.]+ in at port 22, which is how you are connected: allow `22\/tcp`, or give/;
  await prepared();
  assert.match(await warned(main('with: ufw, allow: [80/tcp]')), start);
  assert.match(await warned(main('with: ufw, allow: ["22/tcp from fd00::/8"]')), start);
  assert.match(await warned(main('with: ufw, allow: [22/tcp], deny: ["from 0.0.0.0/0"]')), start);
  assert.equal(await warned(main(`with: ufw, allow: ["22/tcp from ${host().address}/8"]`)), 'nothing');
  assert.equal(await warned(main('with: ufw, input: accept, deny: [80/tcp]')), 'nothing');
  // What others let in counts, in the order that ufw has it in.
  await prepared('ufw allow OpenSSH', 'ufw --force enable');
  assert.equal(await warned(main('allow: [80/tcp]')), 'nothing');
  await prepared(
    'ufw allow in on lo to any port 22',
    'ufw deny from 10.0.0.0/8',
    'ufw deny from 172.16.0.0/12',
    'ufw deny from 192.168.0.0/16',
    'ufw allow 20:30/tcp',
    'ufw allow 24/tcp',
    'ufw insert 2 allow 22,80/tcp',
    'ufw --force enable',
  );
  assert.equal(await warned(main('allow: [80/tcp]')), 'nothing');
  await host().exec('ufw delete allow 22,80/tcp; ufw disable');
  assert.match(await warned(main('with: ufw, allow: [22/tcp, 80/tcp]')), start);
  // What leaves the text leaves ufw as it is.
  await prepared('ufw --force enable');
  const operator = operatorWith();
  await host().exec('ufw allow 22/tcp');
  assert.equal((await applied(operator, projectWith('allow: [80/tcp]'))).result.outcome, 'done');
  assert.equal(await warned(main('state: absent')), 'nothing');
  await host().exec('ufw delete allow 22/tcp; ufw allow from any');
  assert.equal((await applied(operator, projectWith('allow: [22/tcp]'))).result.outcome, 'done');
  await host().exec('ufw delete allow from any; ufw status');
  assert.match(await warned(main('state: absent')), start);
  assert.match(await warned('mkdir:\n  /srv/empty: {}\n'), /^ufw stays as it is without these rules/);
});

test('what ufw can not have is refused by the plan', { skip }, async () => {
  const refused = async (fields: string): Promise<string> => {
    const project = projectWith(fields);
    const { changes, request } = planOf(await operatorWith().plan(project, contentsOf(project)));
    assert.equal(request, undefined);
    return changes[0]?.refusal?.message ?? 'nothing';
  };
  await prepared('ufw allow 22/tcp', 'ufw reject 25/tcp', 'ufw --force enable');
  assert.match(await refused('rules: "tcp dport 80 accept"'), /^`rules` are for nftables/);
  assert.match(
    await refused('allow: [25/tcp]'),
    /^ufw can't allow 25\/tcp.*: it has another rule about that already, reject/,
  );
  assert.match(await refused('with: nftables, allow: [22/tcp]'), /^ufw looks after what comes in on this host/);
  await host().exec('sed -i s/IPV6=yes/IPV6=no/ /etc/default/ufw && ufw reload');
  assert.match(await refused('allow: ["80/tcp from fd00::/8"]'), /^ufw looks after no IPv6/);
  const operator = operatorWith();
  assert.equal((await applied(operator, projectWith('allow: [22/tcp, 80/tcp]'))).result.outcome, 'done');
  await nothingLeft(operator, projectWith('allow: [22/tcp, 80/tcp]'));
  await host().exec('sed -i s/IPV6=no/IPV6=yes/ /etc/default/ufw && ufw reload');
  assert.equal((await applied(operator, projectWith('allow: [22/tcp, 80/tcp]'))).result.outcome, 'done');
  assert.match(await kernel(), /ufw6-user-input .*--dport 80/);
});
