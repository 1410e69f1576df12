// `--resource` and `--host`: a part of a text, or of a plan that was kept, is planned and applied, and nothing else.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { newPlace } from '../test/support/viki.ts';

const TEXT = (host: string): string => `viki:
  name: shop
  vars: { token: { secret: true, from: env } }
  hosts:
    one: { via: local }
    two: { via: local }
  mods:
    file:
      a: { path: ${host}/a, content: a, on: one }
      b: { path: ${host}/b, content: b, on: one }
      c: { path: ${host}/c, content: c, on: two }
    command:
      tell: { command: 'true', creates: ${host}/told, environment: { TOKEN: "\${token}" }, on: one }
`;

const place = newPlace(TEXT);
after(() => place.remove());
const isThere = (...names: readonly string[]): readonly boolean[] =>
  names.map((name) => existsSync(join(place.host, name)));

test('only what is named is planned and applied; what is left out is said, and its secrets are not asked for', async () => {
  const planned = await place.viki('plan', '--resource', 'file.b', '--host', 'one');
  assert.equal(planned.exit, 2, planned.errors);
  assert.match(planned.output, /create file\.b\n/);
  assert.doesNotMatch(planned.output, /file\.a/);
  assert.match(planned.output, /left out, as only --resource is planned: 3 other resources\n/);
  const { output } = await place.viki('plan', '--resource', 'file.b', '--host', 'one', '--json');
  assert.deepEqual((JSON.parse(output) as { leftOut: unknown }).leftOut, ['file.a', 'file.c', 'command.tell']);
  assert.ok(
    !existsSync(join(place.project, 'state.vk.json')) ||
      !readFileSync(join(place.project, 'state.vk.json'), 'utf8').includes('counts'),
  );
  const applied = await place.viki('apply', '--yes', '--resource', 'file.b');
  assert.equal(applied.exit, 0, applied.errors);
  assert.deepEqual(isThere('a', 'b', 'c'), [false, true, false]);
});

test('what has left the text can be named', async () => {
  place.write('project/site.vk.yaml', TEXT(place.host).replace(/ +[bc]: .*\n/g, ''));
  const { exit, output, errors } = await place.viki('apply', '--yes', '--resource', 'file.b', '--host', 'one');
  assert.equal(exit, 0, errors);
  assert.match(output, /remove file\.b .*left the text/);
  assert.deepEqual(isThere('a', 'b', 'c'), [false, false, false]);
  place.write('project/site.vk.yaml', TEXT(place.host));
});

test('a name that nothing has is a slip, and nothing is touched', async () => {
  const { exit, errors } = await place.viki('apply', '--yes', '--resource', 'file.aa');
  assert.equal(exit, 1);
  assert.match(errors, /there is no file\.aa to be planned; did you mean `file\.a`\?/);
  assert.deepEqual(isThere('a'), [false]);
});

test('a plan of a part is kept as one, and of a plan that was kept one host can be done', async () => {
  const kept = await place.viki('plan', '--resource', 'file.a', '--resource', 'file.c', '-o', 'part.json');
  assert.equal(kept.exit, 2, kept.errors);
  writeFileSync(join(place.host, 'c'), 'by somebody else');
  const slip = await place.viki('apply', 'part.json', '--host', 'three');
  assert.match(slip.errors, /part\.json has no host three; it has one, two/);
  assert.match((await place.viki('apply', 'part.json', '--resource', 'file.a')).errors, /names its resources itself/);
  const stale = await place.viki('apply', 'part.json');
  assert.match(stale.errors, /two: changed since the plan was made/);
  const one = await place.viki('apply', 'part.json', '--host', 'one');
  assert.equal(one.exit, 0, one.errors);
  assert.deepEqual(isThere('a', 'b'), [true, false]);
  assert.match((await place.viki('apply', 'part.json', '--host', 'one')).errors, /this plan has been done already/);
});
