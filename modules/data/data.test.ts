// What sources of data ask is asked of this machine, under each of its shells; what they read is right for anything.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { shells } from '../../test/support/shells.ts';
import type { Json, Spec } from '../contract.ts';
import { type DataSource, dataSources } from './index.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'viki-data-')));
after(() => rmSync(folder, { recursive: true }));

const sourceNamed = (name: string): DataSource => {
  const found = dataSources.get(name);
  assert.ok(found);
  return found;
};

type Shell = ReturnType<typeof shells>[number];

function run(shell: Shell, input: string, environment: NodeJS.ProcessEnv = {}): string {
  const [program = 'sh', ...words] = shell.command;
  const env = { ...process.env, ...shell.environment, ...environment };
  return spawnSync(program, words, { input: `${input}\n`, env, encoding: 'utf8' }).stdout;
}

function ask(shell: Shell, name: string, spec: Spec, environment: NodeJS.ProcessEnv = {}): Json | { missing: string } {
  const source = sourceNamed(name);
  const answer = source.parse(run(shell, source.ask(spec), environment).split('\n').slice(0, -1));
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

for (const shell of shells()) {
  test(`${shell.name}: a port that this very process listens on`, async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const found = ask(shell, 'ports', {}) as { port: number; address: string; pid: number | null }[];
    server.close();
    const own = found.filter((one) => one.port === port);
    assert.deepEqual(
      own.map(({ address, pid }) => ({ address, pid })),
      [{ address: '127.0.0.1', pid: process.pid }],
    );
  });

  test(`${shell.name}: what stands for passwords in old files of accounts never leaves the host`, () => {
    const files = ['passwd', 'group'].map((name) => join(folder, `${shell.name}-${name}`));
    writeFileSync(files[0] ?? '', 'old:$6$hash:7:8:Old One:/home/old:\n');
    writeFileSync(files[1] ?? '', 'staff:$6$hash:8:\nwheel::9:other,old\n');
    const source = sourceNamed('users');
    const program = source
      .ask({})
      .replace('/etc/passwd', files[0] ?? '')
      .replace('/etc/group', files[1] ?? '');
    const output = run(shell, program);
    assert.ok(!output.includes('hash'), output);
    const old = { name: 'old', uid: 7, group: 'staff', groups: ['wheel'], home: '/home/old', shell: '/bin/sh' };
    assert.deepEqual(source.parse(output.split('\n').slice(0, -1)), { found: [old] });
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
