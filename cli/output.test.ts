// What --json prints is what schemas/output.schema.json promises: every document of real commands is held against it.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Ajv } from 'ajv';
import { newPlace, type Place } from '../test/support/viki.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../schemas/output.schema.json'), 'utf8')) as object;
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false }).addSchema(schema, 'output');

const places: { remove(): void }[] = [];
after(() => {
  for (const place of places) place.remove();
});

function placeWith(text: (host: string) => string): Place {
  const place = newPlace(text);
  places.push(place);
  return place;
}

const TEXT = (host: string): string => `viki:
  name: shop
  hosts:
    here: { via: local }
  mods:
    file:
      motd: { path: ${host}/motd, content: "new\\n" }
`;

/** The definitions of the schema, by what they are the document of. */
async function check(place: Place, definition: string, ...words: readonly string[]): Promise<unknown> {
  const { output, errors } = await place.viki(...words, '--json');
  const document: unknown = JSON.parse(output);
  const validate = ajv.getSchema(`output#/definitions/${definition}`);
  assert.ok(validate);
  const said = `viki ${words.join(' ')}\n${output}${errors}`;
  assert.ok(validate(document), `${said}${JSON.stringify(validate.errors, undefined, 1)}`);
  return document;
}

test('plan, apply, status and rollback print what the schema says', async () => {
  const place = placeWith((host) => TEXT(host).replace('hosts:', 'hosts:\n    gone: { via: [no-such-command] }'));
  await check(place, 'text', 'validate');
  await check(place, 'data', 'data');
  await check(place, 'plan', 'plan');
  await check(place, 'runs', 'apply');
  await check(place, 'runs', 'apply', '--yes');
  appendFileSync(join(place.host, 'motd'), 'by somebody else\n');
  await check(place, 'status', 'status');
  await check(place, 'runs', 'rollback', '--yes');
  await check(place, 'runs', 'rollback', '--yes', '--force');
  await check(place, 'runs', 'rollback', '--yes', '--host', 'here', '--run', 'none');
  await check(place, 'status', 'status', '--host', 'here');
});

test('what is refused, and text with errors', async () => {
  const place = placeWith((host) => TEXT(host).replace('/motd', '/missing/motd'));
  await check(place, 'plan', 'plan');
  await check(place, 'runs', 'apply', '--yes');
  writeFileSync(join(place.project, 'site.vk.yaml'), 'viki: { mods: { nothing: {} } }\n');
  for (const command of ['validate', 'plan', 'apply', 'rollback', 'status']) {
    assert.equal(((await check(place, 'text', command)) as { ok: boolean }).ok, false);
  }
});

test('help, version, and command lines that are wrong', async () => {
  const place = placeWith(TEXT);
  await check(place, 'overview', 'help');
  await check(place, 'help', 'help', 'apply');
  await check(place, 'version', 'version');
  await check(place, 'version', '--version');
  await check(place, 'error', 'plna');
  await check(place, 'error', 'plan', '--host', 'nobody');
  await check(place, 'error', 'plan', '-C', 'nowhere');
});

test('the state, its backups and a plan that is kept', async () => {
  const place = placeWith(TEXT);
  await check(place, 'error', 'state', 'backup');
  await check(place, 'plan', 'plan', '-o', 'plan.json');
  for (const words of [['show'], ['verify'], ['backup'], ['restore'], ['migrate']]) {
    await check(place, 'state', 'state', ...words);
  }
  appendFileSync(join(place.host, 'motd'), 'by somebody else\n');
  await check(place, 'runs', 'apply', 'plan.json');
  await check(place, 'error', 'apply', 'site.vk.yaml');
});
