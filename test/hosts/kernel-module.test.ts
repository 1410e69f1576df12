// Modules of the kernel on real hosts, as far as a container goes, whose kernel is the machine's: what the lists of a kernel say
// of its modules is read, one that it has in itself is written down, and one that can't be loaded leaves nothing behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lab, operatorWith } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

const LISTS = `
list=/lib/modules/$(uname -r)
mkdir -p "$list" /etc/modprobe.d /etc/modules-load.d
echo kernel/net/bridge/br-viki.ko >"$list/modules.builtin"
echo kernel/net/viki_dummy.ko: >"$list/modules.dep"
mkdir -p "$list/kernel/net" && echo no module >"$list/kernel/net/viki_dummy.ko"
`;

for (const name of ['kernel', 'kernel-small']) {
  const host = lab.host(name);
  const said = async (command: string): Promise<string> => (await host.exec(command)).stdout.trim();
  const projectWith = (fields: string) => projectOfText(textOn(host, `kernel_module:\n  ${fields}\n`));

  test(`${name}: a module that nothing tells of is refused by the plan`, async () => {
    await host.exec(LISTS);
    const before = await host.digest();
    const { plan, result } = await applied(operatorWith(), projectWith('no_such_module: {}'));
    assert.equal(plan.changes[0]?.refusal?.message, 'this host has no kernel module no_such_module');
    assert.equal(result.failure?.kind, 'refused');
    assert.equal(await host.digest(), before);
  });

  test(`${name}: one that the kernel has in itself is named for the boot, with other options too, goes with the text, and is as before after a rollback`, async () => {
    await host.exec(LISTS);
    const before = await host.digest();
    const operator = operatorWith();
    const project = projectWith('br_viki: { options: forward=1 }');
    const { result } = await applied(operator, project);
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.equal(await said('cat /etc/modules-load.d/viki-*'), 'br_viki');
    assert.equal(await said('cat /etc/modprobe.d/viki-*'), 'options br_viki forward=1');
    await nothingLeft(operator, project);
    const made = await host.digest();
    const other = projectWith('br_viki: { options: forward=2 }');
    assert.equal((await applied(operator, other)).plan.changes[0]?.action, 'change');
    assert.equal(await said('cat /etc/modprobe.d/viki-*'), 'options br_viki forward=2');
    await rolledBack(operator, other);
    assert.equal(await host.digest(), made);
    assert.equal((await applied(operator, projectOfText(textOn(host, '')))).result.outcome, 'done');
    assert.equal(await host.digest(), before);
    await rolledBack(operator, project);
    assert.equal(await host.digest(), made);
    await rolledBack(operator, project);
    assert.equal(await host.digest(), before);
    assert.equal((await applied(operator, project)).result.outcome, 'done');
    assert.equal((await applied(operator, projectWith('br_viki: { state: absent }'))).result.outcome, 'done');
    assert.equal(await host.digest(), before);
  });
}

test('kernel-small: one that the kernel does not take leaves nothing behind', async () => {
  const host = lab.host('kernel-small');
  await host.exec(LISTS);
  const before = await host.digest();
  const project = projectOfText(textOn(host, 'kernel_module:\n  viki_dummy: { options: numdummies=2 }\n'));
  const { plan, result } = await applied(operatorWith(), project);
  assert.equal(plan.changes[0]?.steps.at(-1), 'load the kernel module viki_dummy');
  assert.equal(result.outcome, 'undone', JSON.stringify(result));
  assert.match(JSON.stringify(result.failure), /modprobe: can't load module viki_dummy/);
  assert.equal(await host.digest(), before);
});
