// What is said about taking back: which hosts, which part of a run, and what no run has.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Ended, newPlace } from '../test/support/viki.ts';

const NOBODY_LISTENS = 'address: 127.0.0.1, port: 1, user: nobody, known_hosts: known';
const place = newPlace(
  (host) => `viki:
  name: shop
  hosts: { here: { via: local }, gone: { ${NOBODY_LISTENS} } }
  mods:
    mkdir:
      app: { path: ${host}/app }
      log: { path: ${host}/log }
`,
);
after(() => place.remove());

async function expectExit(exit: number, ...words: readonly string[]): Promise<Ended> {
  const ended = await place.viki(...words);
  assert.equal(ended.exit, exit, `viki ${words.join(' ')}\n${ended.output}${ended.errors}`);
  return ended;
}

test('apply tells of every host, and names those that it changed for the way back', async () => {
  const { output } = await expectExit(1, 'apply', '--yes');
  assert.match(
    output,
    /\nhere: ✓ 2 changes made .*\ngone: ✗ not reached.*\nTo take it back: viki rollback --host here\n/s,
  );
  const { output: json } = await expectExit(0, 'apply', '--yes', '--json', '--host', 'here');
  assert.deepEqual((JSON.parse(json) as { results: unknown[] }).results, []);
});

test('a part of a run is called so, and the rest of it can still be taken back', async () => {
  const { output } = await expectExit(0, 'rollback', '--yes', '--host', 'here', '--resource', 'mkdir.log');
  const [, run] = /here: takes back a part of the run (\S+): 1 to remove/.exec(output) ?? [];
  assert.ok(run, output);
  assert.match((await expectExit(0, 'status', '--host', 'here')).output, new RegExp(`, took back a part of ${run}\n`));
  assert.match(
    (await expectExit(0, 'rollback', '--yes', '--host', 'here')).output,
    new RegExp(`takes back the run ${run}: `),
  );
});

test('a resource that no run has, and a run that no host has, are slips', async () => {
  await expectExit(0, 'apply', '--yes', '--host', 'here');
  const words = ['rollback', '--yes', '--host', 'here', '--resource', 'mkdir.app', '--resource', 'mkdir.pap'];
  assert.match((await expectExit(1, ...words)).errors, /no run that would be taken back has mkdir\.pap, so nothing/);
  assert.match((await expectExit(0, 'plan', '--host', 'here')).output, /no changes/);
  assert.equal((await expectExit(1, 'attach', 'nothing', '--host', 'here')).output, 'no host has a run nothing\n');
});
