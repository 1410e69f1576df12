// Sources of packages on a real host with apt: their keys are tried, and what would leave apt without any source is refused
// before it is in place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lab, missingHosts, operatorWith } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

/** A machine that can't have the packages for it has no such host, and says so. */
const skip = missingHosts['sources'] ?? false;
const host = () => lab.host('sources');
const REPOSITORIES = '/var/lib/viki-lab/repository';

const said = async (command: string): Promise<string> => (await host().exec(command)).stdout;
const keyOf = (name: string): Promise<string> => said(`cat ${REPOSITORIES}/${name}/key.asc`);

const projectWith = (fields: string) =>
  projectOfText(
    textOn(
      host(),
      `repository:
  extra: { suite: lab, components: [main], ${fields} }
package:
  viki-extra: {}
`,
    ),
  );

/** Everything that apt is told. */
const settings = (): Promise<string> =>
  said('find /etc/apt | sort | xargs stat -c "%n %A %U %G"; cat /etc/apt/sources.list.d/* /etc/apt/keyrings/*');

test('a source with its key and a package from it come in one run, and go in one', { skip }, async () => {
  await host().exec('rmdir /etc/apt/keyrings');
  const before = await settings();
  const key = JSON.stringify(await keyOf('extra'));
  const project = projectWith(`url: "file:${REPOSITORIES}/extra", key: ${key}`);
  const operator = operatorWith();
  const { plan, result } = await applied(operator, project);
  assert.deepEqual(
    plan.changes.flatMap(({ steps }) => steps.map((step) => step.replace(/ \(.*/, ''))),
    [
      'create folder /etc/apt/keyrings',
      'create file /etc/apt/keyrings/extra.asc',
      'create file /etc/apt/sources.list.d/extra.sources',
      'fetch the lists of extra',
      'install package viki-extra',
    ],
  );
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.equal(await said('viki-extra'), 'viki-extra\n');
  await nothingLeft(operator, project);
  await rolledBack(operator, project);
  assert.equal((await host().exec('viki-extra')).code, 127);
  assert.equal(await settings(), before);
  // (and apt knows nothing of it any more, while it still knows the others)
  assert.equal(await said('apt-cache policy viki-extra'), '');
  assert.match(await said('apt-cache policy viki-sample'), /Candidate: 1\.1/);
});

const WRONG: readonly (readonly [why: string, fields: () => Promise<string>, words: RegExp])[] = [
  [
    'a key of somebody else',
    async () => `url: "file:${REPOSITORIES}/extra", key: ${JSON.stringify(await keyOf('main'))}`,
    /NO_PUBKEY/,
  ],
  ['a key that is none', async () => `url: "file:${REPOSITORIES}/extra", key: "no key"`, /signature|NO_PUBKEY/],
  [
    'a source that contradicts another',
    async () => `url: "file:${REPOSITORIES}/main", signed_by: ${REPOSITORIES}/main/key.asc`,
    /Conflicting values set for option Signed-By/,
  ],
  ['a folder with nothing in it', async () => 'url: "file:/srv"', /does not have a Release file|Failed to fetch/],
];

for (const [why, fields, words] of WRONG) {
  test(`${why} is refused before it is in place, and apt goes on`, { skip }, async () => {
    const before = await settings();
    const { result } = await applied(operatorWith(), projectWith(await fields()));
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.match(JSON.stringify(result.failure), words);
    assert.match(JSON.stringify(result.failure), /refused before it was put in place/);
    assert.equal(await settings(), before);
    assert.equal((await host().exec('apt-get update')).code, 0);
  });
}
