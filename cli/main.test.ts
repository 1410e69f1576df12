// The command `viki` as scripts and people meet it: a process with an exit code, lines, and JSON, on a real local host.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { newPlace, type Place } from '../test/support/viki.ts';
import { listing } from './demo/digest.ts';

const places: { remove(): void }[] = [];
after(() => {
  for (const place of places) place.remove();
});

const TEXT = (host: string): string => `viki:
  name: shop
  hosts:
    here: { via: local }
  mods:
    mkdir:
      app: { path: ${host}/srv/app, mode: "0750" }
    file:
      motd: { path: ${host}/motd, content: "new\\n" }
      page: { path: ${host}/srv/app/page, source: page }
`;

function shop(text: (host: string) => string = TEXT): Place {
  const place = newPlace(text);
  places.push(place);
  place.write('project/page', 'a page\n');
  place.write('host/motd', 'old\n');
  return place;
}

async function expectExit(place: Place, exit: number, ...words: readonly string[]): Promise<string> {
  const ended = await place.viki(...words);
  assert.equal(ended.exit, exit, `viki ${words.join(' ')}\n${ended.output}${ended.errors}`);
  return ended.output + ended.errors;
}

test('plan, apply, plan, rollback: the exit codes say it, and the host is as before', async () => {
  const place = shop();
  const before = await listing(place.host);
  const planned = await expectExit(place, 2, 'plan');
  assert.match(planned, /here: 2 to create, 1 to change/);
  assert.match(planned, /\+ create mkdir\.app\n {6}create folder .*\/srv \(0755 .*\)\n/);
  assert.match(planned, /~ change file\.motd/);
  assert.deepEqual(await listing(place.host), before, 'a plan touches nothing');
  assert.match(await expectExit(place, 0, 'apply', '--yes'), /✓ 3 changes made .*\nTo take it back: viki rollback/);
  assert.equal(readFileSync(join(place.host, 'srv/app/page'), 'utf8'), 'a page\n');
  assert.match(await expectExit(place, 0, 'plan'), /here: no changes \(3 resources\)/);
  assert.match(await expectExit(place, 0, 'apply', '--yes'), /nothing to do/);
  assert.match(await expectExit(place, 0, 'rollback', '--yes'), /✓ 3 changes taken back/);
  assert.deepEqual(await listing(place.host), before);
  assert.ok(existsSync(join(place.vikiHome, 'runs')), 'viki keeps its things where VIKI_HOME says');
});

test('without somebody to ask, apply and rollback change nothing and say what to do', async () => {
  const place = shop();
  const before = await listing(place.host);
  assert.match(await expectExit(place, 1, 'apply'), /nobody can be asked here, so nothing was changed; .* add --yes/);
  assert.deepEqual(await listing(place.host), before);
  await expectExit(place, 0, 'apply', '--yes');
  const applied = await listing(place.host);
  await expectExit(place, 1, 'rollback');
  assert.deepEqual(await listing(place.host), applied);
});

test('errors of the text are told at their places, and no host is asked', async () => {
  const place = shop((host) => TEXT(host).replace('mkdir:', 'mkdri:'));
  for (const command of ['validate', 'plan', 'apply', 'rollback', 'status']) {
    const said = await expectExit(place, 3, command);
    assert.match(
      said,
      /^site\.vk\.yaml:6:5: error unknown-module: There is no module `mkdri`\n {4}6 \| {5}mkdri:\n {6}\| {5}\^{5}\n/,
    );
    assert.match(said, /Did you mean `mkdir`\?/);
  }
  assert.ok(!existsSync(place.vikiHome));
});

test('a source that is missing is an error of the text', async () => {
  const place = shop();
  rmSync(join(place.project, 'page'));
  assert.match(
    await expectExit(place, 3, 'plan'),
    /site\.vk\.yaml:10:\d+: error missing-file: There is no file `page` beside the text\n.*\n.*\n.*Its path is relative/,
  );
});

test('what is wrong with a template is told where it is named, once, and in whole sentences', async () => {
  const place = shop((host) => TEXT(host).replace('source: page', 'template: page'));
  place.write('project/page', 'listen {{ prot }}\n');
  const said = await expectExit(place, 3, 'validate');
  assert.match(said, /error unknown-template-variable: `page`, line 1, names `prot`, and there is no such variable/);
  assert.match(said, /1 error in the text/);
  assert.doesNotMatch(said, /\.\.$/m);
});

test('a line of .env that says nothing is a warning, unless it is silenced, and a plan goes on without it', async () => {
  const place = shop();
  place.write('project/.env', 'hunter2\n# viki-ignore env-file\nhunter3\n');
  const said = await expectExit(place, 2, 'plan');
  assert.match(said, /\.env:1:1: warning env-file: This line is not understood\n/);
  assert.doesNotMatch(said, /\.env:3|hunter/);
});

test('hints are left to editors and to --json, whether there are errors or not', async () => {
  const place = shop((host) => TEXT(host).replace('  hosts:', '  vars: { idle: 1 }\n  hosts:'));
  assert.doesNotMatch(await expectExit(place, 0, 'validate'), /unused-variable/);
  assert.match(await expectExit(place, 0, 'validate', '--json'), /unused-variable/);
  rmSync(join(place.project, 'page'));
  assert.doesNotMatch(await expectExit(place, 3, 'validate'), /unused-variable/);
});

test('a word without its flag is told with the flag that was meant', async () => {
  const place = shop();
  const cases: readonly (readonly [words: readonly string[], hint: RegExp])[] = [
    [['plan', 'infra/web'], /takes no infra\/web; did you mean `-C infra\/web`\?/],
    [['plan', 'web'], /did you mean `--host web`\?/],
    [['plan', 'file.motd'], /did you mean `--resource file\.motd`\?/],
    [['rollback', '20261121t215914z-2a02'], /did you mean `--run 20261121t215914z-2a02`\?/],
    [['plan', 'site.vk.yaml'], /every \*\.vk\.yaml of the folder is read/],
    [['version', 'x'], /takes no x; `viki help version` says/],
  ];
  for (const [words, hint] of cases) assert.match(await expectExit(place, 1, ...words), hint);
});

test('what can not be had is refused before anything is touched', async () => {
  const place = shop();
  place.write('host/srv', 'a file in the way');
  const before = await listing(place.host);
  assert.match(
    await expectExit(place, 1, 'plan'),
    /! not possible mkdir\.app \(site\.vk\.yaml:7:7\)\n.*srv is a file, not a folder/,
  );
  assert.match(
    await expectExit(place, 1, 'apply', '--yes'),
    /\n\nhere: ✗ left alone; nothing was touched\n {2}mkdir\.app: .*srv is a file, not a folder.* \(site\.vk\.yaml:7:7\)\n/,
  );
  assert.deepEqual(await listing(place.host), before);
});

test('a host on which something is not possible is left alone and says so, beside one that is changed', async () => {
  const place = shop(
    (host) => `viki:
  name: shop
  hosts: { there: { via: local }, here: { via: local } }
  mods:
    file:
      motd: { on: [there], path: ${host}/motd, content: new }
      page: { on: [here], path: ${host}/missing/page, content: new }
`,
  );
  const said = await expectExit(place, 1, 'apply', '--yes');
  assert.match(said, /there: ✓ 1 change made/);
  assert.match(said, /here: ✗ left alone; nothing was touched\n {2}file\.page: /);
});

test('a host that can not be reached is told, and the others are served', async () => {
  const place = shop((host) => TEXT(host).replace('hosts:', 'hosts:\n    gone: { via: [no-such-command] }'));
  const said = await expectExit(place, 1, 'apply', '--yes');
  assert.match(said, /gone: not reached\n.*`no-such-command` gave no shell/);
  assert.match(said, /here: ✓ 3 changes made/);
  await expectExit(place, 0, 'plan', '--host', 'here');
});

test('what somebody else changed is shown by status, and is not taken back by a rollback unless forced', async () => {
  const place = shop();
  const before = await listing(place.host);
  assert.match(
    await expectExit(place, 0, 'status'),
    /here: not as the text says: 2 to create, 1 to change[\s\S]*no runs yet/,
  );
  await expectExit(place, 0, 'apply', '--yes');
  assert.match(await expectExit(place, 0, 'status'), /here: as the text says\n {2}run \S+: done, just now, /);
  appendFileSync(join(place.host, 'motd'), 'by somebody else\n');
  assert.match(await expectExit(place, 0, 'status'), /here: changed since the last run, by somebody else: 1 to change/);
  assert.match(await expectExit(place, 2, 'plan'), /~ change file\.motd \(changed on the host since the run \S+\)/);
  assert.match(await expectExit(place, 1, 'rollback', '--yes'), /somebody changed .*motd since that run/);
  assert.match(
    await expectExit(place, 0, 'rollback', '--yes', '--force'),
    /! somebody changed .*motd since that run .*no run of viki did/,
  );
  assert.deepEqual(await listing(place.host), before);
  assert.match(await expectExit(place, 1, 'rollback', '--yes', '--run', 'none'), /this host has no run none/);
});

test('a host that differs because the text was edited is not called changed by somebody', async () => {
  const place = shop();
  await expectExit(place, 0, 'apply', '--yes');
  const edited = TEXT(place.host).replace('new\\n', 'newer\\n');
  place.write('project/site.vk.yaml', edited);
  assert.match(await expectExit(place, 0, 'status'), /here: not as the text says: 1 to change/);
});

test('a state file that can not be written is told, and the work is done', async () => {
  const place = shop();
  place.write('project/state.vk.json/in-the-way', '');
  const said = await expectExit(place, 0, 'apply', '--yes');
  assert.match(said, /state\.vk\.json is left alone: it is no regular file/);
  assert.match(said, /✓ 3 changes made/);
});

test('with --json there is one document on the output, whatever happens', async () => {
  const place = shop();
  const wrong = shop((host) => TEXT(host).replace('mkdir:', 'mkdri:'));
  const cases: readonly (readonly [Place, number, ...string[]])[] = [
    [place, 0, 'validate'],
    [wrong, 3, 'validate'],
    [place, 2, 'plan'],
    [place, 1, 'apply'],
    [place, 0, 'apply', '--yes'],
    [place, 0, 'status'],
    [place, 0, 'rollback', '--yes'],
    [place, 1, 'rollback', '--run', 'none'],
    [place, 1, 'plna'],
    [place, 1, 'plan', '--host', 'nobody'],
    [place, 0, 'help'],
    [place, 0, 'version'],
  ];
  for (const [at, exit, ...words] of cases) {
    const ended = await at.viki(...words, '--json');
    assert.equal(ended.exit, exit, `${words.join(' ')}: ${ended.output}${ended.errors}`);
    assert.equal(typeof JSON.parse(ended.output), 'object', words.join(' '));
  }
});

test('secrets are in no output, no state, and nothing that viki keeps on a host', async () => {
  const canary = 'canary-9d1f7c';
  const place = shop((host) =>
    TEXT(host).replace(
      'hosts:',
      'vars: { word: { secret: true, from: env } }\n  hosts:\n    far: { address: 127.0.0.1, port: 9, password: "${word}" }',
    ),
  );
  place.write('project/.env', `VK_VAR_word='${canary}'\n`);
  let said = '';
  for (const words of [['plan'], ['apply', '--yes'], ['status'], ['plan', '--json'], ['rollback', '--yes']]) {
    const { output, errors } = await place.viki(...words, '-v');
    said += output + errors;
  }
  assert.match(said, /far: not reached/);
  assert.match(said, /here: ✓ 3 changes made/);
  const kept = readdirSync(place.vikiHome, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const state = readFileSync(join(place.project, 'state.vk.json'), 'utf8');
  assert.ok(![said, state, ...kept].some((text) => text.includes(canary)));
});

test('what left the text is removed if viki created it, and plan says why', async () => {
  const place = shop();
  await expectExit(place, 0, 'apply', '--yes');
  place.write('project/site.vk.yaml', 'viki: { name: shop, hosts: { here: { via: local } } }\n');
  const planned = await expectExit(place, 2, 'plan');
  assert.match(planned, /- remove file\.page \(left the text\)\n.*\n.*- remove mkdir\.app/s);
  assert.match(planned, /= unchanged file\.motd \(left the text; it was there before viki, so it stays as it is\)/);
  await expectExit(place, 0, 'apply', '--yes');
  assert.deepEqual(readdirSync(place.host), ['motd']);
  assert.equal(readFileSync(join(place.host, 'motd'), 'utf8'), 'new\n');
  assert.doesNotMatch(await expectExit(place, 0, 'plan'), /left the text/);
});
