// Whether the language answers to a text at all: every span that it tells lies in the text, and an error leaves no project.
import assert from 'node:assert/strict';
import { parseDocument, readProject, resourceSpans } from '../../language/index.ts';

export function answers(text: string): void {
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
