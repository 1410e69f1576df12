// The measured edits do what they claim: the whole language sees their problem where it should be, and going back heals it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument } from '../../language/parse.ts';
import { readProject } from '../../language/project.ts';
import { projectText, SHORTEST_LINES } from './documents.ts';
import { applied, breakingPairs, keyPairs, namePairs, type Pair, typingPairs } from './edits.ts';

/** The lines that have a problem, from 0. */
function problemLines(text: string): ReadonlySet<number> {
  const document = parseDocument('file:///shop.vk.yaml', text);
  const { problems } = readProject([document], 'shop');
  return new Set([...document.problems, ...problems].map(({ line }) => line - 1));
}

function holds(text: string, { kind, there, back, problemLines: expected }: Pair): void {
  const edited = applied(text, there);
  assert.notEqual(edited, text, `${kind} at line ${there.line + 1} changes nothing`);
  assert.equal(applied(edited, back), text, `${kind} at line ${there.line + 1} is not taken back`);
  const found = problemLines(edited);
  const isRight = expected.length === 0 ? found.size === 0 : expected.some((line) => found.has(line));
  const lines = (numbers: Iterable<number>) => [...numbers].map((line) => line + 1).join(', ') || 'none';
  assert.ok(isRight, `${kind}: problems at lines ${lines(found)}, not ${lines(expected)}`);
}

for (const lines of [SHORTEST_LINES, 1000]) {
  const text = projectText(lines);
  for (const [name, pairs] of Object.entries({ typingPairs, breakingPairs, keyPairs, namePairs })) {
    test(`${name} of ${lines} lines make their problem, or none`, () => {
      for (const pair of pairs(text, 48)) holds(text, pair);
    });
  }
}

test('half of the edits make a problem, and they reach into every tenth of the file', () => {
  const pairs = typingPairs(projectText(1000), 120);
  assert.equal(pairs.filter(({ problemLines: lines }) => lines.length > 0).length, 60);
  assert.equal(new Set(pairs.map(({ there }) => Math.floor(there.line / 100))).size, 10);
});
