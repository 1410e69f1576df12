// The generated projects and the measured edits are what they claim to be, as our own server as shipped sees them. No time
// is judged here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './client.ts';
import { projectText, SHORTEST_LINES } from './documents.ts';
import { applied, breakingPairs, keyPairs, namePairs, typingPairs } from './edits.ts';
import { figuresOf } from './figures.ts';
import { viki } from './programs.ts';
import { complete, typeAndTakeBack } from './typing.ts';

const PAIRS = 24;

for (const lines of [SHORTEST_LINES, 1000]) {
  test(`a project of ${lines} lines has that many and no problem, and every edit does what it claims`, async () => {
    const text = projectText(lines);
    assert.equal(text.split('\n').length - 1, lines);
    const client = new Client(viki, 'file:///srv/viki-bench/shop.vk.yaml');
    try {
      await client.initialize();
      const { diagnostics } = await client.open(text, (found) => found.length === 0);
      assert.deepEqual(diagnostics, []);
      const acts = [
        { act: typeAndTakeBack, pairs: typingPairs(text, PAIRS) },
        { act: typeAndTakeBack, pairs: breakingPairs(text, PAIRS) },
        { act: complete, pairs: keyPairs(text, PAIRS) },
        { act: complete, pairs: namePairs(text, PAIRS) },
      ];
      for (const { act, pairs } of acts) {
        for (const pair of pairs) {
          const wrong = (await act(client, pair)).filter(({ isRight }) => !isRight);
          assert.equal(wrong.length, 0, `line ${pair.there.line + 1} (${pair.kind}) gets a wrong answer`);
        }
      }
    } finally {
      await client.stop();
    }
  });
}

test('every edit changes the text and is taken back', () => {
  const text = projectText(1000);
  for (const make of [typingPairs, breakingPairs, keyPairs, namePairs]) {
    for (const { there, back } of make(text, PAIRS)) {
      assert.notEqual(applied(text, there), text);
      assert.equal(applied(applied(text, there), back), text);
    }
  }
});

test('half of the edits make a problem, and they reach into every tenth of the file', () => {
  const pairs = typingPairs(projectText(1000), 120);
  assert.equal(pairs.filter(({ problemLines: lines }) => lines.length > 0).length, 60);
  assert.equal(new Set(pairs.map(({ there }) => Math.floor(there.line / 100))).size, 10);
});

test('the same seed gives the same project, another seed another one', () => {
  assert.equal(projectText(500, 7), projectText(500, 7));
  assert.notEqual(projectText(500, 7), projectText(500, 8));
});

test('percentiles are times that were measured, and wrong answers are counted', () => {
  const samples = Array.from({ length: 100 }, (_, index) => {
    return { kind: 'a key', milliseconds: 100 - index, isRight: index > 2, elsewhere: index % 4 };
  });
  assert.deepEqual(figuresOf(samples), { count: 100, p50: 50, p95: 95, max: 100, wrong: 3, elsewhere: 3 });
});
