// Submodules of checkouts on a real host: they go where the commit goes, and come back; what people have in them stays.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, test } from 'node:test';
import { MODULAR, MODULAR_COMMITS, makeModular } from '../support/repository.ts';
import { lab, missingHosts, projectFolder, viki } from './support.ts';
import { textOn } from './text.ts';

const NAME = 'modules';
const skip = missingHosts[NAME] ?? false;
const host = skip === false ? lab.host(NAME) : undefined;
const PLACE = '/srv/viki-git';
const CODE = `${PLACE}/code`;
const LIB = `'${CODE}/my lib'`;
const { m1: M1, m2: M2, m3: M3, m4: M4 } = MODULAR_COMMITS;

async function said(command: string): Promise<string> {
  assert.ok(host);
  const { code, stdout, stderr } = await host.exec(command);
  assert.equal(code, 0, `${command}: ${stderr}`);
  return stdout.trim();
}

const textOf = (ref: string, more = ', submodules: true'): string =>
  host ? textOn(host, `git:\n  code: { path: ${CODE}, repo: ${MODULAR}, ref: ${ref}${more} }\n`) : '';
const write = (project: string, ...words: Parameters<typeof textOf>): void =>
  writeFileSync(join(project, 'main.vk.yaml'), textOf(...words));

async function done(project: string, ...words: readonly string[]): Promise<string> {
  const { code, output, errors } = await viki(project, words);
  assert.equal(code, 0, `${words.join(' ')}: ${output}${errors}`);
  return output + errors;
}

async function refused(project: string, ...words: readonly string[]): Promise<string> {
  const { code, output, errors } = await viki(project, words);
  assert.ok(code !== 0 && code !== 2, output);
  return output + errors;
}

const apply = (project: string): Promise<string> => done(project, 'apply', '--yes');
const rollBack = (project: string): Promise<string> => done(project, 'rollback', '--yes');
/** (a plan that has something to do does not end with 0) */
const settled = (project: string): Promise<string> => done(project, 'plan');

/** All files but those of git, their modes and sums, and what git says of the checkout and of each submodule. */
const digest = (): Promise<string> =>
  said(`cd ${CODE} 2>/dev/null || { echo none; exit; }
    { find . -name .git -prune -o -printf '%y %m %p\\n'; find . -name .git -prune -o -type f -exec sha256sum {} +; } | sort
    git rev-parse HEAD; git submodule status --recursive; git status --porcelain --ignored
    git submodule --quiet foreach --recursive 'git symbolic-ref --quiet HEAD || :; git status --porcelain --ignored'`);

/** As git itself clones it. */
async function cloned(commit: string): Promise<string> {
  await said(`git clone --quiet ${MODULAR} ${CODE} && cd ${CODE} && git checkout --quiet ${commit} &&
    git submodule --quiet update --init --recursive`);
  const told = await digest();
  await said(`rm -rf ${PLACE}`);
  return told;
}

const git = 'git -c user.name=a -c user.email=a@b';

before(async () => {
  if (host) await said(makeModular);
});
beforeEach(async () => {
  if (host) await said(`rm -rf /var/lib/viki ${PLACE}`);
});

test('submodules, and theirs, go with the commit, and come back from what is there', { skip }, async () => {
  const wanted = [await cloned(M1), await cloned(M2), await cloned(M3), await cloned(M4)];
  const project = projectFolder('');
  // (to more, to none, to another repository at the same path, and to all again)
  const way = [0, 1, 2, 3, 0, 2, 1, 3];
  for (const at of way) {
    write(project, [M1, M2, M3, M4][at] ?? '');
    assert.match(await apply(project), /check out the submodules of \/srv\/viki-git\/code/);
    assert.equal(await digest(), wanted[at], `m${at + 1}`);
    await settled(project);
  }
  await said('mkdir /root/away && mv /var/lib/viki-lab/*.git /root/away');
  try {
    for (const at of way.toReversed().slice(1)) {
      await rollBack(project);
      assert.equal(await digest(), wanted[at], `back at m${at + 1}`);
    }
    await rollBack(project);
    assert.equal(await said(`ls -A /srv | grep -c viki-git || :`), '0');
  } finally {
    await said('mv /root/away/*.git /var/lib/viki-lab && rmdir /root/away');
  }
});

test('a plan asks nobody but the repository itself', { skip }, async () => {
  const project = projectFolder(textOf('m2'));
  await apply(project);
  await said('mkdir /root/away && cd /var/lib/viki-lab && mv lib.git inner.git other.git /root/away');
  try {
    await settled(project);
    write(project, 'm1');
    assert.match(
      (await viki(project, ['plan'])).output,
      /check out the submodules of[\s\S]*which ones its commit names/,
    );
  } finally {
    await said('mv /root/away/*.git /var/lib/viki-lab && rmdir /root/away');
  }
});

test('one that can not be fetched takes the run back', { skip }, async () => {
  const project = projectFolder(textOf('m1'));
  await apply(project);
  const was = await digest();
  await said('mv /var/lib/viki-lab/other.git /root/other.git');
  try {
    write(project, 'm2');
    assert.match(await refused(project, 'apply', '--yes'), /other\.git' does not exist|clone of .*other\.git.* failed/);
    assert.equal(await digest(), was);
  } finally {
    await said('mv /root/other.git /var/lib/viki-lab/other.git');
  }
  await apply(project);
  assert.equal(await said(`cat ${CODE}/more/other/others`), '1');
});

test('what is changed in a submodule is never overwritten', { skip }, async () => {
  const project = projectFolder(textOf('m1'));
  await apply(project);
  write(project, 'm2');
  for (const file of ['lib', 'inner/inside']) {
    await said(`cd ${LIB} && echo mine >>${file}`);
    assert.match(await refused(project, 'plan'), /files in \/srv\/viki-git\/code are changed and not committed/, file);
    await said(`cd ${LIB} && git restore . && git -C inner restore .`);
  }
  await said(`cd ${LIB}/inner && echo mine >inside && git add inside`);
  assert.match(await refused(project, 'plan'), /changed and not committed/);
  await said(`git -C ${LIB}/inner reset --quiet --hard && echo mine >${LIB}/inner/notes`);
  write(project, 'm3');
  const was = await digest();
  assert.match(
    await refused(project, 'apply', '--yes'),
    /my lib\/inner stays, because .*of its own in it:[\s\S]*\?\? notes/,
  );
  assert.equal(await digest(), was);
  await said(`rm ${LIB}/inner/notes`);
  await apply(project);
  assert.equal(await said(`cat ${LIB}/lib`), 'plain');
});

test('submodules that are elsewhere are brought to the commit, and back to where they were', { skip }, async () => {
  await said(`git clone --quiet ${MODULAR} ${CODE} && cd ${CODE} && git checkout --quiet ${M2}`);
  const none = await digest();
  const project = projectFolder(textOf(M2));
  assert.match(await apply(project), /~ change git\.code/);
  const whole = await digest();
  await settled(project);
  await rollBack(project);
  assert.equal(await digest(), none);
  // (on branches, and one commit behind; one is not there at all)
  await said(`cd ${CODE} && git submodule --quiet update --init --recursive 'my lib' && cd 'my lib' &&
    git checkout --quiet -b mine l1 && git submodule --quiet update && git -C inner checkout --quiet -b mine`);
  const own = await digest();
  await apply(project);
  assert.equal(await digest(), whole);
  await settled(project);
  await rollBack(project);
  assert.equal(await digest(), own);
});

test('a checkout goes with its submodules, unless there is something of somebody in one', { skip }, async () => {
  const project = projectFolder(textOf('m2'));
  await apply(project);
  const was = await digest();
  for (const [make, take, why] of [
    [`touch ${LIB}/inner/notes`, `rm ${LIB}/inner/notes`, /something of its own in it/],
    [
      `cd ${LIB} && echo '*.log' >>"$(git rev-parse --git-path info/exclude)" && touch own.log`,
      `rm ${LIB}/own.log`,
      /my lib stays, because .*of its own in it:[\s\S]*!! own\.log/,
    ],
    [
      `cd ${LIB} && ${git} commit --quiet --allow-empty -m mine && git branch mine && git checkout --quiet HEAD~`,
      `git -C ${LIB} branch --quiet -D mine`,
      /commits that are nowhere else/,
    ],
  ] as const) {
    await said(make);
    assert.match(await refused(project, 'rollback', '--yes'), why);
    await said(take);
    assert.equal(await digest(), was);
  }
  await rollBack(project);
  assert.equal(await said(`ls -A /srv | grep -c viki-git || :`), '0');
});

test('a submodule that moved to another address is fetched from there, and from where it was again', {
  skip,
}, async () => {
  await said(`cd /root && git clone --quiet ${MODULAR} work && cd work && git checkout --quiet -b moved ${M1} &&
    git clone --quiet --bare /var/lib/viki-lab/lib.git /var/lib/viki-lab/moved.git &&
    git submodule --quiet update --init && git submodule --quiet set-url lib /var/lib/viki-lab/moved.git 2>/dev/null ||
    git config -f .gitmodules submodule.lib.url /var/lib/viki-lab/moved.git
    cd 'my lib' && git checkout --quiet -b more && ${git} commit --quiet --allow-empty -m more &&
    git push --quiet /var/lib/viki-lab/moved.git more && cd .. && ${git} commit --quiet --all -m moved && git push --quiet origin moved`);
  try {
    const project = projectFolder(textOf('m1'));
    await apply(project);
    const was = await digest();
    const url = `git -C ${LIB} config remote.origin.url`;
    write(project, 'moved');
    await apply(project);
    assert.equal(await said(url), '/var/lib/viki-lab/moved.git');
    await settled(project);
    await rollBack(project);
    assert.equal(await digest(), was);
    assert.equal(await said(url), '/var/lib/viki-lab/lib.git');
  } finally {
    await said(`rm -rf /root/work /var/lib/viki-lab/moved.git; git -C ${MODULAR} branch --quiet -D moved`);
  }
});

test('where the text does not ask for submodules, they stay as they are', { skip }, async () => {
  const project = projectFolder(textOf('m1', ''));
  await apply(project);
  assert.equal(await said(`ls -A ${LIB}`), '');
  await said(`cd ${CODE} && git submodule --quiet update --init`);
  const was = await digest();
  await settled(project);
  assert.equal(await digest(), was);
});
