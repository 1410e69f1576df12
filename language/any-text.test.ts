// Whatever the text, the language answers: every fixture with a character too few, one too many, and cut off anywhere.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { answers } from '../test/support/answers.ts';
import { withoutMarks } from '../test/support/marks.ts';
import { TEXT_LENGTH_LIMIT } from './document.ts';
import { parseDocument, readProject } from './index.ts';

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
  'constructor: ',
];

/** The everyday ring looks at some positions, the long one at each. */
const EVERY = Number(process.env['VIKI_EVERY'] ?? 127);

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

test('a text that is too long to be read is no empty project', () => {
  const text = `viki:\n  mods:\n    mkdir:\n      app: { path: /opt/app }\n${'#\n'.repeat(TEXT_LENGTH_LIMIT / 2)}`;
  const { project, problems } = readProject([parseDocument('main.vk.yaml', text)], 'folder');
  assert.deepEqual([project, problems.map(({ code, line }) => `${line} ${code}`)], [undefined, ['1 too-large']]);
});
