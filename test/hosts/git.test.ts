// Checkouts on a real host: what people have changed in them stays, files of the same project lie in them, what is there is
// not fetched again, and addresses that can't be had are told by the plan.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, test } from 'node:test';
import { COMMITS, makeRepository, REPOSITORY } from '../support/repository.ts';
import { lab, missingHosts, projectFolder, viki } from './support.ts';
import { textOn } from './text.ts';

const NAME = 'modules';
const skip = missingHosts[NAME] ?? false;
const host = skip === false ? lab.host(NAME) : undefined;
const PLACE = '/srv/viki-git';

async function said(command: string): Promise<string> {
  assert.ok(host);
  const { code, stdout, stderr } = await host.exec(command);
  assert.equal(code, 0, `${command}: ${stderr}`);
  return stdout.trim();
}

const textOf = (mods: string): string => (host ? textOn(host, mods) : '');
const checkout = (ref: string, path = `${PLACE}/code`): string =>
  `git:\n  code: { path: ${path}, repo: "${REPOSITORY}", ref: ${ref} }\n`;
const head = (): Promise<string> => said(`git -C ${PLACE}/code rev-parse HEAD`);

async function done(project: string, ...words: readonly string[]): Promise<string> {
  const { code, output, errors } = await viki(project, words);
  assert.equal(code, 0, `${words.join(' ')}: ${output}${errors}`);
  return output + errors;
}

async function refused(project: string, ...words: readonly string[]): Promise<string> {
  const { code, output, errors } = await viki(project, words);
  assert.notEqual(code, 0, output);
  return output + errors;
}

before(async () => {
  if (host) await said(makeRepository);
});
beforeEach(async () => {
  if (host) await said(`rm -rf /var/lib/viki ${PLACE}`);
});

test('what is changed in a checkout is never overwritten, and what was there comes back', { skip }, async () => {
  const project = projectFolder(textOf(checkout('v1')));
  await done(project, 'apply', '--yes');
  assert.equal(await head(), COMMITS.v1);
  await said(`echo mine >>"${PLACE}/code/a file"`);
  await done(project, 'plan');
  writeFileSync(join(project, 'main.vk.yaml'), textOf(checkout('v2')));
  assert.match(await refused(project, 'plan'), /files in \/srv\/viki-git\/code are changed and not committed/);
  await said(`git -C ${PLACE}/code restore .`);
  await done(project, 'apply', '--yes');
  assert.equal(await head(), COMMITS.v2);
  assert.equal(await said(`cat ${PLACE}/code/more/file`), 'two');
  await done(project, 'rollback', '--yes');
  assert.equal(await head(), COMMITS.v1);
  assert.equal(
    await said(`git -C ${PLACE}/code status --porcelain --ignored; ls -A ${PLACE}/code`),
    '.git\n.gitignore\na file',
  );
  await done(project, 'rollback', '--yes');
  assert.equal(await said(`ls -A ${PLACE} 2>&1 || :`), `ls: cannot access '${PLACE}': No such file or directory`);
});

test('a branch that somebody has checked out is that branch again after a rollback', { skip }, async () => {
  await said(`git clone --quiet ${REPOSITORY} ${PLACE}/code`);
  const project = projectFolder(textOf(checkout('main')));
  assert.match(await done(project, 'plan'), /no changes/);
  writeFileSync(join(project, 'main.vk.yaml'), textOf(checkout(COMMITS.v1)));
  await done(project, 'apply', '--yes');
  assert.equal(await head(), COMMITS.v1);
  await done(project, 'rollback', '--yes');
  assert.equal(await said(`git -C ${PLACE}/code symbolic-ref --short HEAD`), 'main');
});

test('a commit that is there is not fetched again, and one that is not is fetched', { skip }, async () => {
  const project = projectFolder(textOf(checkout('v1')));
  await done(project, 'apply', '--yes');
  await said(`mv ${REPOSITORY} ${REPOSITORY}.away`);
  try {
    writeFileSync(join(project, 'main.vk.yaml'), textOf(checkout(COMMITS.v2)));
    await done(project, 'apply', '--yes');
    assert.equal(await head(), COMMITS.v2);
    writeFileSync(join(project, 'main.vk.yaml'), textOf(checkout('v1')));
    assert.match(await refused(project, 'plan'), /can't read .*sample\.git/);
  } finally {
    await said(`mv ${REPOSITORY}.away ${REPOSITORY}`);
  }
  const next =
    'GIT_COMMITTER_NAME=lab GIT_COMMITTER_EMAIL=lab@example.invalid GIT_AUTHOR_NAME=lab GIT_AUTHOR_EMAIL=lab@example.invalid';
  const commit = await said(
    `cd ${REPOSITORY} && ${next} git commit-tree -p main -m three 'main^{tree}' | tee /root/three && git update-ref refs/heads/next $(cat /root/three)`,
  );
  try {
    writeFileSync(join(project, 'main.vk.yaml'), textOf(checkout('next')));
    await done(project, 'apply', '--yes');
    assert.equal(await head(), commit);
  } finally {
    await said(`cd ${REPOSITORY} && git update-ref -d refs/heads/next`);
  }
});

test('a file of the same project lies in the checkout, and both go', { skip }, async () => {
  const both = `${checkout('v1')}file:\n  env: { path: ${PLACE}/code/.env, content: "A=1" }\n`;
  const project = projectFolder(textOf(both));
  await done(project, 'apply', '--yes');
  assert.equal(await said(`cat ${PLACE}/code/.env`), 'A=1');
  await done(project, 'plan');
  writeFileSync(join(project, 'main.vk.yaml'), textOf('mkdir:\n  other: { path: /opt/viki-git }\n'));
  await done(project, 'apply', '--yes');
  assert.equal(await said(`ls -A /srv | grep -c viki-git || :; rm -rf /opt/viki-git`), '0');
});

test('a checkout with something of its own in it is not removed', { skip }, async () => {
  const project = projectFolder(textOf(checkout('v1')));
  await done(project, 'apply', '--yes');
  await said(`touch ${PLACE}/code/own.log`);
  assert.match(await refused(project, 'rollback', '--yes'), /stays, because there is something of its own in it/);
  assert.equal(await said(`ls ${PLACE}/code`), 'a file\nown.log');
  await said(
    `cd ${PLACE}/code && rm own.log && git -c user.name=a -c user.email=a@b commit --quiet --allow-empty -m mine`,
  );
  await said(
    `cd ${PLACE}/code && git tag --no-sign mine && git tag -d mine && git checkout --quiet -B kept && git checkout --quiet ${COMMITS.v1}`,
  );
  assert.match(await refused(project, 'rollback', '--yes'), /has commits that are nowhere else/);
});

test('a checkout stays for files that git was told not to show, and for commits that only a local tag or tree has', {
  skip,
}, async () => {
  const project = projectFolder(textOf(checkout('v1')));
  await done(project, 'apply', '--yes');
  const git = `git -C ${PLACE}/code -c user.name=a -c user.email=a@b`;
  await said(`${git} config status.showUntrackedFiles no && echo mine >${PLACE}/code/notes.txt`);
  assert.match(await refused(project, 'rollback', '--yes'), /something of its own in it:[\s\S]*\?\? notes\.txt/);
  assert.equal(await said(`cat ${PLACE}/code/notes.txt && rm ${PLACE}/code/notes.txt`), 'mine');
  const away = `${git} checkout --quiet ${COMMITS.v1}`;
  await said(`${git} commit --quiet --allow-empty -m mine && ${git} tag --no-sign mine && ${away}`);
  assert.match(await refused(project, 'rollback', '--yes'), /has commits that are nowhere else/);
  await said(`${git} tag -d mine && ${git} worktree add --quiet --detach ${PLACE}/tree`);
  assert.match(await refused(project, 'rollback', '--yes'), /other work trees/);
  await said(`${git} worktree remove ${PLACE}/tree`);
  await done(project, 'rollback', '--yes');
});

test('tags of the repository that are on no branch are nothing of its own', { skip }, async () => {
  await said(`cd ${REPOSITORY} && git -c user.name=a -c user.email=a@b tag --no-sign lone $(
    git -c user.name=a -c user.email=a@b commit-tree -p main -m lone 'main^{tree}')`);
  try {
    const project = projectFolder(textOf(checkout('v1')));
    await done(project, 'apply', '--yes');
    assert.equal(await said(`git -C ${PLACE}/code tag --list lone`), 'lone');
    await done(project, 'rollback', '--yes');
  } finally {
    await said(`git -C ${REPOSITORY} tag -d lone`);
  }
});

test('an address keeps the user of ssh, and no password of whoever cloned it is told', { skip }, async () => {
  await said(`git clone --quiet ${REPOSITORY} ${PLACE}/code`);
  const project = projectFolder(
    textOf(checkout(COMMITS.v2).replace(REPOSITORY, 'ssh://git@host.invalid:22/sample.git')),
  );
  for (const origin of ['git@', 'git:pass@word@']) {
    await said(`git -C ${PLACE}/code remote set-url origin ssh://${origin}host.invalid:22/sample.git`);
    const { output, errors } = await viki(project, ['plan']);
    assert.doesNotMatch(output + errors, /is a checkout of|word/, origin);
  }
  await said(`git -C ${PLACE}/code remote set-url origin https://user:pass@word@host.invalid/sample.git`);
  assert.match(await refused(project, 'plan'), /is a checkout of https:\/\/host\.invalid\/sample\.git/);
});
