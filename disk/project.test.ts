// The files of a project, found in real folders.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readProjectFiles } from './project.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-project-'));
after(() => rmSync(folder, { recursive: true }));

test('every *.vk.yaml of the folder is read, by name, and nothing else', async () => {
  for (const name of ['b.vk.yaml', 'a.vk.yaml', 'c.yaml']) writeFileSync(join(folder, name), name);
  mkdirSync(join(folder, 'sub.vk.yaml'));
  writeFileSync(join(folder, 'sub.vk.yaml', 'd.vk.yaml'), '');
  assert.deepEqual(await readProjectFiles(folder, 'shop'), {
    files: [
      { name: 'shop/a.vk.yaml', text: 'a.vk.yaml' },
      { name: 'shop/b.vk.yaml', text: 'b.vk.yaml' },
    ],
    problems: [],
  });
});

test('what can not be read is told, and does not hide the rest', async () => {
  const odd = mkdtempSync(join(folder, 'odd-'));
  writeFileSync(join(odd, 'good.vk.yaml'), 'good');
  symlinkSync('nowhere', join(odd, 'link.vk.yaml'));
  assert.equal(spawnSync('mkfifo', [join(odd, 'pipe.vk.yaml')]).status, 0);
  const { files, problems } = await readProjectFiles(odd, '.');
  assert.deepEqual(files, [{ name: 'good.vk.yaml', text: 'good' }]);
  assert.deepEqual(
    problems.map(({ message }) => message),
    ['link.vk.yaml does not exist', 'pipe.vk.yaml is no regular file'],
  );
});

test('a folder without a project, or none at all, is told with what to do', async () => {
  const empty = mkdtempSync(join(folder, 'empty-'));
  const none = await readProjectFiles(empty, '.');
  assert.equal(none.problems[0]?.message, 'there is no *.vk.yaml in this folder');
  assert.equal(none.problems[0]?.hint, 'go to a folder that has one, or name it with `-C DIR`');
  for (const name of ['site.vk.yml', 'site.yaml', 'site.YML']) {
    const near = mkdtempSync(join(folder, 'near-'));
    writeFileSync(join(near, name), 'viki: {}');
    const { problems } = await readProjectFiles(near, '.');
    assert.match(problems[0]?.hint ?? '', new RegExp(`^if ${name} is one, call it site\\.vk\\.yaml; otherwise go to`));
  }
  writeFileSync(join(empty, 'one.txt'), '');
  const file = await readProjectFiles(join(empty, 'one.txt'), 'one.txt');
  assert.equal(file.problems[0]?.message, 'one.txt is a file, not a folder');
  const below = await readProjectFiles(join(empty, 'one.txt', 'x'), 'one.txt/x');
  assert.match(below.problems[0]?.message ?? '', /^the folder one\.txt\/x does not exist/);
  const gone = await readProjectFiles(join(empty, 'gone'), 'gone');
  assert.equal(gone.problems[0]?.message, 'the folder gone does not exist');
});
