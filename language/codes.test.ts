// Every code against its example: the wrong text gives this code and no other one, the right text gives nothing.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { codeNames, codes, type ProblemCode, problemPage } from './codes.ts';
import { type Problem, parseDocument, readProject } from './index.ts';

/** Codes that nothing gives yet. This list only shrinks: a code in it that is given makes its test fail. */
const notRaisedYet: readonly ProblemCode[] = ['env-file', 'template', 'unknown-template-variable'];

/** Codes that no text of a few lines could give. */
const withoutExample: readonly ProblemCode[] = ['too-many', 'own-module'];

function problemsIn(code: ProblemCode, text: string): readonly Problem[] {
  const { file = 'main.vk.yaml', beside } = codes[code];
  const files = new Map([...Object.entries(beside ?? {}), [file, text] as const]);
  const documents = [...files]
    .filter(([path]) => path.endsWith('.vk.yaml'))
    .map(([path, content]) => parseDocument(path, content));
  const outside = { environment: new Map<string, string>(), files: new Set(files.keys()) };
  // (an example may show what is only understood as yet)
  return readProject(documents, 'shop', outside).problems.filter(
    (problem) => problem.code === code || problem.code !== 'not-yet',
  );
}

const toldAs = ({ code, severity, line, message }: Problem): string => `${line}: ${severity} ${code}: ${message}`;

for (const code of codeNames) {
  const { wrong, right, severity } = codes[code];
  if (wrong === undefined || right === undefined) continue;
  if (notRaisedYet.includes(code)) {
    test(`${code} is not given yet`, () => {
      const raised = problemsIn(code, wrong).some((problem) => problem.code === code);
      assert.ok(!raised, `${code} is given now: take it out of notRaisedYet`);
    });
    continue;
  }
  test(`${code}: the wrong text has it, and nothing else`, () => {
    const told = problemsIn(code, wrong);
    assert.ok(told.length > 0, 'nothing is told of the wrong text');
    const others = told.filter((problem) => problem.code !== code || problem.severity !== severity);
    assert.deepEqual(others.map(toldAs), []);
  });
  test(`${code}: the right text has no problem`, () => {
    assert.deepEqual(problemsIn(code, right).map(toldAs), []);
  });
}

test('codes have an example, and words that can stand in a page and in settings', () => {
  for (const code of codeNames) {
    const { title, explanation, wrong, right } = codes[code];
    assert.match(code, /^[a-z]+(-[a-z]+)*$/);
    assert.match(title, /^[A-Z][^\n]*[^.\s]$/, code);
    assert.match(explanation, /^[A-Z`][^\n]*\.$/, code);
    assert.equal(wrong === undefined, withoutExample.includes(code), code);
    assert.equal(right === undefined, wrong === undefined, code);
    for (const text of [wrong, right]) assert.match(text ?? 'none\n', /^\S[^\r]*[^\n]\n$/, code);
    assert.notEqual(wrong ?? '', right, code);
  }
});

test('there is a page for every code, and no other one', () => {
  const pages = readdirSync(join(import.meta.dirname, '../docs/problems')).sort();
  assert.deepEqual(pages, ['README.md', ...codeNames.map((code) => basename(problemPage(code)))].sort());
});
