// What sources of data make of answers: those of real hosts are recorded in test-fixtures/data (Debian 12 with systemd,
// nginx and PostgreSQL; BusyBox alone); for systems that the tests have no host of, they are as their manuals have them.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/root.ts';
import { expectFile } from '../../test/support/expected.ts';
import type { Json } from '../contract.ts';
import { dataSources } from './index.ts';

const folder = join(root, 'test-fixtures/data');

function parsed(name: string, lines: readonly string[]): { found: Json } | { missing: string } {
  const source = dataSources.get(name);
  assert.ok(source, name);
  return source.parse(lines);
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
  test(`recorded: ${file}`, () => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n').slice(0, -1);
    const answer = parsed(file.split('-')[0] ?? '', lines);
    const entries = 'found' in answer && Array.isArray(answer.found) ? answer.found : [answer];
    const expected = join(folder, file.replace('.txt', '.jsonl'));
    if (!existsSync(expected) && process.env['UPDATE'] === '1') writeFileSync(expected, '');
    expectFile(expected, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  });
}

test('packages of apk, rpm and pacman', () => {
  const apk = ['P:busybox', 'V:1.36.1-r5', 'A:x86_64', 'P:musl', 'V:1.2.4-r2', 'A:x86_64', 'all'];
  assert.deepEqual(parsed('packages', apk), {
    found: [
      { name: 'busybox', version: '1.36.1-r5', arch: 'x86_64' },
      { name: 'musl', version: '1.2.4-r2', arch: 'x86_64' },
    ],
  });
  assert.deepEqual(parsed('packages', ['installed\tbind\t32:9.18.1-1.fc39\tx86_64', 'all']), {
    found: [{ name: 'bind', version: '32:9.18.1-1.fc39', arch: 'x86_64' }],
  });
  assert.deepEqual(parsed('packages', ['pacman acl 2.3.1-3', 'all']), {
    found: [{ name: 'acl', version: '2.3.1-3', arch: null }],
  });
});

test('packages that were removed and left their settings are not installed', () => {
  assert.deepEqual(parsed('packages', ['config-files\tnginx\t1.22\tall', 'all']), { found: [] });
});

test('services of OpenRC and of sysvinit', () => {
  const openrc = [
    'openrc\t sshd                                      [  started  ]',
    'openrc\t nginx                                     [  crashed  ]',
    'openrc\t ntpd                                      [  stopped  ]',
    'level\t                 sshd |      default                 ',
    'level\t                 ntpd |                              ',
    'all',
  ];
  assert.deepEqual(parsed('services', openrc), {
    found: [
      { name: 'nginx', state: 'failed', enabled: false, title: '' },
      { name: 'ntpd', state: 'stopped', enabled: false, title: '' },
      { name: 'sshd', state: 'running', enabled: true, title: '' },
    ],
  });
  assert.deepEqual(parsed('services', ['script\tssh', 'script\trsync', 'starts\tssh', 'starts\tssh', 'all']), {
    found: [
      { name: 'rsync', state: 'unknown', enabled: false, title: '' },
      { name: 'ssh', state: 'unknown', enabled: true, title: '' },
    ],
  });
});

test('addresses as people write them, from processors of either order', () => {
  const addresses = (order: string, ...hex: readonly string[]): readonly Json[] => {
    const lines = hex.map((address, index) => `port\ttcp\t${address}:005${index}\t${index}`);
    const answer = parsed('ports', [`order\t${order}`, ...lines, 'all']);
    return 'found' in answer ? (answer.found as { address: string }[]).map(({ address }) => address) : [];
  };
  assert.deepEqual(
    addresses(
      '1',
      '0100007F',
      '00000000000000000000000000000000',
      '00000000000000000000000001000000',
      'B80D0120000000000000000001000000',
      '000080FE000000000000000034120000',
      '0000000000000000FFFF00000100007F',
      'B80D0120010002000300040005000600',
      'B80D0120000001000000000001000000',
    ),
    ['127.0.0.1', '::', '::1', '2001:db8::1', 'fe80::1234', '::ffff:7f00:1', '2001:db8:2:1:4:3:6:5', '2001:db8:1::1'],
  );
  assert.deepEqual(addresses('256', '7F000001', '20010DB8000000000000000000000001'), ['127.0.0.1', '2001:db8::1']);
});
