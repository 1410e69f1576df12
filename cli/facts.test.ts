// A text that depends on what its hosts are: they are asked, templates have the answer, and state.vk.json keeps it for whoever
// looks at the text.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseState } from '../disk/state.ts';
import { newPlace } from '../test/support/viki.ts';

const place = newPlace(
  (host) => `viki:
  name: shop
  hosts: { here: { via: local } }
  mods: { file: { motd: { path: ${host}/motd, template: motd.liquid } } }
`,
);
after(() => place.remove());

test('a template has the facts of its host, and the state has what they were', async () => {
  writeFileSync(join(place.project, 'motd.liquid'), 'This is {{ fact.arch }}, with {{ fact.cpus }} processors.\n');
  const { exit, output, errors } = await place.viki('apply', '--yes');
  assert.equal(exit, 0, output + errors);
  const reading = parseState(readFileSync(join(place.project, 'state.vk.json'), 'utf8'));
  assert.equal(reading.is, 'state');
  const { arch, cpus } = (reading.is === 'state' && reading.state.hosts['here']?.facts?.found) || {};
  assert.ok(arch !== undefined && cpus !== undefined);
  const motd = readFileSync(join(place.host, 'motd'), 'utf8');
  assert.equal(motd, `This is ${String(arch)}, with ${String(cpus)} processors.\n`);
});
