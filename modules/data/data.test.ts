// What sources of data ask is asked of this machine, under each of its shells; what they read is right for anything.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { shells } from '../../test/support/shells.ts';
import type { Json, Spec } from '../contract.ts';
import { type DataSource, dataSources } from './index.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'viki-data-')));
after(() => rmSync(folder, { recursive: true }));

const source = (name: string): DataSource => {
  const found = dataSources.get(name);
  assert.ok(found);
  return found;
};

type Shell = ReturnType<typeof shells>[number];

function ask(shell: Shell, name: string, spec: Spec, environment: NodeJS.ProcessEnv = {}): Json | { missing: string } {
  const [program = 'sh', ...words] = shell.command;
  const env = { ...process.env, ...shell.environment, ...environment };
  const { stdout } = spawnSync(program, words, { input: `${source(name).ask(spec)}\n`, env, encoding: 'utf8' });
  const answer = source(name).parse(stdout.split('\n').slice(0, -1));
  return 'found' in answer ? answer.found : answer;
}

for (const shell of shells()) {
  test(`${shell.name}: df tells of the root, in bytes`, () => {
    const found = ask(shell, 'df', {}) as { mount: string; sizeBytes: number; usedBytes: number }[];
    const root = found.find(({ mount }) => mount === '/');
    assert.ok(root && root.sizeBytes > root.usedBytes && root.usedBytes > 0, JSON.stringify(found));
  });

  test(`${shell.name}: facts are those of this machine`, () => {
    const found = ask(shell, 'facts', {}) as { [name: string]: Json };
    assert.match(String(found['kernel']), /^\d+\.\d+/);
    assert.ok(Number(found['memoryBytes']) > 64 * 1024 * 1024 && Number(found['cpus']) >= 1, JSON.stringify(found));
    for (const name of ['os', 'arch', 'hostname', 'init']) assert.match(String(found[name]), /^\S+$/);
    assert.ok(Array.isArray(found['addresses']));
  });

  test(`${shell.name}: names of any kind, and folders that are none`, () => {
    const names = ['-x', 'a b', 'line\nend', "quote'd", 'ä'];
    const path = join(folder, `it's ${shell.name}`);
    mkdirSync(path);
    for (const name of [...names, '.hidden']) writeFileSync(join(path, name), name);
    symlinkSync('nowhere', join(path, 'link'));
    const all = [...names, 'link'];
    assert.deepEqual((ask(shell, 'ls', { path }) as string[]).toSorted(), all.toSorted());
    const long = ask(shell, 'lsl', { path }) as {
      name: string;
      kind: string;
      sizeBytes: number;
      permissions: string;
    }[];
    assert.deepEqual(long.map(({ name }) => name).toSorted(), [...all, '.hidden'].toSorted());
    assert.equal(long.find(({ name }) => name === 'line\nend')?.sizeBytes, 8);
    assert.equal(long.find(({ name }) => name === 'link')?.kind, 'link');
    assert.deepEqual(ask(shell, 'ls', { path: join(path, 'gone') }), { missing: 'there is no such folder' });
    assert.deepEqual(ask(shell, 'ls', { path: join(path, 'ä') }), {
      missing: 'it is no folder, or one that may not be read',
    });
    assert.deepEqual(ask(shell, 'ls', { path: '~' }, { HOME: path }), ask(shell, 'ls', { path }));
    const empty = join(path, 'empty');
    mkdirSync(empty);
    for (const name of ['ls', 'lsl']) assert.deepEqual(ask(shell, name, { path: empty }), []);
  });

  test(`${shell.name}: docker's containers, or what it says instead`, () => {
    const bin = mkdtempSync(join(folder, 'bin-'));
    const PATH = `${bin}:${process.env['PATH']}`;
    const program = join(bin, 'docker');
    writeFileSync(program, '#!/bin/sh\nprintf "container\\t3f2a\\tnginx:1\\tUp 2 weeks\\t80/tcp\\tweb\\n"\n');
    chmodSync(program, 0o755);
    const web = { id: '3f2a', image: 'nginx:1', status: 'Up 2 weeks', ports: '80/tcp', name: 'web' };
    assert.deepEqual(ask(shell, 'docker', {}, { PATH }), [web]);
    writeFileSync(program, '#!/bin/sh\necho "permission denied" >&2\nexit 1\n');
    assert.deepEqual(ask(shell, 'docker', {}, { PATH }), { missing: 'permission denied' });
  });
}

test('no answer makes a source of data throw', () => {
  for (const { parse } of dataSources.values()) {
    for (const lines of [
      [],
      [''],
      ['.'],
      ['all'],
      ['e ', 'n ', '\t\t\t', 'container', 'address\t inet'],
      ['x'.repeat(9999)],
    ]) {
      const answer = parse(lines);
      assert.ok('found' in answer || answer.missing !== '');
    }
  }
});
