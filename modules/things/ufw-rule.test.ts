// Rules as ufw keeps them: what rules about ports come to, who is let in by a list of them, and how they are told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portRule } from './port-rule.ts';
import { letsIn, ruleLine, ruleOf, rulesOf, ruleTexts, type UfwRule } from './ufw-rule.ts';

const rules = (...lines: readonly string[]): readonly UfwRule[] => lines.map((line) => ruleOf(line) as UfwRule);
const lines = (text: string, families = '46'): readonly string[] =>
  rulesOf(portRule(text) ?? {}, 'allow', families).map(ruleLine);

test('a rule about ports is one for each kind of addresses, and a range one for each protocol', () => {
  assert.deepEqual(lines('22/tcp'), ['4 allow tcp 22 any', '6 allow tcp 22 any']);
  assert.deepEqual(lines('53', '4'), ['4 allow any 53 any']);
  assert.deepEqual(lines('6000-6007', '4'), ['4 allow tcp 6000:6007 any', '4 allow udp 6000:6007 any']);
  assert.deepEqual(lines('22/tcp from 10.1.2.3/8'), ['4 allow tcp 22 10.0.0.0/8']);
  assert.deepEqual(lines('from FD00:0::/8', '4'), ['6 allow any any fd00::/8']);
  assert.deepEqual(lines('22 from 0.0.0.0/0'), ['4 allow any 22 any']);
});

test('the first rule that is about a connection says whether it is let in', () => {
  const all = rules('4 deny tcp 22 10.0.0.0/8', '4 limit tcp 20:30 any', '6 allow any 22,80 any', '4 deny any any any');
  assert.equal(letsIn(all, '10.1.2.3', 22), false);
  assert.equal(letsIn(all, '::ffff:10.1.2.3', 22), false);
  assert.equal(letsIn(all, '11.1.2.3', 22), true);
  assert.equal(letsIn(all, '11.1.2.3', 80), false);
  assert.equal(letsIn(all, 'fd00::1', 80), true);
  assert.equal(letsIn(all, 'fd00::1', 81), undefined);
  assert.equal(letsIn(rules('4 allow udp 22 any'), '10.1.2.3', 22), undefined);
});

test('rules are told as a text would have them', () => {
  const some = [
    '4 allow any any any',
    '4 deny tcp 22 any',
    '6 deny tcp 22 any',
    '4 allow udp 1:2 any',
    '6 limit any 53 fd00::/8',
  ];
  assert.deepEqual(ruleTexts(rules(...some)), [
    'allow all (IPv4)',
    'deny 22/tcp',
    'allow 1-2/udp (IPv4)',
    'limit 53 from fd00::/8',
  ]);
});
