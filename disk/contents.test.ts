// The bytes of a project, read from real files: what is right is hashed, what is wrong is told with its place.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { contentKey } from '../engine/contents.ts';
import { hostSettings, projectOf, sha256Of } from '../test/support/projects.ts';
import { type Fill, loadContents, untold } from './contents.ts';
import { CONTENT_LIMIT_BYTES } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-contents-'));
after(() => rmSync(folder, { recursive: true }));

const noTemplates = (): Promise<Fill> => Promise.reject(new Error('there is no template'));

test('contents of the text and of files are hashed, and kept once', async () => {
  writeFileSync(join(folder, 'page'), 'hello');
  const project = projectOf(
    {
      'file.one': { path: '/one', content: 'hello' },
      'file.two': { path: '/two', source: 'page' },
      'file.three': { path: '/three', source: join(folder, 'page') },
    },
    [hostSettings('here')],
  );
  const { contents, problems } = await loadContents(project, folder, noTemplates, untold);
  assert.deepEqual(problems, []);
  const sha256 = sha256Of('hello');
  for (const [address, field] of [
    ['file.one', 'content'],
    ['file.two', 'source'],
    ['file.three', 'source'],
  ] as const) {
    assert.deepEqual(contents.refs.get(contentKey({ address, field, hosts: ['here'] })), { sha256, size: 5 });
  }
  assert.equal(Buffer.from(contents.bytes(sha256) ?? []).toString(), 'hello');
});

test('a source that can not be had is told with its place, and why', async () => {
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'huge'), '');
  truncateSync(join(folder, 'huge'), CONTENT_LIMIT_BYTES + 1);
  const project = projectOf(
    {
      'file.gone': { path: '/gone', source: 'gone' },
      'file.sub': { path: '/sub', source: 'sub' },
      'file.huge': { path: '/huge', source: 'huge' },
      'file.below': { path: '/below', source: 'huge/below' },
    },
    [hostSettings('here')],
  );
  const { problems } = await loadContents(project, folder, noTemplates, untold);
  assert.deepEqual(
    problems.map(({ place, message }) => `${place.file}:${place.line} ${message}`),
    [
      'test.vk.yaml:2 file.gone: the source gone does not exist',
      'test.vk.yaml:3 file.sub: the source sub is a folder',
      `test.vk.yaml:4 file.huge: the source huge is larger than 64 MiB (it has ${CONTENT_LIMIT_BYTES + 1} bytes)`,
      'test.vk.yaml:5 file.below: the source huge/below does not exist: something above it is no folder',
    ],
  );
  assert.equal(problems[0]?.hint, `viki looked for it at ${join(folder, 'gone')}`);
});
