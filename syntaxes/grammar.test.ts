// The grammar and the language configuration, checked without an editor: what they name exists, and their patterns match
// what they should and nothing else. That an editor colours by them is the editor ring's business.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../scripts/root.ts';

type Rule = { include?: string; match?: string; begin?: string; end?: string; name?: string; patterns?: Rule[] };
type Grammar = Rule & { scopeName: string; repository: Record<string, Rule>; injections: Record<string, Rule> };

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const grammar: Grammar = read('syntaxes/viki.tmLanguage.json');
const configuration = read('syntaxes/language-configuration.json');

const rulesIn = (rule: Rule): Rule[] => [rule, ...(rule.patterns ?? []).flatMap(rulesIn)];
const allRules = [grammar, ...Object.values(grammar.repository), ...Object.values(grammar.injections)].flatMap(rulesIn);

const pattern = (name: string): RegExp => new RegExp(grammar.repository[name]?.match ?? '(?!)');

test('every include leads somewhere, and every pattern compiles', () => {
  for (const rule of allRules) {
    if (rule.include?.startsWith('#')) assert.ok(grammar.repository[rule.include.slice(1)], rule.include);
    else if (rule.include) assert.equal(rule.include, 'source.yaml');
    for (const source of [rule.match, rule.begin, rule.end]) if (source) assert.ok(new RegExp(source));
  }
});

test('the root key is viki at the start of a line', () => {
  assert.match('viki:', pattern('root-key'));
  assert.match('viki: {}', pattern('root-key'));
  assert.doesNotMatch('  viki:', pattern('root-key'));
  assert.doesNotMatch('vikings:', pattern('root-key'));
});

test('a reference is ${...} in a string, and $${ is only text', () => {
  assert.match('${port}', new RegExp(grammar.repository['reference']?.begin ?? ''));
  assert.match('$${port}', pattern('escaped-reference'));
  assert.doesNotMatch('${port}', pattern('escaped-reference'));
  // The escape comes first, or its `${` would begin a reference.
  const [first] = Object.values(grammar.injections);
  assert.deepEqual(
    first?.patterns?.map(({ include }) => include),
    ['#escaped-reference', '#reference'],
  );
});

test('a key without a value indents the next line, a value does not', () => {
  const { beforeText } = configuration.onEnterRules[0];
  const indents = new RegExp(configuration.indentationRules.increaseIndentPattern);
  for (const rule of [indents, new RegExp(beforeText)]) {
    for (const line of ['viki:', '    app:', '  - name:', 'content: |', 'content: >-', 'hosts:  # ours'])
      assert.match(line, rule);
    for (const line of ['mode: "0755"', '# hosts:', 'app: {}', '', 'address: 203.0.113.10'])
      assert.doesNotMatch(line, rule);
  }
});

test('a double click takes a whole name', () => {
  assert.deepEqual('on: [web-1, db]'.match(new RegExp(configuration.wordPattern, 'g')), ['on', 'web-1', 'db']);
});
