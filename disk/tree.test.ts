// A folder of this machine is read with all that is in it, whatever it is called; what can't be copied is told.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { contentKey } from '../engine/contents.ts';
import { hostSettings, projectOf, sha256Of } from '../test/support/projects.ts';
import { loadContents, untold } from './contents.ts';
import { CONTENT_LIMIT_BYTES, CONTENTS_LIMIT_BYTES, readTree, TREE_ENTRIES_LIMIT } from './tree.ts';

const project = mkdtempSync(join(tmpdir(), 'viki-tree-'));
after(() => rmSync(project, { recursive: true }));

const folderOf = (name: string): string => {
  mkdirSync(join(project, name));
  return join(project, name);
};

test('everything in it is there, a folder before what is in it, links as links', async () => {
  const root = folderOf('site');
  mkdirSync(join(root, 'empty'));
  mkdirSync(join(root, 'b'));
  writeFileSync(join(root, 'b', "it's\n$HOME"), 'one');
  writeFileSync(join(root, '-rf'), 'two');
  chmodSync(join(root, '-rf'), 0o777);
  writeFileSync(join(root, 'secret'), 'three');
  chmodSync(join(root, 'secret'), 0o660);
  symlinkSync('../nowhere', join(root, 'b', 'link'));
  const read = await readTree(root, project);
  assert.ok('tree' in read, JSON.stringify(read));
  const file = (path: string, mode: string, text: string) => ({
    path,
    is: 'file',
    mode,
    sha256: sha256Of(text),
    size: text.length,
  });
  assert.deepEqual(read.tree, [
    file('-rf', '0755', 'two'),
    { path: 'b', is: 'directory', mode: '0755' },
    file("b/it's\n$HOME", '0644', 'one'),
    { path: 'b/link', is: 'link', target: '../nowhere' },
    { path: 'empty', is: 'directory', mode: '0755' },
    file('secret', '0640', 'three'),
  ]);
  assert.equal(Buffer.from(read.bytes.get(sha256Of('one')) ?? []).toString(), 'one');
});

test('what can not be copied is told, with its name', async () => {
  const odd = folderOf('odd');
  writeFileSync(Buffer.concat([Buffer.from(`${odd}/`), Buffer.from([0xff, 0x61])]), '');
  const large = folderOf('large');
  writeFileSync(join(large, 'disk'), '');
  truncateSync(join(large, 'disk'), CONTENT_LIMIT_BYTES + 1);
  const heavy = folderOf('heavy');
  for (let index = 0; index <= CONTENTS_LIMIT_BYTES / CONTENT_LIMIT_BYTES; index += 1) {
    writeFileSync(join(heavy, `${index}`), '');
    truncateSync(join(heavy, `${index}`), CONTENT_LIMIT_BYTES);
  }
  const link = folderOf('link');
  symlinkSync('a\nb', join(link, 'there'));
  const many = folderOf('many');
  for (let index = 0; index <= TREE_ENTRIES_LIMIT; index += 1) mkdirSync(join(many, `${index}`));
  writeFileSync(join(project, 'file'), '');
  const sources = ['odd', 'large', 'heavy', 'link', 'many', 'file', 'gone', '.', '..'];
  const declared = Object.fromEntries(sources.map((source) => [`copy.${source}`, { path: `/${source}`, source }]));
  const { problems } = await loadContents(
    projectOf(declared, [hostSettings('here')]),
    project,
    () => Promise.reject(new Error('there is no template')),
    untold,
  );
  assert.deepEqual(
    problems.map(({ message }) => message),
    [
      'copy.odd: the source odd: the name \uFFFDa in it is no text (UTF-8)',
      `copy.large: the source large: disk in it is larger than 64 MiB (it has ${CONTENT_LIMIT_BYTES + 1} bytes)`,
      'copy.heavy: the source heavy has more than 512 MiB in it',
      'copy.link: the source link: the link there in it leads to a name with an end of line',
      `copy.many: the source many has more than ${TREE_ENTRIES_LIMIT} files and folders in it`,
      'copy.file: the source file is no folder',
      'copy.gone: the source gone does not exist',
      'copy..: the source . has the project itself in it, with its `.env`',
      'copy...: the source .. has the project itself in it, with its `.env`',
    ],
  );
});

test('another file in it makes other contents', async () => {
  const root = folderOf('grows');
  const wanted = projectOf({ 'copy.grows': { path: '/grows', source: 'grows' } }, [hostSettings('here')]);
  const refOf = async () => {
    const { contents } = await loadContents(wanted, project, () => Promise.reject(new Error('no template')), untold);
    return contents.refs.get(contentKey({ address: 'copy.grows', field: 'source', hosts: ['here'] }));
  };
  const before = await refOf();
  writeFileSync(join(root, 'new'), '');
  const later = await refOf();
  assert.deepEqual([before?.tree?.length, later?.tree?.length], [0, 1]);
  assert.notEqual(before?.sha256, later?.sha256);
});
