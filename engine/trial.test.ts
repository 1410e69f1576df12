// What a host's own program has against a file that is not in place yet is told with the plan, under the shells of hosts; with
// programs of the test's own instead of visudo and its like.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { noAsker } from '../hosts/asker.ts';
import { openHost } from '../hosts/open.ts';
import { sudoers } from '../modules/sudoers.ts';
import { pathId } from '../modules/things/path.ts';
import { localShells } from '../test/support/local.ts';
import { contentsOf, hostSettings, projectOf } from '../test/support/projects.ts';
import type { Contents } from './contents.ts';
import { moveTo } from './move.ts';
import { resourcesOf } from './plan.ts';
import { commonLibrary } from './shell/shell.generated.ts';
import { askTrials, complaintsIn, passingTrial } from './trial.ts';

const RULE = 'deploy ALL=(root) NOPASSWD: /usr/bin/id\n';
const project = (content: string) =>
  projectOf({ 'sudoers.deploy': { name: 'deploy', content } }, [hostSettings('here')]);

function askedOf(
  content: string,
  change: (contents: Contents) => Contents = (contents) => contents,
): readonly string[] {
  const contents = change(contentsOf(project(content)));
  return askTrials(resourcesOf(project(content), 'here', contents), contents);
}

test('what is secret, too large, or to be taken away is not tried', () => {
  assert.equal(askedOf(RULE).length, 2);
  const secretly = (contents: Contents): Contents => ({
    ...contents,
    refs: new Map([...contents.refs].map(([key, ref]) => [key, { ...ref, isSecret: true }])),
  });
  assert.deepEqual(askedOf(RULE, secretly), []);
  assert.deepEqual(askedOf(RULE.repeat(2000)), []);
  const gone = projectOf({ 'sudoers.deploy': { name: 'deploy', content: RULE, state: 'absent' } }, [
    hostSettings('here'),
  ]);
  const contents = contentsOf(gone);
  assert.deepEqual(askTrials(resourcesOf(gone, 'here', contents), contents), []);
});

test('what was said is told of the resource that it was said of, in one line', () => {
  const planned = resourcesOf(project(RULE), 'here', contentsOf(project(RULE)));
  const lines = [
    'answers',
    'trial 0 deploy:1: wrong',
    'trial 0 ',
    'trial 0  and more ',
    'trial 9 of nobody',
    'trial x y',
  ];
  assert.deepEqual([...complaintsIn(planned, lines)], [['sudoers.deploy', 'deploy:1: wrong; and more']]);
  assert.equal(planned[0]?.resource.module, sudoers);
});

test('what its program is against is refused and changes nothing; after a change, it is a warning', () => {
  const contents = contentsOf(project(RULE));
  const [planned] = resourcesOf(project(RULE), 'here', contents);
  assert.ok(planned);
  const path = pathId('/etc/sudoers.d/deploy');
  const world = { [path]: { is: 'absent' } };
  const file = { is: 'file', sha256: 'a'.repeat(64), size: 1, mode: '0440', owner: 'root', group: 'root' };
  const move = moveTo(planned, world, { [path]: file });
  const about = { complaints: new Map([['sudoers.deploy', 'deploy:1: wrong']]), make: contents.make, world };
  const refused = passingTrial(planned, move, { ...about, changesBefore: false });
  assert.equal(refused.change.refusal?.message, 'visudo does not take this /etc/sudoers.d/deploy: deploy:1: wrong');
  assert.equal(refused.world, world);
  const silent = { ...about, complaints: complaintsIn([planned], ['trial 0 ']), changesBefore: false };
  assert.equal(
    passingTrial(planned, move, silent).change.refusal?.message,
    'visudo does not take this /etc/sudoers.d/deploy, and does not say why',
  );
  const warned = passingTrial(planned, move, { ...about, changesBefore: true });
  assert.match(warned.change.outlook?.warnings?.join() ?? '', /deploy:1: wrong; unless what comes before it/);
  assert.equal(warned.run, move.run);
});

/** Its words have the path of what it looked at in them, over several lines, as those of real ones do. */
const VISUDO = `#!/bin/sh
grep -q WRONG "$2" || exit 0
echo "$2:1: it is wrong"
echo "  at 'WRONG' | /" >&2
exit 1
`;

const bins = fs.mkdtempSync(join(tmpdir(), 'viki-trial-'));
after(() => fs.rmSync(bins, { recursive: true, force: true }));
const asRoot = { skip: process.getuid?.() === 0 ? false : 'only what root is shown is tried' };

for (const { name, environment } of localShells(bins)) {
  const [bin, candidates] = [fs.mkdtempSync(join(bins, 'own-')), fs.mkdtempSync(join(bins, 'tmp-'))];
  const PATH = `${bin}${delimiter}${environment['PATH'] ?? ''}`;
  const host = openHost(hostSettings('here'), {
    folder: bins,
    asker: noAsker,
    environment: { ...environment, PATH, TMPDIR: candidates },
    hostKeys: 'strict',
  });

  const linesOf = async (content: string): Promise<ReadonlyMap<string, string>> => {
    const contents = contentsOf(project(content));
    const planned = resourcesOf(project(content), 'here', contents);
    const lines: string[] = [];
    const session = await host.open();
    const text = [commonLibrary, ...askTrials(planned, contents), 'v_say end'].join('\n');
    await session.run({ request: { kind: 'recover' }, text: `${text}\n`, payload: [] }, (line) => lines.push(line));
    await session.close();
    assert.equal(lines.at(-1), 'end');
    assert.deepEqual(fs.readdirSync(candidates), [], 'nothing stays of it');
    return complaintsIn(planned, lines);
  };

  test(`${name}: what the program says is told without where it was tried`, asRoot, async () => {
    fs.writeFileSync(join(bin, 'visudo'), VISUDO, { mode: 0o755 });
    assert.deepEqual(
      [...(await linesOf('é WRONG $HOME `id` \\n\n'))],
      [['sudoers.deploy', "deploy:1: it is wrong; at 'WRONG' | /"]],
    );
    assert.equal((await linesOf(RULE)).size, 0);
    fs.writeFileSync(join(bin, 'visudo'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    assert.deepEqual([...(await linesOf(RULE))], [['sudoers.deploy', '']]);
  });
}
