// Passwords of users on a real host: they let in, are what the text says in one way or the other, and come back as they were.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lab, missingHosts, projectFolder, viki } from './support.ts';
import { textOn } from './text.ts';

const NAME = 'passwords';
const skip = missingHosts[NAME] ?? false;
const host = () => lab.host(NAME);
const FIRST = 'one \'two\' \\ "$HOME" `id` ü:; $6$';
const SECOND = '-n second';
/** What crypt makes of `third`. */
const HASH = '$6$saltsalt$DnYPTZ7edsfCa8wcRnNrr.HU9aA5Y9Am.Umx0GMLA323XWhivqze5cOHN4KeFUefsoSlq0Avhf3w9BxM5njk81';
const ENVIRONMENT = { VK_VAR_first: FIRST, VK_VAR_second: SECOND, VK_VAR_hash: HASH };
const SECRETS = `  vars:\n${['first', 'second', 'hash'].map((name) => `    ${name}: { secret: true, from: env }\n`).join('')}`;

const textOf = (fields: string): string =>
  textOn(host(), `user:\n${fields === '' ? '  {}' : `  vk-ann: ${fields}`}\n`, SECRETS);
const write = (project: string, fields: string): void => writeFileSync(join(project, 'main.vk.yaml'), textOf(fields));

async function said(command: string, input?: string): Promise<string> {
  const { code, stdout, stderr } = await host().exec(command, input);
  assert.equal(code, 0, `${command}: ${stderr}`);
  return stdout;
}

async function done(project: string, ...words: readonly string[]): Promise<string> {
  const { code, output, errors } = await viki(project, words, ENVIRONMENT);
  assert.equal(code, 0, `${words.join(' ')}: ${output}${errors}`);
  return output + errors;
}

const apply = (project: string): Promise<string> => done(project, 'apply', '--yes');
const rollBack = (project: string): Promise<string> => done(project, 'rollback', '--yes');
/** (a plan that has nothing to do ends with 0, and one that has, with 2) */
const isSettled = async (project: string): Promise<boolean> => (await viki(project, ['plan'], ENVIRONMENT)).code === 0;

const kept = async (): Promise<string> => (await said("sed -n 's/^vk-ann:\\([^:]*\\):.*/\\1/p' /etc/shadow")).trimEnd();

/** Whether the host would let her in with it. */
async function isLetIn(password: string): Promise<boolean> {
  const compare = 'my $p = <STDIN>; my $h = (getpwnam("vk-ann"))[1]; exit(crypt($p, $h) eq $h ? 0 : 1)';
  return (await host().exec(`perl -e '${compare}'`, password)).code === 0;
}

test('a password lets in; another version sets another one; one of somebody else is replaced; all come back', {
  skip,
}, async () => {
  const project = projectFolder(textOf('{ password: "${first}" }'));
  assert.match(await apply(project), /set the password of vk-ann/);
  assert.deepEqual([await isLetIn(FIRST), await isLetIn(SECOND)], [true, false]);
  assert.equal(await isSettled(project), true);
  write(project, '{ password: "${second}" }');
  assert.equal(await isSettled(project), true, 'that the secret is another one can not be seen');
  write(project, '{ password: "${second}", password_version: "2" }');
  await apply(project);
  assert.deepEqual([await isLetIn(FIRST), await isLetIn(SECOND)], [false, true]);
  await rollBack(project);
  assert.deepEqual([await isLetIn(FIRST), await isLetIn(SECOND)], [true, false]);
  write(project, '{ password: "${first}" }');
  assert.equal(await isSettled(project), true, 'what came back is known as what it is');
  await said('chpasswd', 'vk-ann:of somebody\n');
  assert.equal(await isSettled(project), false);
  await apply(project);
  assert.equal(await isLetIn(FIRST), true);
  await rollBack(project);
  assert.equal(await isLetIn('of somebody'), true);
  await apply(project);
  write(project, '');
  await apply(project);
  assert.equal(await said('grep -c vk-ann /etc/passwd /etc/shadow || :'), '/etc/passwd:0\n/etc/shadow:0\n');
  await rollBack(project);
  assert.equal(await isLetIn(FIRST), true);
  write(project, '{ state: absent }');
  await apply(project);
  await rollBack(project);
  assert.equal(await isLetIn(FIRST), true);
  await said('userdel -r vk-ann');
});

test('a hash is taken as one; what stood there instead of a password comes back letter by letter', {
  skip,
}, async () => {
  await said('useradd vk-ann');
  const project = projectFolder(textOf('{ password: "${hash}" }'));
  for (const before of ['!', '*', '!!', '', '!$6$saltsalt$locked', `!${HASH}`]) {
    await said('chpasswd -e', `vk-ann:${before}\n`);
    assert.equal(await kept(), before);
    const isLocked = before.length > 2;
    const output = await apply(project);
    assert.equal(/vk-ann is locked on this host; this unlocks it/.test(output), isLocked, output);
    assert.equal(await kept(), HASH);
    assert.equal(await isLetIn('third'), true);
    assert.equal(await isSettled(project), true);
    await rollBack(project);
    assert.equal(await kept(), before);
  }
  await said('userdel vk-ann');
});

test('one without a salt worth the name is not replaced, and one of two lines is none', { skip }, async () => {
  await said('useradd vk-ann');
  await said('chpasswd -e', 'vk-ann:ab9Xc1/zQwErT\n');
  const project = projectFolder(textOf('{ password: "${first}" }'));
  const refused = await viki(project, ['plan'], ENVIRONMENT);
  assert.match(refused.output, /keeps the password of vk-ann in an old way/);
  await said('chpasswd -e', 'vk-ann:*\n');
  const failed = await viki(project, ['apply', '--yes'], { ...ENVIRONMENT, VK_VAR_first: 'two\nroot:lines' });
  assert.notEqual(failed.code, 0);
  assert.match(failed.output + failed.errors, /the password of vk-ann is empty, or has an end of line in it/);
  assert.equal(await kept(), '*');
  await said('userdel vk-ann');
});
