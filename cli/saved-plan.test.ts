// `viki plan -o` and `viki apply PLAN`: what was kept is what is done, or it is said what is not as it was.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { Ajv } from 'ajv';
import { type Ended, newPlace } from '../test/support/viki.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../schemas/plan.schema.json'), 'utf8')) as object;
const validate = new Ajv({ allErrors: true, formats: { 'date-time': true } }).compile(schema);
const CANARY = 'canary-in-a-content';
const TEXT = (host: string): string => `viki:
  name: shop
  hosts:
    here: { via: local }
  mods:
    file:
      motd: { path: ${host}/motd, content: "${CANARY}\\n" }
      page: { path: ${host}/page, source: page.html }
`;

const place = newPlace(TEXT);
after(() => place.remove());

const inProject = (name: string): string => join(place.project, name);
const onHost = (name: string): string => join(place.host, name);
const change = (name: string, from: string, to: string): void =>
  writeFileSync(inProject(name), readFileSync(inProject(name), 'utf8').replace(from, to));

beforeEach(() => {
  rmSync(inProject('plan.json'), { force: true });
  place.write('project/site.vk.yaml', TEXT(place.host));
  place.write('project/page.html', '<p>shop</p>\n');
  for (const name of ['motd', 'page']) writeFileSync(onHost(name), 'before\n');
});

async function keep(): Promise<void> {
  const { exit, output, errors } = await place.viki('plan', '-o', 'plan.json');
  assert.equal(exit, 2, output + errors);
  assert.match(output, /kept in plan\.json; to do it: viki apply plan\.json/);
}

function refused({ exit, output, errors }: Ended, why: RegExp): void {
  assert.equal(exit, 1, output + errors);
  assert.match(errors, why);
  assert.match(errors, /the plan is stale, so nothing was touched; make it anew/);
  for (const name of ['motd', 'page']) assert.notEqual(readFileSync(onHost(name), 'utf8'), '<p>shop</p>\n');
}

test('a plan that is kept is done as it was shown, without asking, and only once', async () => {
  await keep();
  const applied = await place.viki('apply', 'plan.json');
  assert.equal(applied.exit, 0, applied.output + applied.errors);
  assert.equal(readFileSync(onHost('page'), 'utf8'), '<p>shop</p>\n');
  const { exit, errors } = await place.viki('apply', 'plan.json');
  assert.equal(exit, 1);
  assert.match(errors, /^here: all is there already that this plan wanted \(the last run was \S+, by \S+\)\n\n/);
  assert.match(errors, /\n\nviki: this plan has been done already, so nothing was touched; make another with/);
});

test('a part of it that is there already is told by name', async () => {
  await keep();
  writeFileSync(onHost('page'), '<p>shop</p>\n');
  const { errors } = await place.viki('apply', 'plan.json');
  assert.match(
    errors,
    /\n {2}\S+\/page would not be changed any more\n\nviki: the plan is stale, so nothing was touched/,
  );
});

test('the file is what its schema says, and has no bytes of any file', async () => {
  await keep();
  const text = readFileSync(inProject('plan.json'), 'utf8');
  assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
  for (const bytes of [CANARY, '<p>shop']) assert.ok(!text.includes(bytes));
});

test('another text makes it stale, and it says where; a comment does not', async () => {
  await keep();
  change('site.vk.yaml', 'name: shop', 'name: shop # ours');
  change('site.vk.yaml', '/page, source', '/page, mode: "0600", source');
  refused(await place.viki('apply', 'plan.json'), /the text says something else of file\.page \(site\.vk\.yaml:8:7\)/);
  place.write('project/site.vk.yaml', TEXT(place.host).replace(/ +page: .*\n/, ''));
  refused(await place.viki('apply', 'plan.json'), /file\.page is not in the text any more/);
});

test('another content of a file of the project makes it stale', async () => {
  await keep();
  writeFileSync(inProject('page.html'), 'other');
  refused(await place.viki('apply', 'plan.json'), /the content of file\.page is another \(site\.vk\.yaml:8:7\)/);
});

test('a host that changed since makes it stale, and nothing of it is touched', async () => {
  await keep();
  writeFileSync(onHost('motd'), 'by somebody else\n');
  const { exit, output } = await place.viki('apply', 'plan.json', '--json');
  assert.equal(exit, 1);
  const { error } = JSON.parse(output) as { error: { stale: { host: string; what: string }[] } };
  assert.match(error.stale[0]?.what ?? '', /motd is not as it was: content 7 bytes.* → 17 bytes/);
  assert.equal(readFileSync(onHost('page'), 'utf8'), 'before\n');
});

test('a file that was changed, or is no plan, is refused; and none that is no plan is written over', async () => {
  await keep();
  change('plan.json', '"0644"', '"4755"');
  assert.match(
    (await place.viki('apply', 'plan.json')).errors,
    /was changed since viki wrote it: its checksum is wrong/,
  );
  assert.match((await place.viki('apply', 'site.vk.yaml')).errors, /the plan site\.vk\.yaml is no whole JSON/);
  assert.match((await place.viki('apply', 'gone.json')).errors, /the plan gone\.json does not exist/);
  const slip = await place.viki('plan', '-o', 'site.vk.yaml');
  assert.equal(slip.exit, 1);
  assert.match(slip.errors, /site\.vk\.yaml is there and is no plan, so it was not overwritten/);
  assert.equal(readFileSync(inProject('site.vk.yaml'), 'utf8'), TEXT(place.host));
});

test('a plan with secrets is done by another process that is told the same ones, and by no other', async () => {
  const text = `viki:
  name: shop
  vars: { token: { secret: true, from: env } }
  hosts: { here: { via: local } }
  mods:
    command:
      tell: { command: 'printf %s "$TOKEN" >told', directory: ${place.host}, creates: ${onHost('told')}, environment: { TOKEN: "\${token}" } }
`;
  place.write('project/site.vk.yaml', text);
  place.write('project/.env', `VK_VAR_token=${CANARY}\n`);
  await keep();
  const kept = readFileSync(inProject('plan.json'), 'utf8');
  assert.ok(!kept.includes(CANARY));
  assert.ok(validate(JSON.parse(kept)), JSON.stringify(validate.errors));
  place.write('project/.env', 'VK_VAR_token=another\n');
  refused(await place.viki('apply', 'plan.json'), /a secret of command\.tell is another \(site\.vk\.yaml:7:7\)/);
  assert.ok(!existsSync(onHost('told')));
  place.write('project/.env', `VK_VAR_token=${CANARY}\n`);
  const applied = await place.viki('apply', 'plan.json');
  assert.equal(applied.exit, 0, applied.output + applied.errors);
  assert.equal(readFileSync(onHost('told'), 'utf8'), CANARY);
});

test('a plan in which a host has none is not kept', async () => {
  change('site.vk.yaml', '/motd,', '/missing/motd,');
  const { exit, errors } = await place.viki('plan', '-o', 'whole.json');
  assert.equal(exit, 1);
  assert.match(errors, /the plan is not kept, for a host has none/);
  assert.ok(!existsSync(inProject('whole.json')));
});
