// A host that is away, over several commands: the first pays for it, the next ones say so and go on, unless it is what is
// wanted.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { listen } from '../test/support/ssh-server.ts';
import { type Ended, newPlace } from '../test/support/viki.ts';

let connections = 0;
/** It is there, and ends every connection before a word is said. */
const gate = await listen((socket) => {
  connections += 1;
  socket.destroy();
});
const gone = `{ address: 127.0.0.1, port: ${gate.port}, user: nobody, known_hosts: known }`;
const place = newPlace(
  (host) => `viki:
  name: shop
  hosts: { here: { via: local }, gone: ${gone} }
  mods: { mkdir: { app: { path: ${host}/app } } }
`,
);
const known = join(place.environment['HOME'] ?? '', '.cache/viki/away');
after(async () => {
  place.remove();
  await gate.close();
});

async function plan(...words: readonly string[]): Promise<Ended & { readonly tries: number }> {
  const tried = connections;
  const ended = await place.viki('plan', ...words);
  assert.equal(ended.exit, 1, ended.output + ended.errors);
  return { ...ended, tries: connections - tried };
}

/** The time of the rest is a matter of the test, not of how fast the machine is. */
function restUntil(retryAt: number): void {
  const [name = ''] = readdirSync(known);
  const path = join(known, name);
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), retryAt }));
}

before(() => mkdirSync(known, { recursive: true }));

test('a host that could not be reached is left alone by the next command, and its rest is seen', async () => {
  const first = await plan();
  assert.ok(first.tries > 0);
  assert.match(first.output, /here: 1 to create/);
  restUntil(Date.now() + 3_600_000);
  const next = await plan();
  assert.equal(next.tries, 0);
  assert.match(next.output, /here: 1 to create/);
  assert.match(
    next.output,
    /it was not reachable .* ago \(.*\); it is tried again in \d+ s\n.*name it: --host gone\n/s,
  );
  const { exit, output } = await place.viki('status');
  assert.equal(exit, 1);
  assert.match(output, /\n {2}left alone for 3\d\d\d s: it was not reachable\n/);
});

test('one that is named is tried, and so is every one whose rest is over', async () => {
  restUntil(Date.now() + 3_600_000);
  const named = await plan('--host', 'gone');
  assert.ok(named.tries > 0);
  assert.doesNotMatch(named.output, /name it/);
  restUntil(1);
  assert.ok((await plan()).tries > 0);
});
