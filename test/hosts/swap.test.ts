// Swap files on real hosts. One may make them and not use them, as a container: what can be made is right, what is no swap is
// never touched, and a run that comes to the end of what is allowed leaves nothing. One really swaps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quote } from '../../modules/contract.ts';
import { swapThing } from '../../modules/things/swap.ts';
import { lab, operatorWith } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

const PATH = '/root/a $HOME swap';

for (const name of ['swap', 'swap-small']) {
  const host = lab.host(name);
  const said = async (command: string): Promise<string> => (await host.exec(command)).stdout.trim();
  const shell = (command: string) => host.exec(`v_tab='\t'\n${swapThing.library}\n${command}`);
  const set = (answer: string) => shell(swapThing.set?.(PATH, swapThing.parse(answer) ?? {}) ?? '');
  const asked = async (): Promise<string> => (await shell(swapThing.ask([{ index: 0, at: PATH }]))).stdout.trim();

  test(`${name}: a file is made for swap, of another size, and is gone`, async () => {
    assert.equal(await asked(), '0\tabsent');
    for (const bytes of [1_048_576, 3_000_000]) {
      const { code, stderr } = await set(`off:${bytes}`);
      assert.equal(code, 0, stderr);
      assert.equal(await asked(), `0\toff:${bytes}`);
      assert.equal(await said(`stat -c '%a %u' ${quote(PATH)}`), '600 0');
      // (no holes)
      assert.ok(Number(await said(`du -k ${quote(PATH)} | cut -f 1`)) >= Math.floor(bytes / 1024));
    }
    assert.equal((await set('absent')).code, 0);
    assert.equal(await asked(), '0\tabsent');
  });

  test(`${name}: what is no swap is not touched`, async () => {
    await host.exec(`echo photos >${quote(PATH)}`);
    assert.equal(await asked(), '0\ttaken');
    for (const answer of ['absent', 'off:1048576', 'on:1048576:-']) assert.notEqual((await set(answer)).code, 0);
    assert.equal(await said(`cat ${quote(PATH)}; rm ${quote(PATH)}`), 'photos');
  });

  test(`${name}: a host that may not swap says so, and is as it was`, async () => {
    const project = projectOfText(textOn(host, 'swap:\n  /root/swapfile: { size: 1M }\n'));
    const before = await host.digest();
    const { result } = await applied(operatorWith(), project);
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.match(JSON.stringify(result.failure), /swapon.*Operation not permitted/);
    assert.equal(await host.digest(), before);
  });
}

for (const name of ['swaps', 'swaps-small']) {
  const host = lab.host(name);
  const path = '/srv/swap/a $HOME file';
  // (the swapon of Debian's BusyBox knows no priorities)
  const [priority, isSo] = name === 'swaps' ? [', priority: 7', '7'] : ['', '-\\d+'];
  const said = async (command: string): Promise<string> => (await host.exec(command)).stdout.trim();
  const projectWith = (fields: string) => projectOfText(textOn(host, `swap:\n  '${path}': { ${fields} }\n`));
  /** What the kernel has of it: its size in KiB, without the page that it keeps for itself, and its priority. */
  const used = (): Promise<string> =>
    said(`awk '$1 == "/srv/swap/a\\\\040$HOME\\\\040file" { print $3, $5 }' /proc/swaps`);
  const line = (): Promise<string> => said('grep swap /etc/fstab');

  test(`${name}: a file is swapped to, in another size and priority, and as before after a rollback`, async () => {
    const operator = operatorWith();
    const [first, other] = [projectWith('size: 2M'), projectWith(`size: 3M${priority}`)];
    const made = await applied(operator, first);
    assert.equal(made.result.outcome, 'done', JSON.stringify(made.result));
    assert.match(await used(), /^2044 -\d+$/);
    await nothingLeft(operator, first);
    const { plan, result } = await applied(operator, other);
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.match(JSON.stringify(plan.changes[0]?.differences), /2 MiB.*3 MiB/);
    assert.match(await used(), new RegExp(`^3068 ${isSo}$`));
    await nothingLeft(operator, other);
    await rolledBack(operator, first);
    assert.match(await used(), /^2044 -\d+$/);
    await nothingLeft(operator, first);
    await rolledBack(operator, first);
    assert.equal(await said(`cat /proc/swaps | wc -l; ls /srv/swap | grep file`), '1');
    assert.equal(await line(), '');
  });

  test(`${name}: one that is not swapped to is, by its line in fstab too, and goes when it leaves the text`, async () => {
    const operator = operatorWith();
    const project = projectWith(`size: 1M${priority}`);
    assert.equal((await applied(operator, project)).result.outcome, 'done');
    await host.exec(`swapoff ${quote(path)}`);
    assert.equal(await used(), '');
    await host.exec('swapon -a');
    assert.match(await used(), new RegExp(`^1020 ${isSo}$`));
    await host.exec(`swapoff ${quote(path)}`);
    const again = await applied(operator, project);
    assert.deepEqual(again.plan.changes[0]?.steps, [`use swap file ${path}`]);
    assert.match(await used(), new RegExp(`^1020 ${isSo}$`));
    const { result } = await applied(operator, projectOfText(textOn(host, 'mkdir:\n  /opt/empty: {}\n')));
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.equal(await said(`cat /proc/swaps | wc -l; ls /srv/swap | grep file`), '1');
    assert.equal(await line(), '');
  });
}
