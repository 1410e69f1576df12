// Texts that are made to exhaust whoever reads them: very deep, very wide, or of things that hold each other many times over.
// Each is answered, with what is wrong. It takes a while, so it is part of the long ring.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answers } from '../test/support/answers.ts';
import { LiveProject, parseDocument, problemsOf, readProject } from './index.ts';

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
