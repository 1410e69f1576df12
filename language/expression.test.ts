// Expressions: what they come to, where each name in them stands, what is told about wrong ones, and that no text is too
// much for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../modules/contract.ts';
import { randomOf, TIMES } from '../test/support/any-edits.ts';
import { evaluate, type Found } from './evaluate.ts';
import { type Expression, parseExpression, referencesOf } from './expression.ts';
import { partsOf } from './expression-tokens.ts';

const VALUES: { readonly [path: string]: Json } = {
  port: 8080,
  name: 'shop',
  empty: '',
  nothing: null,
  yes: true,
  no: false,
  sites: ['a', 'b'],
  ports: { http: 80 },
  'ports.http': 80,
  'mkdir.app.path': '/opt/app',
  'file.vhost.a b.path': '/etc/a',
};

function lookUp({ path }: { readonly path: readonly { readonly name: string }[] }): Found {
  const name = path.map((segment) => segment.name).join('.');
  if (name.startsWith('fact.')) return { kind: 'open' };
  return Object.hasOwn(VALUES, name) ? { kind: 'value', json: VALUES[name] ?? null } : { kind: 'missing' };
}

function result(text: string): Json | 'OPEN' | 'MISSING' {
  const { expression, mistakes } = parseExpression(text, 0);
  assert.deepEqual(mistakes, [], text);
  const found = evaluate(expression, lookUp);
  return found.kind === 'value' ? found.json : found.kind === 'open' ? 'OPEN' : 'MISSING';
}

const RESULTS: readonly (readonly [string, Json])[] = [
  ['port', 8080],
  [' mkdir.app.path ', '/opt/app'],
  ['file.vhost["a b"].path', '/etc/a'],
  ['"a" == \'a\'', true],
  ['"say \\"yes\\"" == \'say "yes"\'', true],
  ['[port, "x", -1.5, null, []]', [8080, 'x', -1.5, null, []]],
  ['port == 8080', true],
  ['port == "8080"', false],
  ['port != 80 and not (name == "x")', true],
  ['not name in ["x"]', true],
  ['name not in ["shop"]', false],
  ['"b" in sites', true],
  ['"ho" in name', true],
  ['"http" in ports', true],
  ['"constructor" in ports', false],
  ['no or yes and no', false],
  ['gone default "x"', 'x'],
  ['nothing default gone default 3', 3],
  ['no default true', false],
  ['empty default "x"', ''],
  ['gone default 80 == 80', true],
  // What only the host can tell is told later, unless the rest decides it.
  ['fact.os', 'OPEN'],
  ['fact.os == "debian"', 'OPEN'],
  ['fact.os == "debian" and no', false],
  ['no and fact.os == "debian"', false],
  ['fact.os == "debian" or yes', true],
  ['fact.os == "debian" or no', 'OPEN'],
  ['not fact.os', 'OPEN'],
  ['fact.os default "x"', 'OPEN'],
  ['gone', 'MISSING'],
  ['gone == 1 or yes', true],
];

test('what expressions come to', () => {
  for (const [text, expected] of RESULTS) assert.deepEqual(result(text), expected, text);
});

test('quotes as YAML writes them in quotes are the same texts', () => {
  const given = (text: string): Json => result(text);
  assert.equal(given(String.raw`\"a\" == \"a\" and \"a b\" in [\"a b\"]`), true);
  assert.equal(given(String.raw`file.vhost[\"a b\"].path`), '/etc/a');
  assert.equal(given("''a'' == ''a''"), true);
  assert.equal(given("gone default ''"), '');
  assert.equal(given("gone default ''''"), '');
  assert.deepEqual(given("['', 'a', '']"), ['', 'a', '']);
  assert.equal(given("'' == '' and name != ''"), true);
});

/** Where a mistake stands is shown by the text that it is about. */
const MISTAKES: readonly (readonly [text: string, about: string, message: RegExp])[] = [
  ['', '', /missing/],
  ['a and ', '', /missing/],
  ['a = 1', '=', /no operator/],
  ['a && b', '&&', /no operator/],
  ['a || b', '||', /no operator/],
  ['!a', '!', /no operator/],
  ['a ?? b', '??', /no operator/],
  ['port:-8080', ':-', /no operator/],
  ['a + 1', '+', /means nothing here/],
  ['a ? b : c', '?', /means nothing here/],
  ['a | default: 1', '|', /no filters/],
  ['a b', 'b', /does not belong/],
  ['a.', '.', /missing/],
  ['(a', '(', /never closed/],
  ['[a', '[', /never closed/],
  ['a["x"', '[', /never closed/],
  ['"a', '"a', /never closed/],
  [String.raw`"a\"`, String.raw`"a\"`, /never closed/],
  ['a == and', 'and', /belongs here/],
];

test('what is wrong is told once, and at its place', () => {
  for (const [text, about, message] of MISTAKES) {
    const [mistake, ...others] = parseExpression(text, 0).mistakes;
    assert.ok(mistake && others.length === 0, text);
    assert.match(mistake.message, message, text);
    assert.equal(text.slice(mistake.start, mistake.end), about, text);
  }
  const meant = (text: string): string | undefined => parseExpression(text, 0).mistakes[0]?.suggestion;
  assert.equal(meant('a = 1'), 'Did you mean `==`?');
  assert.equal(meant('port:-8080'), 'Did you mean `default`?');
});

test('half an expression still names what it names', () => {
  for (const text of ['a.b and ', '(a.b', '[a.b, ', 'not a.b.', 'a.b = ', 'a.b and "x', 'a.b default']) {
    const [first] = referencesOf(parseExpression(text, 0).expression);
    assert.deepEqual(
      first?.path.slice(0, 2).map(({ name }) => name),
      ['a', 'b'],
      text,
    );
  }
});

test('every part of a name has its own place', () => {
  const text = 'x in [mkdir.app.path] and file.vhost["a b"].mode != 1';
  const offset = 100;
  const references = referencesOf(parseExpression(text, offset).expression);
  const written = references.map(({ start, end, path }) => [
    text.slice(start - offset, end - offset),
    ...path.map((segment) => text.slice(segment.start - offset, segment.end - offset)),
  ]);
  assert.deepEqual(written, [
    ['x', 'x'],
    ['mkdir.app.path', 'mkdir', 'app', 'path'],
    ['file.vhost["a b"].mode', 'file', 'vhost', '"a b"', 'mode'],
  ]);
});

const PARTS: readonly (readonly [text: string, parts: readonly string[]])[] = [
  ['a ${b} c', ['literal a ', 'expression b', 'literal  c']],
  ['$${a}', ['escape ${', 'literal a}']],
  ['${a', ['open a']],
  ['${a ${b}', ['open a', 'literal  ', 'expression b']],
  ['${a\n}', ['open a', 'literal \n}']],
  ['${"}"}x', ['expression "}"', 'literal x']],
  [String.raw`"${'$'}{\"}\"}"`, ['literal "', String.raw`expression \"}\"`, 'literal "']],
  ["it's ${it's} ${b}", ["literal it's ", "expression it's", 'literal  ', 'expression b']],
  ['$ { $', ['literal $ { $']],
];

test('texts are cut where their expressions are', () => {
  for (const [text, expected] of PARTS) {
    const parts = partsOf(text).map(({ kind, inner }) => `${kind} ${text.slice(inner.start, inner.end)}`);
    assert.deepEqual(parts, expected, text);
  }
});

const WORDS = [
  ...['a', 'b.c', 'each', 'not', 'in', 'and', 'or', 'default', '==', '!=', '=', '&&', '(', ')', '[', ']', ',', '.'],
  ...[
    '"',
    "'",
    '\\"',
    "''",
    '"x"',
    "'y'",
    '\\',
    '1',
    '-2.5',
    'true',
    'null',
    '${',
    '}',
    '$${',
    ' ',
    '\n',
    '|',
    ':-',
    '🚀',
    '\ud800',
  ],
];

const ROUNDS = 4000 * TIMES;

test('any text is answered, with places inside it', () => {
  const random = randomOf(3);
  for (let round = 0; round < ROUNDS; round += 1) {
    const length = Math.floor(random() * 14);
    const text = Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)] ?? '').join(
      random() < 0.5 ? ' ' : '',
    );
    const { expression, mistakes } = parseExpression(text, 0);
    evaluate(expression, lookUp);
    const spans = [...mistakes, ...referencesOf(expression).flatMap((reference) => [reference, ...reference.path])];
    for (const { start, end } of spans) assert.ok(0 <= start && start <= end && end <= text.length, text);
    const parts = partsOf(text);
    assert.equal(parts.map(({ start, end }) => text.slice(start, end)).join(''), text);
    for (const { start, end, inner } of parts)
      assert.ok(start <= inner.start && inner.start <= inner.end && inner.end <= end);
  }
});

function print(expression: Expression): string {
  switch (expression.kind) {
    case 'reference':
      return expression.path
        .map(({ name, isBracketed }, at) => (isBracketed ? `["${name}"]` : at ? `.${name}` : name))
        .join('');
    case 'literal':
      // (a text of an expression knows no `\u`)
      return JSON.stringify(expression.value).replaceAll('\\ud800', '\ud800');
    case 'list':
      return `[${expression.items.map(print).join(', ')}]`;
    case 'not':
      return `(not ${print(expression.operand)})`;
    case 'binary':
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`;
    case 'nothing':
      return '';
  }
}

test('an expression that is printed with all its brackets is read as the same one', () => {
  const random = randomOf(4);
  let sound = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const length = 1 + Math.floor(random() * 7);
    const text = Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)] ?? '').join(' ');
    const first = parseExpression(text, 0);
    if (first.mistakes.length > 0) continue;
    sound += 1;
    const again = parseExpression(print(first.expression), 0);
    assert.deepEqual(again.mistakes, [], text);
    assert.equal(print(again.expression), print(first.expression), text);
  }
  assert.ok(sound > ROUNDS / 40, `only ${sound} texts were expressions`);
});

test('texts that are made to exhaust', () => {
  const parts = [
    '(',
    '[',
    'not ',
    'a and ',
    'a default ',
    'a == ',
    'a.',
    '[a, ',
    '"',
    "'",
    '\\"',
    '"\\"',
    "''a",
    '${',
    '${"',
    '- ',
    '|',
  ];
  for (const part of parts) {
    const text = part.repeat(10_000 * TIMES);
    const { expression } = parseExpression(text, 0);
    referencesOf(expression);
    evaluate(expression, lookUp);
    partsOf(text);
    partsOf(`\${${text}`);
  }
  const long = parseExpression(Array.from({ length: 500 }, () => 'a').join(' and '), 0);
  assert.deepEqual(
    long.mistakes.map(({ message }) => message),
    ['This expression has more than 200 operators'],
  );
});
