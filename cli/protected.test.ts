// `protected: true` at the command line: whoever changes it names it, whatever else was said.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { atTerminal, noTerminal } from '../test/support/terminal.ts';
import { newPlace, vikiCommand } from '../test/support/viki.ts';

const place = newPlace(
  (host) => `viki:
  name: shop
  hosts:
    here: { via: local, groups: [live] }
  groups:
    live: { protected: true }
  mods:
    mkdir:
      app: { path: ${host}/app }
`,
);
after(() => place.remove());

const isMade = (): boolean => existsSync(join(place.host, 'app'));

async function expectExit(exit: number, ...words: readonly string[]): Promise<string> {
  const ended = await place.viki(...words);
  assert.equal(ended.exit, exit, `viki ${words.join(' ')}\n${ended.output}${ended.errors}`);
  return ended.errors;
}

afterEach(async () => {
  if (isMade()) await expectExit(0, 'rollback', '-y', '--protected', 'live');
  assert.ok(!isMade());
});

test('a yes is not enough for what is protected, its name is', async () => {
  const said = await expectExit(1, 'apply', '--yes');
  assert.match(said, /live is protected and was not named, so nothing was changed; .*, then add --protected live\n/);
  assert.match(await expectExit(1, 'apply'), /add --yes --protected live\n/);
  assert.match(await expectExit(1, 'apply', '--protected', 'live'), /nobody can be asked here.* add --yes\n/);
  assert.ok(!isMade());
  await expectExit(0, 'apply', '--yes', '--protected', 'live');
  assert.ok(isMade());
});

test('a rollback and a plan that was kept need the name as well', async () => {
  await expectExit(2, 'plan', '-o', 'plan.json');
  assert.match(await expectExit(1, 'apply', 'plan.json'), /live is protected and was not named/);
  assert.ok(!isMade());
  await expectExit(0, 'apply', 'plan.json', '--protected', 'live');
  assert.match(await expectExit(1, 'rollback', '-y'), /live is protected and was not named/);
  assert.ok(isMade());
});

test('a program is told which names are missing', async () => {
  const { exit, output } = await place.viki('apply', '--yes', '--json');
  assert.equal(exit, 1);
  const { error } = JSON.parse(output) as { error: { message: string; protected: readonly string[] } };
  assert.deepEqual(error.protected, ['live']);
  assert.match(error.message, /nothing was changed/);
});

test('a name that nothing has is a slip', async () => {
  assert.match(
    await expectExit(1, 'apply', '--yes', '--protected', 'lvie'),
    /no group or host lvie .*did you mean `live`\?/,
  );
});

test('at a terminal the name is typed', { skip: noTerminal }, async () => {
  const question = 'type live to go on: ';
  for (const answer of ['yes\r', 'liv\r', '\r', '\u0003']) {
    const { exit, seen } = await atTerminal(place, vikiCommand(['apply']), [[question, answer]]);
    assert.equal(exit, 1, seen);
    assert.match(seen, /nothing was changed/);
    assert.ok(!isMade());
  }
  const { exit, seen } = await atTerminal(place, vikiCommand(['apply']), [[question, 'live\r']]);
  assert.equal(exit, 0, seen);
  assert.match(seen, /Apply 1 change of shop to here\? It is protected: type live to go on: live/);
  assert.ok(isMade());
});
