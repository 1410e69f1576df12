// `--diff`: what changes inside of files, as the host has it and as the text wants it, on a real local host.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { newPlace } from '../test/support/viki.ts';

const place = newPlace(
  (host) => `viki:
  name: shop
  hosts: { here: { via: local } }
  mods:
    file:
      new: { path: ${host}/new, content: "hello\\n" }
      settings: { path: ${host}/settings, content: "name = shop\\nport = 81\\nlog = on\\n" }
      binary: { path: ${host}/binary, content: "text\\n" }
`,
);
after(() => place.remove());
const onHost = (name: string): string => join(place.host, name);
writeFileSync(onHost('settings'), 'name = shop\nport = 80\nlog = on\n');
writeFileSync(onHost('binary'), Buffer.from([0, 1, 2]));

test('plan and apply show the lines that change, and only when they are asked to', async () => {
  assert.doesNotMatch((await place.viki('plan')).output, /port = 8/);
  const { exit, output } = await place.viki('plan', '--diff');
  assert.equal(exit, 2);
  assert.match(
    output,
    /change file\.settings\n.*\n.*\n {8}@@ line 1 @@\n {9}name = shop\n {8}-port = 80\n {8}\+port = 81\n {9}log = on\n/,
  );
  assert.match(output, /create file\.new\n.*\n {8}@@ line 1 @@\n {8}\+hello\n/);
  assert.match(output, / {8}-\(.*\/binary on here is not UTF-8 text: 3 bytes\)\n {8}\+text\n/);
  const { output: json } = await place.viki('plan', '--diff', '--json');
  assert.doesNotThrow(() => JSON.parse(json));
  assert.match((await place.viki('apply', '--diff', '--yes')).output, /\+port = 81\n/);
});

test('what goes back to what the host keeps is not guessed', async () => {
  place.write('project/site.vk.yaml', 'viki: { name: shop, hosts: { here: { via: local } } }\n');
  const { output } = await place.viki('plan', '--diff');
  assert.match(output, /remove file\.new .*\n.*\n {8}@@ line 1 @@\n {8}-hello\n/);
});
