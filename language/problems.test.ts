// The problems of whole projects, text against text: every problem is marked in the fixtures, and every mark is one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { expectFile } from '../test/support/expected.ts';
import { withMarks, withoutMarks } from '../test/support/marks.ts';
import { type Problem, parseDocument, readProject } from './index.ts';

const folder = join(import.meta.dirname, '../test-fixtures/projects');

function words({ code, severity, message, suggestion }: Problem): string {
  const head = severity === 'error' ? code : `${code} (${severity})`;
  return `${head}: ${message}${suggestion === undefined ? '' : ` | ${suggestion}`}`;
}

function check(project: string): void {
  const names = readdirSync(join(folder, project)).filter((name) => name.endsWith('.vk.yaml'));
  const documents = names.map((name) =>
    parseDocument(name, withoutMarks(readFileSync(join(folder, project, name), 'utf8'))),
  );
  const { problems } = readProject(documents, project);
  for (const { file, text } of documents) {
    const marks = problems.filter((problem) => problem.file === file);
    expectFile(
      join(folder, project, file),
      withMarks(
        text,
        marks.map((problem) => ({ ...problem, message: words(problem) })),
      ),
    );
  }
}

for (const project of readdirSync(folder)) test(`problems of ${project}`, () => check(project));
