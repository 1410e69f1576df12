// `viki state`: what was seen is shown, found broken, kept and brought back; nothing is lost on the way.
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { newPlace } from '../test/support/viki.ts';

const TEXT = (host: string): string => `viki:
  name: shop
  hosts:
    here: { via: local }
  mods:
    mkdir: { app: { path: ${host}/app } }
`;

const place = newPlace(TEXT);
after(() => place.remove());
const file = join(place.project, 'state.vk.json');
const text = (): string => readFileSync(file, 'utf8');
const kept = (): readonly string[] => readdirSync(join(place.project, '.viki/backups')).toSorted();

beforeEach(() => {
  rmSync(file, { force: true });
  rmSync(join(place.project, '.viki'), { recursive: true, force: true });
  rmSync(join(place.host, 'app'), { recursive: true, force: true });
});

async function state(...words: readonly string[]): Promise<string> {
  const { exit, output, errors } = await place.viki('state', ...words);
  assert.equal(exit, 0, output + errors);
  return output;
}

async function refused(...words: readonly string[]): Promise<string> {
  const { exit, output, errors } = await place.viki('state', ...words);
  assert.equal(exit, 1, output + errors);
  return output + errors;
}

test('before anything was noted there is nothing to show, and nothing is wrong', async () => {
  assert.match(await state(), /nothing was noted here yet/);
  assert.match(await state('verify'), /not there/);
  assert.match(await refused('backup'), /there is no state\.vk\.json; `viki plan` makes one/);
  assert.match(await refused('restore'), /there is no whole backup; `viki plan` begins one anew/);
});

test('a backup is made, found whole, and brought back; what was there is kept', async () => {
  await place.viki('plan');
  assert.match(await state('show'), /here: plan of just now: 1 to create/);
  const first = text();
  assert.match(await state('backup'), /kept as .*\.viki\/backups\/state-/);
  const [name = ''] = kept();
  await place.viki('apply', '--yes');
  assert.match(await state(), /run \S+: done, just now/);
  const second = text();
  await state('restore', name);
  assert.equal(text(), first);
  await state('restore');
  assert.equal(text(), second);
  assert.doesNotMatch(await state('verify'), /broken/);
});

test('a broken file is told of, mended from its backup, and kept', async () => {
  await place.viki('plan');
  await state('backup');
  const whole = text();
  writeFileSync(file, whole.slice(0, 100));
  assert.match(await refused('verify'), /broken \(it is no whole JSON\): .*state\.vk\.json\nwhole: /);
  assert.match(await refused('show'), /its backup state-\S+ is used instead/);
  assert.match(await refused('backup'), /is not backed up: it is no whole JSON; `viki state restore` brings/);
  await state('restore');
  assert.equal(text(), whole);
  assert.ok(kept().some((name) => name.startsWith('broken-')));
});

test('a file without backups that is broken is begun anew from what the hosts tell', async () => {
  await place.viki('apply', '--yes');
  rmSync(join(place.project, '.viki'), { recursive: true });
  const { hosts } = JSON.parse(text()) as { hosts: { here: { run: { id: string } } } };
  writeFileSync(file, '{');
  await place.viki('plan');
  assert.match(await state(), new RegExp(`run ${hosts.here.run.id}: done`));
});

test('the first viki’s file is migrated and kept', async () => {
  copyFileSync(join(import.meta.dirname, '../test-fixtures/state/first.json'), file);
  assert.match(await refused('verify'), /of the first viki/);
  assert.match(await state('migrate'), /is a new one now; the old file is kept as/);
  assert.match(await state(), /taken over from the first viki: 4 mods, 5 data/);
  assert.match(await state('migrate'), /is a new one already/);
  assert.doesNotMatch(text(), /canary/);
});

test('words that it does not know', async () => {
  assert.match(await refused('resotre'), /`viki state` has no resotre; did you mean `restore`\?/);
  assert.match(await refused('verify', 'x'), /`viki state verify` takes no x/);
  assert.match(await refused('restore', '../../x'), /there is no backup \.\.\/\.\.\/x/);
});
