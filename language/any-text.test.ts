// Whatever the text, the language answers: every fixture with a character too few, one too many, and cut off anywhere.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withoutMarks } from '../test/support/marks.ts';
import { TEXT_LENGTH_LIMIT } from './document.ts';
import { LiveProject, parseDocument, problemsOf, readProject, resourceSpans } from './index.ts';

const folder = join(import.meta.dirname, '../test-fixtures/projects');

/** Characters that mean something in YAML, and some that mean nothing anywhere. */
const INSERTED = [
  ...'{}[]:,-?*&!|>\'"%@`#$\\\n\t ~=.<',
  '${',
  '<<: ',
  '\r\n',
  '\u0000',
  '\ufeff',
  '\ud800',
  '🚀',
  'é',
  '__proto__: ',
];

function answers(text: string): void {
  const document = parseDocument('main.vk.yaml', text);
  const { project, problems } = readProject([document], 'folder');
  for (const { start, end, line, column, fix } of problems) {
    assert.ok(0 <= start && start <= end && end <= text.length, `${start}..${end} is no span of the text`);
    assert.ok(line >= 1 && column >= 1);
    for (const edit of fix?.edits ?? [])
      assert.ok(0 <= edit.start && edit.start <= edit.end && edit.end <= text.length);
  }
  assert.equal(
    project === undefined,
    problems.some(({ severity }) => severity === 'error'),
  );
  for (const { start, end } of resourceSpans(document)) assert.ok(0 <= start && start <= end && end <= text.length);
}

/** The everyday ring looks at some positions, the long one at each. */
const EVERY = Number(process.env['VIKI_EVERY'] ?? 29);

function check(text: string): void {
  for (let at = 0; at <= text.length; at += EVERY) {
    const variants = [
      text.slice(0, at) + text.slice(at + 1),
      text.slice(0, at) + (INSERTED[at % INSERTED.length] ?? '') + text.slice(at),
      text.slice(0, at),
    ];
    for (const variant of variants) {
      try {
        answers(variant);
      } catch (error) {
        throw new Error(`no answer to ${JSON.stringify(variant)}`, { cause: error });
      }
    }
  }
}

for (const project of readdirSync(folder)) {
  test(`any text like ${project}`, () => {
    for (const name of readdirSync(join(folder, project))) {
      if (name.endsWith('.vk.yaml')) check(withoutMarks(readFileSync(join(folder, project, name), 'utf8')));
    }
  });
}

test('texts that are made to exhaust', () => {
  const texts = ['[', '{a: ', '- ', '? ', '- - ', '&a [*a, ', '"', '\t', '<<: ', '${', 'a:\n'].map((part) =>
    part.repeat(20_000),
  );
  const laughs = Array.from(
    { length: 30 },
    (_, level) => `  l${level}: &l${level} [${level === 0 ? 'x' : `*l${level - 1}, *l${level - 1}`}]`,
  );
  const chain = Array.from({ length: 5_000 }, (_, number) => `    v${number}: "\${v${number + 1}}"`);
  const circle = Array.from(
    { length: 5_000 },
    (_, number) => `      m${number}: { path: /m${number}, after: mkdir.m${(number + 1) % 5_000} }`,
  );
  texts.push(['viki:', ...laughs].join('\n'));
  texts.push(['viki:', '  vars:', ...chain].join('\n'));
  texts.push(['viki:', '  hosts: { here: }', '  mods:', '    mkdir:', ...circle].join('\n'));
  texts.push(['viki:', '  hosts: { here: }', '  mods:', '    mkdir:', ...circle.slice(0, -1)].join('\n'));
  texts.push(`viki:\n  vars:\n    a${' '.repeat(60_000)}\n`);
  texts.push('x'.repeat(5 * 1024 * 1024));
  for (const text of texts) answers(text);
});

test('a text of a great many entries, or of a great many mistakes', () => {
  const aliases = `viki:\n  vars:\n    a: [${'*x,'.repeat(130_000)}]\n`;
  const repeated = `viki:\n  vars:\n    a: {${'x: 1,'.repeat(130_000)}}\n`;
  const entries = `viki:\n  vars:\n${Array.from({ length: 130_000 }, (_, number) => `    a${number}: 1\n`).join('')}`;
  // (behind the first 20,000 aliases, it is told once that there are too many)
  const least: readonly (readonly [text: string, problems: number])[] = [
    [aliases, 20_000],
    [repeated, 130_000],
    [entries, 130_000],
  ];
  for (const [text, problems] of least) {
    const live = new LiveProject();
    live.open('main.vk.yaml', text);
    assert.ok(problemsOf(live).length >= problems);
  }
});

test('variables that hold each other several times over, or in a long row', () => {
  const many = Array.from({ length: 2_000 }, (_, number) => number);
  const rows = (value: (number: number) => string): string =>
    many.map((number) => `    v${number}: ${value(number)}\n`).join('');
  const next = (number: number): string => `\${v${number + 1}}`;
  const values = [
    (number: number) => `"${next(number)}"`,
    (number: number) => (number < 30 ? `"${next(number)}${next(number)}"` : 'long enough'),
    (number: number) => (number < 30 ? `"${next(number).repeat(200)}"` : 'long enough'),
    (number: number) => (number < 30 ? `["${next(number)}", "${next(number)}"]` : '[long enough]'),
  ];
  const mods = '  mods:\n    file:\n      a: { path: /a, content: "${v0} ${v30}" }\n';
  const onHost = `  hosts:\n    here: { via: local, vars: { ${many.map((number) => `w${number}: "\${w${number + 1}}"`).join(', ')} } }\n`;
  for (const value of values) {
    const { problems } = readProject(
      [parseDocument('a.vk.yaml', `viki:\n${mods}${onHost}  vars:\n${rows(value)}`)],
      '',
    );
    assert.ok(problems.some(({ code }) => code === 'cycle' || code === 'too-large'));
  }
});

test('a text that is too long to be read is no empty project', () => {
  const text = `viki:\n  mods:\n    mkdir:\n      app: { path: /opt/app }\n${'#\n'.repeat(TEXT_LENGTH_LIMIT / 2)}`;
  const { project, problems } = readProject([parseDocument('main.vk.yaml', text)], 'folder');
  assert.deepEqual([project, problems.map(({ code, line }) => `${line} ${code}`)], [undefined, ['1 too-large']]);
});
