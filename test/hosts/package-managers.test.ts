// Packages on real hosts with dnf, zypper and pacman: from absent, from another version and from the wanted one, and back; what
// others need, and who holds the lock.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { lab, missingHosts, operatorWith } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

/** Each of these hosts has all three of them, and is left with the one that it is called after. */
const MANAGERS = ['dnf', 'zypper', 'pacman'] as const;
type Manager = (typeof MANAGERS)[number];

/** Both of them know all versions; pacman knows one, and later another. */
const FETCH: { readonly [manager in Manager]: string } = {
  dnf: 'dnf --quiet makecache',
  zypper: 'zypper --quiet refresh',
  pacman: 'cp /var/lib/viki-lab/pacman/newer.db /var/lib/viki-lab/pacman/lab.db && pacman -Syy',
};
const FORGET: { readonly [manager in Manager]: string } = {
  dnf: 'rm -rf /var/cache/dnf/*',
  zypper: 'rm -rf /var/cache/zypp',
  pacman: 'rm -f /var/lib/pacman/sync/*',
};
const INSTALL: { readonly [manager in Manager]: string } = {
  dnf: 'dnf --assumeyes install',
  zypper: 'zypper --non-interactive install',
  pacman: 'pacman --noconfirm -S',
};

const skipOf = (manager: Manager): string | false => missingHosts[manager] ?? false;
const hostOf = (manager: Manager) => lab.host(manager);
const said = async (manager: Manager, command: string): Promise<string> =>
  (await hostOf(manager).exec(command)).stdout.trim();
const projectOf = (manager: Manager, field: string) => projectOfText(textOn(hostOf(manager), `package:\n  ${field}\n`));
const versionOn = (manager: Manager): Promise<string> => said(manager, 'viki-sample || echo none');

/** Goes there by this step, stays there, and is back where it was. */
async function thereAndBack(manager: Manager, field: string, step: string, there: string): Promise<void> {
  const [operator, project, start] = [operatorWith(), projectOf(manager, field), await versionOn(manager)];
  const { plan, result } = await applied(operator, project);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.deepEqual(
    plan.changes.flatMap(({ steps }) => steps),
    [step],
  );
  assert.equal(await versionOn(manager), there);
  await nothingLeft(operator, project);
  await rolledBack(operator, project);
  assert.equal(await versionOn(manager), start);
}

/** For good: nobody takes it back, nor away because it has left the text. */
async function make(manager: Manager, field: string): Promise<void> {
  const { result } = await applied(operatorWith(), projectOf(manager, field));
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  await hostOf(manager).exec('rm -rf /var/lib/viki');
}

before(async () => {
  for (const manager of MANAGERS.filter((one) => skipOf(one) === false)) {
    const others = ['apt-get', ...MANAGERS].filter((other) => other !== manager);
    await hostOf(manager).exec(`rm -f ${others.map((other) => `/usr/bin/${other}`).join(' ')}`);
  }
  if (skipOf('pacman') === false)
    await hostOf('pacman').exec('cp -p /var/lib/viki-lab/pacman/lab.db /var/lib/viki-lab/pacman/older.db');
});

for (const manager of MANAGERS) {
  const skip = skipOf(manager);

  test(`${manager}: missing lists are fetched, and the plan says that the version is known later`, {
    skip,
  }, async () => {
    await hostOf(manager).exec(FORGET[manager]);
    const newest = manager === 'pacman' ? '1.0' : '1.1';
    await thereAndBack(manager, 'viki-sample: {}', 'install package viki-sample', `viki-sample ${newest}`);
  });

  test(`${manager}: a version is installed, changed, removed, and each of that is taken back`, { skip }, async () => {
    const [older, newer] = ['viki-sample: { version: 1.0-1 }', 'viki-sample: { version: latest }'];
    await thereAndBack(manager, older, 'install package viki-sample 1.0-1', 'viki-sample 1.0');
    await make(manager, older);
    assert.equal((await hostOf(manager).exec(FETCH[manager])).code, 0);
    await thereAndBack(manager, newer, 'change package viki-sample to 1.1-1', 'viki-sample 1.1');
    await make(manager, newer);
    await thereAndBack(manager, older, 'change package viki-sample to 1.0-1', 'viki-sample 1.0');
    await thereAndBack(manager, 'viki-sample: { state: absent }', 'remove package viki-sample', 'none');
    await nothingLeft(operatorWith(), projectOf(manager, 'viki-sample: {}'));
  });

  test(`${manager}: a version with an epoch is told as it is asked for, and one that nobody has is refused`, {
    skip,
  }, async () => {
    await nothingLeft(operatorWith(), projectOf(manager, 'viki-sample-data: { version: "2:1.0-1" }'));
    const { plan } = await applied(operatorWith(), projectOf(manager, 'viki-sample: { version: 2.0-1 }'));
    assert.deepEqual(plan.changes[0]?.refusal, {
      message: "this host can't get the version 2.0-1 of viki-sample",
      hint: 'it has 1.1-1, 1.0-1',
    });
  });

  test(`${manager}: what another package needs is not removed, nor that other one`, { skip }, async () => {
    const { result } = await applied(operatorWith(), projectOf(manager, 'viki-sample-data: { state: absent }'));
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.match(JSON.stringify(result.failure), /viki-sample-data is needed by|breaks dependency 'viki-sample-data'/);
    assert.equal(await versionOn(manager), 'viki-sample 1.1');
  });

  test(`${manager}: whoever holds the lock is waited for, and named`, { skip }, async () => {
    const host = hostOf(manager);
    await make(manager, 'viki-sample: { state: absent }');
    await host.exec('rm -f /run/viki-sample-waiting; mkfifo /run/viki-sample-waiting');
    const waiting = host.exec(`${INSTALL[manager]} viki-sample-waiting`);
    assert.equal(await said(manager, 'cat /run/viki-sample-waiting'), 'waiting');
    const applying = applied(operatorWith(), projectOf(manager, 'viki-sample: {}'));
    const waits = 'until grep -hs "held by process" /var/lib/viki/runs/*/said; do sleep 0.1; done';
    const holder = new RegExp(`waiting for the lock of ${manager}, which is held by process \\d+ \\(${manager}\\)`);
    assert.match(await said(manager, waits), holder);
    await host.exec('echo go >/run/viki-sample-waiting');
    assert.equal((await waiting).code, 0);
    const { result } = await applying;
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.equal(await versionOn(manager), 'viki-sample 1.1');
  });

  test(`${manager}: to hold a package is refused`, { skip }, async () => {
    const { plan } = await applied(operatorWith(), projectOf(manager, 'viki-sample: { hold: true }'));
    assert.equal(plan.changes[0]?.refusal?.message, `\`hold\` is not something that viki can do with ${manager}`);
  });
}

test('pacman: lists are fetched for what is not there any more, and not because an installation fails', {
  skip: skipOf('pacman'),
}, async () => {
  const host = hostOf('pacman');
  const [repository, lists] = ['/var/lib/viki-lab/pacman', '/var/lib/pacman/sync/lab.db'];
  const told = (command: string): Promise<string> => said('pacman', command);
  const failure = async () => {
    const { plan, result } = await applied(operatorWith(), projectOf('pacman', 'viki-sample: {}'));
    assert.deepEqual(plan.changes[0]?.steps, ['install package viki-sample 1.0-1']);
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.equal(await versionOn('pacman'), 'none');
    return JSON.stringify(result.failure);
  };
  await make('pacman', 'viki-sample: { state: absent }');
  await host.exec(`cp -p ${repository}/older.db ${lists}; echo exit 1 >/usr/bin/viki-sample`);
  assert.match(await failure(), /viki-sample: \/usr\/bin\/viki-sample exists in filesystem/);
  assert.equal(await told(`cmp ${repository}/older.db ${lists} && echo same`), 'same');

  await host.exec(`rm /usr/bin/viki-sample ${repository}/viki-sample-1.0* /var/cache/pacman/pkg/viki-sample-1.0*`);
  assert.match(await failure(), /viki-sample 1\.0-1 is neither in the lists of pacman's sources nor in/);
  await thereAndBack('pacman', 'viki-sample: {}', 'install package viki-sample 1.1-1', 'viki-sample 1.1');
});
