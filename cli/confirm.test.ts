// `confirm` through the command line: a run that closes the way in is taken back by the host itself, and the exit code says
// so; one that leaves it open stays. And what a status tells beside how a host stands.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Ended, newPlace, runViki } from '../test/support/viki.ts';

/** Nobody gets in while there is a file `closed`: as with a firewall that a run has changed. */
const place = newPlace(
  (host) => `viki:
  name: shop
  hosts: { here: { via: [sh, "${host}/door"] }, gone: { via: [no-such-command] } }
  policy: { confirm: 1s }
  mods:
    file: { rule: { path: "${host}/\${name}", content: x } }
  vars: { name: open }
`,
);
after(() => place.remove());
writeFileSync(join(place.host, 'door'), `[ ! -e ${place.host}/closed ] || exit 1\nexec "$@"\n`);

/** (No run is planted into what this machine starts when it comes up: a name with a space is nothing for that.) */
const viki = (name: string, ...words: readonly string[]): Promise<Ended> =>
  runViki(words, place.project, {
    ...place.environment,
    VIKI_HOME: join(place.project, 'viki home'),
    VK_VAR_name: name,
  });

test('a run that shuts everybody out is taken back by the host, and the exit code is 4', async () => {
  const { exit, output, errors } = await viki('closed', 'apply', '--yes', '--host', 'here');
  assert.equal(exit, 4, output + errors);
  assert.match(output, /nobody confirmed it over a new connection within 1 s; everything was walked back/);
  assert.ok(!existsSync(join(place.host, 'closed')));
  const json = await viki('closed', 'apply', '--yes', '--json', '--host', 'here');
  assert.equal(json.exit, 4, json.output + json.errors);
  const { results } = JSON.parse(json.output) as { results: { outcome: string; failure: { kind: string } }[] };
  assert.deepEqual([results[0]?.outcome, results[0]?.failure.kind], ['undone', 'unconfirmed']);
});

test('a run that leaves the way open stays, and the exit code is 0', async () => {
  const { exit, output, errors } = await viki('open', 'apply', '--yes', '--host', 'here');
  assert.equal(exit, 0, output + errors);
  assert.ok(existsSync(join(place.host, 'open')));
});

test('a status tells of hosts that are left alone, and of runs that were dropped', async () => {
  writeFileSync(join(place.project, 'viki home', 'dropped'), '');
  const { exit, output } = await viki('open', 'status');
  assert.equal(exit, 1);
  assert.match(
    output,
    /here: as the text says\n(.*\n)+ {2}\(older runs were dropped, and can not be taken back any more\)/,
  );
  assert.match(output, /\n {2}left alone for \d+ s: it was not reachable/);
  const { status } = JSON.parse((await viki('open', 'status', '--json')).output) as {
    status: { host?: string; dropped?: boolean; reach: { state: string; restSeconds?: number } }[];
  };
  assert.deepEqual(
    status.map(({ host, dropped, reach }) => [host, dropped, reach.state]),
    [
      ['here', true, 'closed'],
      [undefined, undefined, 'open'],
    ],
  );
});
