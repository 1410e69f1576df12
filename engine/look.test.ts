// Facts of hosts, asked before a plan and only for texts that depend on them: over a real shell, from the text to what is on
// the host.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { newPlace } from '../test/support/viki.ts';

const place = newPlace(
  (host) => `viki:
  name: shop
  hosts:
    here: { via: local }
    gone: { via: [no-such-command] }
  mods:
    file:
      name: { path: ${host}/name, content: "\${fact.hostname} \${fact.arch}" }
      never: { path: ${host}/never, content: x, when: "\${fact.os == 'plan9'}" }
      plain: { path: ${host}/plain, content: x }
`,
);
after(() => place.remove());
beforeEach(() => {
  for (const name of fs.readdirSync(place.host)) fs.rmSync(join(place.host, name));
  fs.rmSync(place.vikiHome, { recursive: true, force: true });
});

type Planned = {
  readonly hosts: readonly {
    readonly host: string;
    readonly failure?: { readonly kind: string };
    readonly changes?: readonly { readonly address: string; readonly action: string }[];
  }[];
};

async function plan(...words: readonly string[]): Promise<Planned> {
  return JSON.parse((await place.viki('plan', '--json', ...words)).output) as Planned;
}

test('what depends on facts is planned and applied with what this very host says of itself', async () => {
  const [here] = (await plan('--host', 'here')).hosts;
  assert.deepEqual(
    here?.changes?.map(({ address, action }) => [address, action]),
    [
      ['file.name', 'create'],
      ['file.plain', 'create'],
    ],
  );
  const applied = await place.viki('apply', '--yes', '--host', 'here');
  assert.equal(applied.exit, 0, applied.output + applied.errors);
  assert.match(fs.readFileSync(join(place.host, 'name'), 'utf8'), new RegExp(`^${hostname()} \\S+$`));
  assert.deepEqual(fs.readdirSync(place.host).toSorted(), ['name', 'plain']);
  const again = await place.viki('plan', '--host', 'here');
  assert.equal(again.exit, 0, again.output + again.errors);
});

test('a host whose facts can not be had has failed, once, and the others are planned', async () => {
  const { hosts } = await plan();
  assert.deepEqual(
    hosts.map(({ host, failure, changes }) => [host, failure?.kind, changes?.length]),
    [
      ['here', undefined, 2],
      ['gone', 'unreachable', undefined],
    ],
  );
});

test('a plan that was kept is still true, as long as the facts are', async () => {
  const kept = join(place.project, 'plan.json');
  assert.equal((await place.viki('plan', '--host', 'here', '-o', kept)).exit, 2);
  const applied = await place.viki('apply', kept);
  assert.equal(applied.exit, 0, applied.output + applied.errors);
  assert.deepEqual(fs.readdirSync(place.host).toSorted(), ['name', 'plain']);
});
