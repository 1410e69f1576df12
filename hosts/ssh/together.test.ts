// That many who ask for one file at a time read it once, and that nothing is remembered.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { listTogether, readTogether, statTogether } from './together.ts';

const folder = await mkdtemp(join(tmpdir(), 'viki-together-'));
after(() => rm(folder, { recursive: true, force: true }));

test('who asks while a file is being read gets that answer; who asks later reads anew', async () => {
  const path = join(folder, 'config');
  await writeFile(path, 'first');
  const asked = [readTogether(path), readTogether(path)] as const;
  assert.equal(asked[0], asked[1]);
  assert.equal(String(await asked[0]), 'first');
  await writeFile(path, 'second');
  assert.equal(String(await readTogether(path)), 'second');
});

test('that a file is missing is told to all who asked, and is not remembered', async () => {
  const path = join(folder, 'later');
  const answers = await Promise.allSettled([readTogether(path), readTogether(path)]);
  const codes = answers.map((answer) => (answer.status === 'rejected' ? (answer.reason as { code: string }).code : ''));
  assert.deepEqual(codes, ['ENOENT', 'ENOENT']);
  await writeFile(path, 'there');
  assert.equal(String(await readTogether(path)), 'there');
});

test('what a folder holds, what a file is and what it says are three questions', async () => {
  const path = join(folder, 'key');
  await writeFile(path, 'bytes', { mode: 0o600 });
  const [bytes, found, names] = await Promise.all([readTogether(path), statTogether(path), listTogether(folder)]);
  assert.equal(String(bytes), 'bytes');
  assert.equal(found.mode & 0o777, 0o600);
  assert.ok(names.includes('key'), names.join());
});
