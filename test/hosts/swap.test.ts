// Swap files on a real host that may make them and not use them, as a container: what can be made is right, what is no swap is
// never touched, and a run that comes to the end of what is allowed leaves nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quote } from '../../modules/contract.ts';
import { swapThing } from '../../modules/things/swap.ts';
import { lab, operatorWith } from './support.ts';
import { applied, projectOfText, textOn } from './text.ts';

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
