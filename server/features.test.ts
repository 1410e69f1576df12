// The features of the server, text against text: test-fixtures/server/FEATURE.txt says what comes out at the cursor.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Document, LiveProject, problemsOf } from '../language/index.ts';
import type { Edit } from '../language/problem.ts';
import { type Case, checkCases } from '../test/support/cases.ts';
import { withMarks, withoutMarks } from '../test/support/marks.ts';
import { codeActions } from './code-actions.ts';
import { completion } from './completion.ts';
import { hover } from './hover.ts';

const FILE = 'main.vk.yaml';
const fixtures = join(import.meta.dirname, '../test-fixtures');

function opened(text: string): { readonly live: LiveProject; readonly document: Document } {
  const live = new LiveProject();
  live.open(FILE, text);
  return { live, document: live.document(FILE) as Document };
}

const check = (feature: string, render: (live: LiveProject, document: Document, given: Case) => string) =>
  test(`${feature} at the cursor`, () =>
    checkCases(join(fixtures, 'server', `${feature}.txt`), (given) => {
      const { live, document } = opened(given.text);
      return render(live, document, given);
    }));

function withEdits(text: string, edits: readonly Edit[]): string {
  const lastFirst = edits.toSorted((one, other) => other.start - one.start || other.end - one.end);
  return lastFirst.reduce(
    (edited, { start, end, text: put }) => edited.slice(0, start) + put + edited.slice(end),
    text,
  );
}

check('completion', (live, document, { text, offset }) => {
  const items = completion(live, document, offset);
  return (
    items
      .map(({ label, kind, detail, insert, span }) => {
        assert.ok(span.start <= offset && offset <= span.end);
        const replaced = span.start === span.end ? '' : ` instead of ${text.slice(span.start, span.end)}`;
        return `${label} (${kind}${detail === undefined ? '' : `: ${detail}`})${replaced}\n    ${insert.replaceAll('\n', '\n    ')}`;
      })
      .join('\n') || 'nothing'
  );
});

check('hover', (live, document, { text, offset }) => {
  const found = hover(live, document, offset);
  if (found === undefined) return 'nothing';
  const marked = withMarks(text, [{ ...found.span, message: 'is what it is about:' }]);
  const line = marked.split('\n').find((candidate) => candidate.endsWith('is what it is about:')) ?? '';
  return `${line}\n${found.markdown}`;
});

check('code-actions', (live, _document, { text, offset }) => {
  const found = problemsOf(live);
  return (
    codeActions(found, { start: offset, end: offset })
      .map(({ title, edits }) => `[${title}]\n${withEdits(text, edits)}`)
      .join('\n') || 'nothing'
  );
});

test('every feature answers anywhere in any fixture', () => {
  for (const project of readdirSync(join(fixtures, 'projects'))) {
    const folder = join(fixtures, 'projects', project);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.vk.yaml'))) {
      const { live, document } = opened(withoutMarks(readFileSync(join(folder, name), 'utf8')));
      for (let offset = 0; offset <= document.text.length; offset += 1) {
        hover(live, document, offset);
        completion(live, document, offset);
      }
    }
  }
});
