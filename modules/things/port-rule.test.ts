// Rules about ports as people write them: what they are about, and what is none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAbout, matchText, portRule } from './port-rule.ts';

const written: readonly (readonly [text: string, match: string])[] = [
  ['22/tcp', 'tcp dport 22'],
  ['53', 'meta l4proto { tcp, udp } th dport 53'],
  ['6000-6007/udp', 'udp dport 6000-6007'],
  ['22/tcp from 10.0.0.0/8', 'ip saddr 10.0.0.0/8 tcp dport 22'],
  ['from fd00::/8', 'ip6 saddr fd00::/8'],
];
const NONE = [
  '',
  'ssh',
  '0',
  '65536',
  '9-8',
  '22/icmp',
  'from',
  '22 from',
  '22/tcp  from 10.0.0.1',
  '22\n23',
  ' 22',
  '22;',
  'from 10.0.0.0/33',
  'from 10.0.0',
  'from 10.0.0.256',
  'from fd00::/129',
  'from 1::2::3',
  'from 1:2:3:4:5:6:7:8::',
  'from fd00:::1',
];

test('a rule is written as nftables has it', () => {
  for (const [text, match] of written) assert.equal(matchText(portRule(text) ?? {}), match);
});

test('what is no rule is none', () => {
  for (const text of NONE) assert.equal(portRule(text), undefined, text);
});

test('whom a rule is about', () => {
  const about = (text: string, address: string, port = 22): boolean => isAbout(portRule(text) ?? {}, address, port);
  assert.ok(about('22', '10.1.2.3') && about('20-30/tcp', 'fe80::1') && about('from 10.0.0.0/8', '::ffff:10.1.2.3'));
  assert.ok(about('22/tcp from 0.0.0.0/0', '203.0.113.7') && about('from 10.1.2.3', '10.1.2.3'));
  assert.ok(about('from 192.168.4.0/23', '192.168.5.255') && !about('from 192.168.4.0/23', '192.168.6.0'));
  assert.ok(!about('22/udp', '10.1.2.3') && !about('23', '10.1.2.3') && !about('from fd00::/8', '10.1.2.3'));
  assert.ok(about('from fd00::/8', 'fdff::1') && !about('from fd00::/8', 'fe00::1'));
  assert.ok(about('from 2001:db8:0:0::/63', '2001:DB8:0:1::5') && !about('from 2001:db8::/63', '2001:db8:0:2::5'));
  assert.ok(
    about('from fe80::/10', 'fe80::1%eth0') && about('from ::/0', 'fe80::1') && !about('from ::/0', '10.1.2.3'),
  );
  assert.ok(about('from FD00:0::1', 'fd00::1') && about('from ::10.1.2.3', '::a01:203'));
});
