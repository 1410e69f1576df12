// Problems are told folder by folder: what goes wrong in one of them says nothing of the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '../language/problem.ts';
import { Folders } from './folders.ts';
import { Publisher } from './publisher.ts';

const BUG = new Error('a bug');

/** Folders of which one can't be read. */
class BrokenFolders extends Folders {
  override problemsOf(folder: string): ReadonlyMap<string, readonly Problem[]> {
    if (folder.endsWith('/broken')) throw BUG;
    return super.problemsOf(folder);
  }
}

test('a bug in one folder leaves the others as they are', { timeout: 10_000 }, async () => {
  const folders = new BrokenFolders();
  const files = ['file:///broken/a.vk.yaml', 'file:///sound/a.vk.yaml'];
  for (const file of files) folders.open(file, 1, 'viki: { nam: x }\n');
  const told: unknown[] = [];
  const bugs: unknown[] = [];
  const taste = { severities: () => new Map(), pages: () => undefined };
  await new Promise<void>((resolve) => {
    const send = (uri: string): void => {
      told.push(uri);
      resolve();
    };
    const publisher = new Publisher(folders, send, taste, (bug) => bugs.push(bug));
    for (const folder of ['file:///broken', 'file:///sound']) publisher.changed(folder);
  });
  assert.deepEqual([told, bugs], [files.slice(1), [BUG]]);
});
