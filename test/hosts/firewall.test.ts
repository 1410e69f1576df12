// Rules about who may come in, on a real host: they let in and keep out, also after a boot, are loaded anew when somebody
// changed them, and warn whoever would lock themselves out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentsOf } from '../support/projects.ts';
import { lab, missingHosts, operatorWith, planOf } from './support.ts';
import { applied, nothingLeft, projectOfText, textOn } from './text.ts';

/** A machine that can't have the packages for it has no such host, and says so. */
const skip = missingHosts['walls'] ?? false;
const host = () => lab.host('walls');
const said = async (command: string): Promise<string> => (await host().exec(command)).stdout.trim();
const projectWith = (fields: string) => projectOfText(textOn(host(), `firewall:\n  main: { ${fields} }\n`));

test('what may come in does, also after a boot, and nothing is left to do', { skip }, async () => {
  const project = projectWith('allow: [22/tcp]');
  const { plan, result } = await applied(operatorWith(), project);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.equal(plan.changes[0]?.outlook?.warnings, undefined);
  const rules = await said('nft -s list table inet viki_main');
  assert.match(rules, /policy drop/);
  for (const turn of ['restart', 'reload']) {
    await host().exec(`systemctl ${turn} nftables`);
    assert.equal(await said('nft -s list table inet viki_main'), rules, turn);
  }
  await host().reboot();
  assert.equal(await said('nft -s list table inet viki_main'), rules);
  // (over a new connection, through the rules)
  const operator = operatorWith();
  await nothingLeft(operator, project);

  await host().exec('nft add rule inet viki_main input tcp dport 8080 accept');
  const again = await applied(operator, project);
  assert.deepEqual(again.plan.changes[0]?.steps, ['load the rules of main']);
  assert.equal(again.plan.changes[0]?.outlook?.oneWay.length, 1);
  assert.equal(await said('nft -s list table inet viki_main'), rules);

  const { result: gone } = await applied(operator, projectWith('state: absent'));
  assert.equal(gone.outcome, 'done', JSON.stringify(gone));
  assert.equal(await said('nft list tables; ls /etc /etc/systemd/system | grep viki_'), '');
});

test('a plan warns whoever would not come in again, also behind sudo', { skip }, async () => {
  const warned = async (fields: string): Promise<string> => {
    const text = textOn(host(), `firewall:\n  main: { ${fields} }\n`).replace('user: root', 'user: deploy, sudo: true');
    const project = projectOfText(text);
    const { changes } = planOf(await operatorWith().plan(project, contentsOf(project)));
    return changes[0]?.outlook?.warnings?.join() ?? 'nothing';
  };
  const start = /^it lets nobody from [0-9.]+ in at port 22, which is how you are connected: allow `22\/tcp`, or give/;
  assert.match(await warned('allow: [80/tcp]'), start);
  assert.match(await warned('allow: ["22/tcp from 203.0.113.0/24"], rules: "tcp dport 25 accept"'), /22, unless its/);
  assert.match(await warned('input: accept, deny: [20-30/tcp]'), start);
  assert.equal(await warned(`allow: ["22/tcp from ${host().address}/8"]`), 'nothing');
  assert.equal(await warned('input: accept, deny: [22/udp]'), 'nothing');
});

test('rules with a mistake are refused before they are in place', { skip }, async () => {
  const { result } = await applied(operatorWith(), projectWith('allow: [22/tcp], rules: "tcp dprt 80 accept"'));
  assert.equal(result.outcome, 'undone', JSON.stringify(result));
  assert.match(JSON.stringify(result.failure), /dprt.*refused before it was put in place/);
  assert.equal(await said('nft list tables; ls /etc | grep viki_'), '');
});
