// The language configuration, held to what a person sees who types; VS Code reads it by the same regular expressions.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/root.ts';

type EnterRule = {
  readonly beforeText: string;
  readonly afterText?: string;
  readonly action: { readonly indent: 'none' | 'indent'; readonly appendText?: string };
};

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const configuration = read('syntaxes/language-configuration.json');
const template = read('syntaxes/template-language-configuration.json');
const enterRules: readonly EnterRule[] = configuration.onEnterRules;

/** What stands before the cursor on the new line. */
function enter(before: string, after = ''): string {
  const rule = enterRules.find(
    ({ beforeText, afterText = '' }) => new RegExp(beforeText).test(before) && new RegExp(afterText).test(after),
  );
  const indentation = /^\s*/.exec(before)?.[0] ?? '';
  return indentation + (rule?.action.indent === 'indent' ? '  ' : '') + (rule?.action.appendText ?? '');
}

test('Enter after a key without a value goes one step in', () => {
  for (const line of [
    '  site:',
    '  site: # ours',
    '  site: &base',
    '  content: |',
    '  content: >2-  # kept',
    '  "a b":',
  ])
    assert.equal(enter(line), '    ', line);
});

test('Enter after a value stays', () => {
  for (const line of ['  mode: "0755"', '  app: {}', '  # hosts:', '  url: http://shop # see:', '  ', '  - '])
    assert.equal(enter(line), '  ', line);
});

test('Enter in a list begins the next item, and after a key of an item stays in the item', () => {
  assert.equal(enter('  - web-1'), '  - ');
  assert.equal(enter('  - "${port}"'), '  - ');
  assert.equal(enter('  - web', '-1'), '  ', 'a text that is cut in two is no new item');
  assert.equal(enter('  - name: x'), '    ');
  assert.equal(enter('  - hosts:'), '      ');
  assert.equal(enter('  - run: |'), '      ');
  assert.equal(enter('---'), '');
});

test('a key without a value indents the next line, a closing bracket goes back', () => {
  const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules;
  for (const line of ['viki:', '    app:', '  - name:', 'content: >-', 'hosts:  # ours'])
    assert.match(line, new RegExp(increaseIndentPattern));
  for (const line of ['mode: "0755"', '# hosts:', 'app: {}', '', 'address: 203.0.113.10'])
    assert.doesNotMatch(line, new RegExp(increaseIndentPattern));
  assert.match('  },', new RegExp(decreaseIndentPattern));
  assert.doesNotMatch('  a: {}', new RegExp(decreaseIndentPattern));
});

test('a word is a whole name or address', () => {
  const words = (text: string) => text.match(new RegExp(configuration.wordPattern, 'g'));
  assert.deepEqual(words('on: [web-1, db]'), ['on', 'web-1', 'db']);
  assert.deepEqual(words('after: file.site, package.nginx'), ['after', 'file.site', 'package.nginx']);
  assert.deepEqual(words('"${host.address}:${port}"'), ['host.address', 'port']);
  assert.deepEqual(words('address: 203.0.113.10'), ['address', '203.0.113.10']);
  assert.deepEqual(words('- a.'), ['a']);
  assert.deepEqual('{{ host.name | upcase }}'.match(new RegExp(template.wordPattern, 'g')), ['host.name', 'upcase']);
});

test('a quote closes itself, but not in a text or a comment, where it is an apostrophe', () => {
  for (const open of ["'", '"']) {
    const pair = configuration.autoClosingPairs.find((found: { open: string }) => found.open === open);
    assert.deepEqual(pair, { open, close: open, notIn: ['string', 'comment'] });
  }
});

test('blocks fold by their indentation', () => assert.equal(configuration.folding.offSide, true));
